/**
 * The facts of an entity that an erasure keeps. Every fact that is not named is erased, so that a new fact is erased until
 * somebody decides otherwise. Pure.
 */
import type { Facts } from '../lifecycle/history.ts'
import { maskProse } from './personal.ts'

/** The facts of a provider that are kept. */
export interface Impersonal {
  /** Codes, amounts and times. */
  readonly values?: readonly string[]
  /**
   * Numbers by which orders and payments find each other, each with the key of it: both are kept if the number is really a
   * number and not another text.
   */
  readonly numbers: readonly (readonly [number: string, key: string])[]
}

/** The facts with NULL for each that is erased; a fact that was never given stays absent. */
export const impersonal = ({ values, numbers }: Impersonal, facts: Facts): Facts => {
  const staying = new Set(values)
  for (const [number, key] of numbers) if (isNumber(String(facts[number]))) staying.add(number).add(key)
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, staying.has(name) ? value : null]),
  )
}

const NUMBER =
  /^(?:(?:[a-z]{0,3}|pedido|venda|fatura|order|sale|invoice)[ #._/-]{0,2}\d[\d._/-]*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/**
 * Whether a text is a business's own number, such as `800-005-520`, `S-1002` or a GUID, and not as long as a person's
 * number.
 */
export const isNumber = (text: string): boolean => NUMBER.test(text) && maskProse(text) === text
