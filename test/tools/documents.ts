/** The documents that a user reads, and the commands in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Every document, by its path from the root. */
export const DOCUMENTS: readonly string[] = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]

/** A file of the repository. */
export const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** A program with its arguments, as a shell takes them. */
export type Command = readonly string[]

/**
 * The commands in a document: every line of a block without a language, and every code span that begins like a command.
 * Pipes and `&&` separate commands.
 */
export function commandsIn(document: string): readonly Command[] {
  const blocks = [...document.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, language, block = '']) =>
    language === '' ? block.replaceAll('\\\n', ' ').split('\n') : [],
  )
  const prose = document.replaceAll(/^```[\s\S]*?^```$/gm, '')
  const spans = [...prose.matchAll(/`((?:npm|npx|\.ci\/|git|openssl) ?[^`]+)`/g)].map(([, span = '']) => span)
  return [...blocks, ...spans].flatMap(commandsOf)
}

function commandsOf(line: string): readonly Command[] {
  const commands: string[][] = [[]]
  // Splits into words; a quoted text is one word, and so is a command substitution.
  for (const [word] of line.matchAll(/&&|\||(?:'[^']*'|"(?:\$\([^)]*\)|[^"])*"|[^\s'"|])+/g)) {
    if (word === '&&' || word === '|') commands.push([])
    else commands.at(-1)?.push(word)
  }
  return commands.filter((command) => command.length > 0)
}
