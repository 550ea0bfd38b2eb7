/** The documents and what users read keep to the words that CONTRIBUTING.md lists under "Plain English". */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DOCUMENTS, read } from '../tools/documents.ts'

const [, section = ''] = /^## Plain English$([\s\S]*?)^## /m.exec(read('CONTRIBUTING.md')) ?? []
const [english = '', portuguese = ''] = section.split('| não | escreva |')

interface Rule {
  readonly pattern: RegExp
  readonly better: string
}

/** Words end where letters do: `\b` takes a letter with an accent for the end of one. */
const rulesIn = (table: string): readonly Rule[] =>
  [...table.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, pattern = '', better = '']) => ({
    pattern: new RegExp(`(?<!\\p{L})(?:${pattern.replaceAll('\\|', '|')})(?!\\p{L})`, 'iu'),
    better,
  }))

/** Of code, what a user reads: messages of commands, answers, pages. Comments are read by eye. */
const texts = [
  'src/problem.ts',
  'src/language/en.ts',
  'src/pages/text/en.ts',
  'src/alerts/words/en.ts',
  '.github/ISSUE_TEMPLATE/sender-changed.yml',
  '.dev.vars.example',
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

/** Every hit of a rule, with its file and its line. */
const oddities = (files: readonly string[], rules: readonly Rule[]): readonly string[] =>
  files.flatMap((file) =>
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

describe.each([
  ['English', english, [...DOCUMENTS.filter((file) => !file.includes('pt-BR')), ...texts]],
  [
    'Portuguese',
    portuguese,
    ['README.pt-BR.md', 'src/language/pt.ts', 'src/pages/text/pt.ts', 'src/alerts/words/pt.ts'],
  ],
] as const)('plain %s', (_, table, files) => {
  const rules = rulesIn(table)

  it('has its rules in CONTRIBUTING.md', () => expect(rules.length).toBeGreaterThan(5))

  it('is kept in what users read', () => expect(oddities(files, rules)).toEqual([]))
})
