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

/** The TypeScript files of a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file}`)
}

/** Files with texts that a user reads: messages of commands, answers, pages. */
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
  ...filesIn('scripts'),
]

/** The paragraphs of a Markdown file without its code, each on one line, and the strings of TypeScript. */
function prose(file: string): string {
  const text = read(file)
  if (file.endsWith('.md')) {
    const plain = text.replace(section, '').replaceAll(/^```[\s\S]*?^```$|`[^`]*`/gm, '')
    return plain.replaceAll(/\n(?![\n#|*\d-])\s*/g, ' ')
  }
  if (!file.endsWith('.ts')) return text
  const code = text.replaceAll(COMMENTS, '')
  const strings = code.replaceAll(/\$\{[^{}]*\}/g, '…').match(/'(?:[^'\\\n]|\\.)*'|`[^`]*`/g) ?? []
  return strings.filter((string) => string.includes(' ')).join('\n')
}

/** A comment of several lines is one match, so that a phrase is found across the end of a line. */
const COMMENTS = /(?<![^\s{(])(?:\/\*[\s\S]*?\*\/|\/\/ .*(?:\n\s*\/\/ .*)*)/g

/** The comments of TypeScript without the code in them, each on one line. */
const commentsOf = (code: string): string =>
  (code.match(COMMENTS) ?? [])
    .map((comment) => comment.replaceAll(/`[^`]*`/g, '').replaceAll(/^\s*(?:\/\*+|\*+\/?|\/\/)|\*\/$/gm, ''))
    .map((comment) => comment.replaceAll(/\s+/g, ' '))
    .join('\n')

/** Every hit of a rule in some lines. */
const oddities = (lines: string, rules: readonly Rule[]): readonly string[] =>
  lines.split('\n').flatMap((line) =>
    rules.flatMap(({ pattern, better }) => {
      const found = pattern.exec(line)
      return found
        ? [
            `"${found[0]}", better: ${better} | ${line.slice(Math.max(0, found.index - 50), found.index + 50)}`,
          ]
        : []
    }),
  )

/** The same in some files, with the name of each. */
const odditiesIn = (
  files: readonly string[],
  rules: readonly Rule[],
  textOf: (file: string) => string,
): readonly string[] =>
  files.flatMap((file) => oddities(textOf(file), rules).map((oddity) => `${file}: ${oddity}`))

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

  it('is kept in what users read', () => expect(odditiesIn(files, rules, prose)).toEqual([]))
})

describe('comments', () => {
  const rules = rulesIn(english)
  const sources = filesIn('src')

  it('keep to the same words in src/', () =>
    expect(odditiesIn(sources, rules, (file) => commentsOf(read(file)))).toEqual([]))

  it.each([
    ['a line', "call() // Null where there is none.\nconst text = 'for ever'"],
    ['a block, across its lines', '/**\n * What is null\n * where nobody knows.\n */'],
    ['lines that follow each other', '  // It is null\n  // where nobody knows.'],
    ['JSX', '<p>{/* Null where there is none. */}</p>'],
  ])('are read in %s', (_, code) => expect(oddities(commentsOf(code), rules)).toHaveLength(1))

  it('may quote code', () => expect(oddities(commentsOf('/** `null where` */'), rules)).toEqual([]))
})
