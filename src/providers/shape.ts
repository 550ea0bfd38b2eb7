/**
 * What D1 may hold is a list of names, each with the shape of its values. What is not on the list is not there, and a
 * value of another shape is left out: a mask can miss a spelling, a list cannot. Pure.
 */
import type { Facts } from '../lifecycle/history.ts'
import { maskNumbers, maskProse } from '../privacy/personal.ts'
import { itemsIn } from './declared.ts'

/** The value as it may be stored; undefined if it has another shape. */
export type Shape = (value: unknown) => unknown

/**
 * Facts by their shapes: null stays null, what was not said stays not said.
 * @returns also the names of those that have another shape, which count as not said
 */
export function shaped<T extends Facts>(
  shapes: { readonly [Name in keyof T]-?: Shape },
  facts: Readonly<Record<string, unknown>>,
): { readonly facts: T; readonly left: readonly (keyof T)[] } {
  const held: Record<string, unknown> = {}
  const left: (keyof T)[] = []
  for (const [name, shape] of Object.entries<Shape>(shapes)) {
    const said = facts[name]
    if (said === undefined) continue
    const value = said === null ? null : shape(said)
    if (value === undefined) left.push(name)
    else held[name] = value
  }
  return { facts: held as T, left }
}

/** The declared properties of a JSON object, each in its shape. */
export const object = (shapes: Readonly<Record<string, Shape>>): Shape => {
  const declared = Object.entries(shapes).map(([name, shape]) => [name, name.toLowerCase(), shape] as const)
  const names = new Set(Object.keys(shapes))
  return (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
    const properties: Readonly<Record<string, unknown>> = value as Record<string, unknown>
    // A serializer's setting changes the case of all names.
    const others = new Map<string, unknown>()
    for (const name in properties) if (!names.has(name)) others.set(name.toLowerCase(), properties[name])
    return Object.fromEntries(
      declared.map(([name, lower, shape]) => [name, shape(properties[name] ?? others.get(lower))]),
    )
  }
}

export const list =
  (shape: Shape): Shape =>
  (value) =>
    itemsIn(value)
      ?.map(shape)
      .filter((item) => item !== undefined)

/** A whole number between two others. */
export const whole =
  (least: number, most: number): Shape =>
  (value) =>
    // For the types: only a number is a whole one.
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? value
      : undefined

export const flag: Shape = (value) => (typeof value === 'boolean' ? value : undefined)

/** Text of a fixed form. */
export const form =
  (pattern: RegExp): Shape =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined

const text =
  (mask: (value: string) => string): Shape =>
  (value) =>
    typeof value === 'string' ? mask(value) : undefined

/** A business's own number: no two businesses have the same form. */
export const businessNumber = text(maskNumbers)
/** Free text about people and companies. */
export const prose = text(maskProse)

/** The id of a transaction with a card, as acquirers give it: letters, digits and hyphens, and no person's number. */
export const machineId: Shape = (value) =>
  typeof value === 'string' && MACHINE_ID.test(value) && isNobodys(value) ? value : undefined

const MACHINE_ID = /^(?=[A-Za-z-]{0,39}\d)[A-Za-z0-9-]{1,40}$/

// Behind a word, fourteen digits that pass the check of a CNPJ are one.
const isNobodys = (value: string): boolean => maskNumbers(`Tid ${value}`) === `Tid ${value}`

/** As src/vault/keyed-digest.ts writes it. */
export const digestOfNumber = form(/^[0-9a-f]{32}$/)
export const guid = form(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
/** UTC text, as src/providers/instant.ts writes it. */
export const utc = form(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,10})?Z$/)
