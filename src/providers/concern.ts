/**
 * Which entity a body concerns, read out of whatever came: JSON of any shape, JSON within JSON, forms, XML, broken ones. A name
 * counts whatever its case and punctuation. Pure; each character is looked at a bounded number of times.
 */
import type { EntityId } from '../id.ts'
import * as LIMITS from '../limits.ts'
import { maskNumbers } from '../privacy/personal.ts'
import { isExact } from './declared.ts'

export interface Concern {
  /** The entity that it says it is about, as the provider's objects are named; null if it names none. */
  readonly entityId: EntityId | null
  /** Others that it names or may mean, each once, `LIMITS.entitiesPerBody` at most: an erasure looks there too. */
  readonly otherIds: readonly EntityId[]
  /** The number by which orders and payments find each other, without personal numbers; null if none is found. */
  readonly reference: string | null
}

/** How a provider's bodies say which entity they concern. Names are written in small letters, without punctuation. */
export interface Sources {
  /** Properties that hold the entity's id. */
  readonly ids: readonly string[]
  /** Properties that hold the reference, the best first. */
  readonly references: readonly string[]
  /** The id that a text is, or null if it is not one. */
  entityId(text: string): EntityId | null
}

/** Makes a provider's `concerns`. */
export const concernsBy =
  ({ ids, references, entityId }: Sources) =>
  (body: unknown): Concern => {
    const found = new Set<EntityId>()
    const named = new Map<string, string>()
    for (const { name, text } of valuesOf(body, [...ids, ...references])) {
      const id = ids.includes(name) ? entityId(plain(text)) : null
      if (id !== null && found.size < LIMITS.entitiesPerBody) found.add(id)
      if (references.includes(name) && text.trim() !== '' && !named.has(name)) named.set(name, text.trim())
    }
    const [first = null, ...others] = found
    const reference = references.map((name) => named.get(name)).find((text) => text !== undefined)
    return {
      entityId: first,
      otherIds: others,
      reference: reference ? maskNumbers(reference.slice(0, LIMITS.idCharacters)).toWellFormed() : null,
    }
  }

/** Without spaces and invisible characters, and with the usual digits for full-width ones. */
const plain = (text: string): string => text.normalize('NFKC').replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '')

interface Named {
  readonly name: string
  readonly text: string
}

interface Place {
  readonly name: string
  readonly value: unknown
  /** In how many bodies within bodies it stands. */
  readonly within: number
}

/** What stands under a name belongs to it where it is a list, or an object that says so. */
const INHERITS = /^(?:id|value|code|number)$/

/** The values under their names, in the order of the body; of a body that is not JSON, those under some names. */
function* valuesOf(body: unknown, names: readonly string[]): Generator<Named> {
  // The longest first, because `order_number` begins with `order`.
  const inText = new RegExp(
    [...names]
      .sort((a, b) => b.length - a.length)
      .map(spelled)
      .join('|'),
    'gi',
  )
  // Not by recursion: what is nested deeply would overflow the stack.
  // Either way: the outermost value has no name, and nobody looks for another one.
  const places: Place[] = [{ name: '', value: body, within: 0 }]
  for (let place = places.pop(); place; place = places.pop()) {
    const { name, value, within } = place
    if (typeof value === 'string') {
      yield { name, text: value }
      const inner = within < LIMITS.bodiesWithinBodies ? parsed(value) : undefined
      if (inner !== undefined) places.push({ name, value: inner, within: within + 1 })
      else yield* valuesInText(value, inText)
    } else if (typeof value === 'number') {
      if (isExact(value)) yield { name, text: String(value) }
    } else if (Array.isArray(value)) {
      for (const item of value.toReversed()) places.push({ name, value: item, within })
    } else {
      for (const [key, item] of Object.entries(value ?? {}).reverse()) {
        const own = bare(key)
        places.push({ name: names.includes(name) && INHERITS.test(own) ? name : own, value: item, within })
        // A form that was taken for JSON stands in the name of a property.
        if (/[=:>]/.test(key)) yield* valuesInText(key, inText)
      }
    }
  }
}

/** Every text of a body that stands under no name of a kind. @param except of small letters and digits */
export function* textsOf(body: unknown, except: RegExp): Generator<string> {
  const values: unknown[] = [body]
  while (values.length > 0) {
    const value = values.pop()
    if (typeof value === 'string') yield value
    else {
      const entries = Object.entries(value ?? {}).reverse()
      for (const [name, item] of entries) if (!except.test(bare(name))) values.push(item)
    }
  }
}

/** `Id_Transaction` is `idtransaction`. */
const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** A body within a body; undefined if the text is none. */
function parsed(text: string): unknown {
  if (!/[[{"]/.test(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Either way: it only begins like JSON, and is read as text.
    return undefined
  }
}

/** A name as it can stand in text. A closing tag of XML names no value. */
const spelled = (name: string): string => `(?<!/)(${[...name].join('[\\s_-]?')})(?![a-z0-9])`

/** What stands between a name and the value that it names. */
const BETWEEN = /[\s"'\\:=>[\]({+]*/
/** What follows a value, in quotes and without. */
const BEHIND_QUOTED = /["'\\].*/s
const BEHIND_BARE = /[\s"'\\&<>,;})\]].*/s
/** Characters behind a name in which its value has to stand. */
const REACH = LIMITS.idCharacters + 32

function* valuesInText(text: string, names: RegExp): Generator<Named> {
  // Only saves time: a text without a name gives nothing.
  if (text.search(names) < 0 && !/%|\\u00/.test(text)) return
  const decoded = text.replace(ENCODED, decode)
  for (const match of decoded.matchAll(names)) {
    const rest = decoded.slice(match.index + match[0].length, match.index + match[0].length + REACH)
    const onwards = rest.replace(BETWEEN, '')
    const isQuoted = /[:=>][\s\\]*["']\s*$/.test(rest.slice(0, rest.length - onwards.length))
    yield { name: bare(match[0]), text: onwards.replace(isQuoted ? BEHIND_QUOTED : BEHIND_BARE, '') }
  }
}

/** A letter, a digit or punctuation as URLs, HTML and JSON escape it, and the line breaks of JSON within JSON. */
const ENCODED =
  /%(?:25){0,4}([0-7][0-9a-f])|\\u00([0-7][0-9a-f])|&#(x[0-9a-f]{2}|\d{2,3});|&(?:quot|apos);|\\[nrt]/gi

function decode(written: string, percent?: string, unicode?: string, entity?: string): string {
  const hex = percent ?? unicode
  if (hex) return String.fromCharCode(Number.parseInt(hex, 16))
  if (entity) return String.fromCharCode(Number(`0${entity}`))
  return written.startsWith('&') ? '"' : ' '
}
