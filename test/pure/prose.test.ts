/** The documents and what users read keep to the words that CONTRIBUTING.md lists under "Plain English". */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DOCUMENTS, read } from '../tools/documents.ts'

const [, section = ''] = /^## Plain English$([\s\S]*?)^## /m.exec(read('CONTRIBUTING.md')) ?? []
const rules = [...section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, pattern = '', better = '']) => ({
  pattern: new RegExp(`\\b(?:${pattern.replaceAll('\\|', '|')})\\b`, 'i'),
  better,
}))

/** Of code, what a user reads: messages of commands, answers, pages. Comments are read by eye. */
const texts = [
  'src/problem.ts',
  'src/language/en.ts',
  'src/pages/text/en.ts',
  'public/api/openapi.json',
  'package.json',
  'wrangler.toml',
  ...readdirSync('scripts', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `scripts/${file}`),
]

/** Markdown without its code, and of TypeScript only the strings. */
const prose = (file: string): string => {
  const text = read(file)
  if (file.endsWith('.md')) return text.replace(section, '').replaceAll(/^```[\s\S]*?^```$|`[^`]*`/gm, '')
  if (!file.endsWith('.ts')) return text
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const strings = code.replaceAll(/\$\{[^{}]*\}/g, '…').match(/'(?:[^'\\\n]|\\.)*'|`[^`]*`/g) ?? []
  return strings.filter((string) => string.includes(' ')).join('\n')
}

describe('plain English', () => {
  it('has its rules in CONTRIBUTING.md', () => expect(rules.length).toBeGreaterThan(10))

  it('is kept in what users read', () => {
    const files = [...DOCUMENTS.filter((file) => !file.includes('pt-BR')), ...texts]
    const odd = files.flatMap((file) =>
      prose(file)
        .split('\n')
        .flatMap((line) =>
          rules.flatMap(({ pattern, better }) => {
            const [found] = pattern.exec(line) ?? []
            return found === undefined
              ? []
              : [`${file}: "${found}", better: ${better} | ${line.trim().slice(0, 100)}`]
          }),
        ),
    )
    expect(odd).toEqual([])
  })
})
