/** The documents that a user reads, and what stands in them to be typed. */
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
 * What a document tells a user to type: every line of a block that has no language, and every span of code that begins
 * like a command. Pipes and `&&` divide.
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
  // Words, with what stands in quotes in one piece; what substitutes a command is a word as well.
  for (const [word] of line.matchAll(/&&|\||(?:'[^']*'|"(?:\$\([^)]*\)|[^"])*"|[^\s'"|])+/g)) {
    if (word === '&&' || word === '|') commands.push([])
    else commands.at(-1)?.push(word)
  }
  return commands.filter((command) => command.length > 0)
}
