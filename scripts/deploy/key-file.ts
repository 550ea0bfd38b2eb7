/** What a file of `NAME=key,key` lines says, and what its reader would lose of it without a word. Pure. */
import { parseEnv } from 'node:util'

export interface KeyFileText {
  readonly values: Readonly<Record<string, string | undefined>>
  /** The names whose value has a `#` outside quotes: whatever begins there is taken for a comment and cut off. */
  readonly cut: readonly string[]
  /** The names that are there more than once: only the last counts. */
  readonly repeated: readonly string[]
}

export function parseKeyFile(text: string): KeyFileText {
  const lines = [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(.*)$/gm)].map(
    ([, name = '', value = '']) => ({ name, value }),
  )
  const names = lines.map(({ name }) => name)
  return {
    values: parseEnv(text),
    cut: unique(lines.filter(({ value }) => isCut(value)).map(({ name }) => name)),
    repeated: unique(names.filter((name, place) => names.indexOf(name) !== place)),
  }
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)]

/** A comment behind a quoted value loses nothing of it. */
const isCut = (value: string): boolean =>
  value.replace(/^(["'`]).*?\1(?=\s|$)/, '').trim() === value.trim() && value.includes('#')
