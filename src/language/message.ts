/**
 * A message is a sentence with placeholders for values. A text without any stays a string; one with some is a function of
 * its values by name. `text.marks.gaps({ n: 2 })` is "2 missing events", of `'{n, plural, missing event, missing events}'`.
 *
 *     {name}                     the value as it is
 *     {name, count}              a number as the language writes it: 1,234
 *     {name, money}              cents: R$ 1,234.56
 *     {name, plural, one, many}  a number and its word: 1 event, 2 events
 *     {name, choice, one, many}  the word alone: it, them
 *
 * Words have no comma and no brace. Values are inserted once: a value is never searched for placeholders. Pure.
 */
import type { Numbers } from './numbers.ts'

type Value<Inside extends string> = Inside extends `${infer Name}, ${string}`
  ? { readonly [Key in Name]: number }
  : { readonly [Key in Inside]: string | number }

type Values<Message extends string> = Message extends `${string}{${infer Inside}}${infer Rest}`
  ? Value<Inside> & Values<Rest>
  : unknown

/** The texts of a language as pages use them. */
export type Told<Words> = Words extends string
  ? [keyof Values<Words>] extends [never]
    ? string
    : (values: Values<Words>) => string
  : { readonly [Key in keyof Words]: Told<Words[Key]> }

type Naming<Names> = (
  Names extends string
    ? (text: `${string}{${Names}${',' | '}'}${string}`) => void
    : never
) extends (text: infer All) => void
  ? All
  : never

/** The shape of another language: the same keys, and in each message at least the same values. */
export type Translation<Words> = Words extends string
  ? [keyof Values<Words>] extends [never]
    ? string
    : Naming<keyof Values<Words>>
  : { readonly [Key in keyof Words]: Translation<Words[Key]> }

/** A placeholder, by the syntax above. */
export const PLACE = /\{(\w+)(?:, (count|money|plural|choice)(?:, ([^,{}]+), ([^,{}]+))?)?\}/g

/** Turns the messages in a tree of texts into functions. */
export function tell(words: unknown, numbers: Numbers): unknown {
  if (typeof words === 'string')
    return words.includes('{')
      ? (values: Readonly<Record<string, string | number>>) => fill(words, values, numbers)
      : words
  if (Array.isArray(words)) return words
  return Object.fromEntries(Object.entries(words as object).map(([key, each]) => [key, tell(each, numbers)]))
}

/** Text and placeholders in turn; a placeholder is its name, its kind and its words. */
type Part = string | readonly [name: string, kind: string | undefined, one: string, many: string]

/** The parsed messages. Every event has a sentence or two, out of a few dozen messages, so each is parsed only once. */
const taken = new Map<string, readonly Part[]>()

function partsOf(message: string): readonly Part[] {
  const known = taken.get(message)
  if (known) return known
  const parts: Part[] = []
  let end = 0
  for (const place of message.matchAll(PLACE)) {
    const [whole, name = '', kind, one = '', many = ''] = place
    parts.push(message.slice(end, place.index), [name, kind, one, many])
    end = place.index + whole.length
  }
  parts.push(message.slice(end))
  taken.set(message, parts)
  return parts
}

/** The message with its values inserted. */
export function fill(
  message: string,
  values: Readonly<Record<string, string | number | null>>,
  { count, money, plural }: Numbers,
): string {
  let text = ''
  for (const part of partsOf(message)) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const [name, kind, one, many] = part
    const value = values[name] ?? ''
    const n = Number(value)
    switch (kind) {
      case 'count':
        text += count(n)
        break
      case 'money':
        text += money(n)
        break
      case 'plural':
        text += plural(n, one, many)
        break
      case 'choice':
        text += n === 1 ? one : many
        break
      default:
        text += value
    }
  }
  return text
}
