/**
 * What the documents have wrangler do, the pinned wrangler can do: it has each command, with each option. And what they
 * have a shell do gives what they say.
 */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../scripts/doctor/keys.ts'
import { wranglerFunctions } from '../../scripts/wrangler.ts'
import { commandsIn, DOCUMENTS, read } from '../tools/documents.ts'

/** No name of a secret, of a database or of a file. */
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
  const { registry, globalFlags } = wranglerFunctions().experimental_getWranglerCommands()

  it.each([...COMMANDS])('knows: %s', (command, options) => {
    const found = command
      .split(' ')
      .reduce<typeof registry | undefined>((group, verb) => group?.subtree.get(verb), registry)
    if (found?.definition?.type !== 'command') throw new Error('No such command')
    const known = new Set(Object.keys({ ...globalFlags, ...found.definition.args }))
    expect([...options].filter((option) => !known.has(option.slice(2)))).toEqual([])
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
