/** What a file of `NAME=key,key` lines says, and what its reader would lose of it without a word. Pure. */
import { parseEnv } from 'node:util'
import { type Refusal, refusalOf } from '../../src/access/accepted.ts'
import { configuredKeys } from '../../src/access/configured.ts'
import { labelled } from '../../src/access/label.ts'
import { fitsInUrl } from '../../src/access/looks-random.ts'

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

/** A key of a secret, with what setup and doctor must know of it. */
export interface WrittenKey {
  readonly secret: string
  /** From 1. */
  readonly position: number
  /** What is presented: without a label. */
  readonly text: string
  readonly isSandbox: boolean
  /** Why the receiver does not accept it where strangers can try it. */
  readonly refusal: Refusal | null
  /** Whether a sender may have it at the end of a URL. Operators have none there. */
  readonly fitsInUrl: boolean
}

export const writtenKeys = (secret: string, value: string | undefined): readonly WrittenKey[] =>
  configuredKeys(value).map(({ text: configured, isSandbox }, place) => {
    const isOperators = secret === 'ADMIN_KEYS'
    const text = isOperators ? labelled(configured).key : configured
    const position = place + 1
    return {
      secret,
      position,
      text,
      isSandbox: isSandbox && !isOperators,
      refusal: refusalOf(text, position),
      fitsInUrl: isOperators || fitsInUrl(text),
    }
  })

/** Keys that stand in more than one secret, once for each: who has the one would have the others. */
export const sharedKeys = (all: readonly WrittenKey[]): readonly (readonly WrittenKey[])[] =>
  [...Map.groupBy(all, ({ text }) => text).values()]
    .map((same) =>
      same.filter(({ secret }, place) => same.findIndex((key) => key.secret === secret) === place),
    )
    .filter(({ length }) => length > 1)
