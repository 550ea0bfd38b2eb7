/**
 * What the documents have wrangler do, the pinned wrangler can do: its own help knows each command and each option. And
 * what they have a shell do gives what they say.
 */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../scripts/doctor/keys.ts'
import { wrangler } from '../../scripts/wrangler.ts'
import { commandsIn, DOCUMENTS, read } from '../tools/documents.ts'

/** No name of a secret, of a database or of a file: help is the same with them, and each costs a start of wrangler. */
const isVerb = (word: string): boolean => /^[a-z0-9]+(-travel)?$/.test(word)

/** Every distinct command, and the options with which any document gives it. */
const COMMANDS: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const commands = new Map<string, Set<string>>()
  for (const [program, tool, ...words] of DOCUMENTS.flatMap((file) => commandsIn(read(file)))) {
    if (program !== 'npx' || tool !== 'wrangler') continue
    const firstOption = words.findIndex((word) => word.startsWith('-'))
    const verbs = words.slice(0, firstOption < 0 ? undefined : firstOption).filter(isVerb)
    const options = commands.get(verbs.join(' ')) ?? new Set()
    for (const word of words) if (word.startsWith('--')) options.add(word)
    commands.set(verbs.join(' '), options)
  }
  return commands
})()

describe('wrangler', () => {
  it.each([...COMMANDS])('knows: %s', (command, options) => {
    const help = wrangler([...command.split(' '), '--help'])
    // The help of a group of commands is what an unknown command gets.
    expect(help).not.toMatch(/^COMMANDS$/m)
    expect([...options].filter((option) => !help.includes(` ${option} `))).toEqual([])
  })

  it('is told to do something at all', () => {
    expect(COMMANDS.size).toBeGreaterThan(5)
  })
})

describe('a shell', () => {
  const shell = (script: string, KEY = ''): string =>
    execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { PATH: process.env.PATH, KEY } }).trim()

  it('prints the fingerprint of a key as the log has it, by the line of docs/operations.md', () => {
    const [line = ''] = /^printf %s "\$KEY" .*$/m.exec(read('docs/operations.md')) ?? []
    expect(shell(line, 'a key, with a space')).toBe(fingerprint('a key, with a space'))
  })

  it('makes keys that the doctor finds long enough', () => {
    expect(read('docs/operations.md')).toContain('`openssl rand -hex 24`')
    expect(shell('openssl rand -hex 24')).toMatch(/^[0-9a-f]{48}$/)
  })
})
