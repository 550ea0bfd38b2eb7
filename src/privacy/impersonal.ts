/**
 * What an erasure leaves of the facts of an entity. Whatever is not named here goes, so that a new fact is erased until
 * somebody decides otherwise. Pure.
 */
import type { Facts } from '../lifecycle/history.ts'
import { maskProse } from './personal.ts'

/** The facts of a provider that stay. */
export interface Impersonal {
  /** Codes, amounts and times. */
  readonly values: readonly string[]
  /**
   * Numbers by which orders and payments find each other, each with the key of it: both stay where the number is one
   * and no other text.
   */
  readonly numbers: readonly (readonly [number: string, key: string])[]
}

/** The facts with NULL for each that is erased; what was not said stays not said. */
export const impersonal = ({ values, numbers }: Impersonal, facts: Facts): Facts => {
  const staying = new Set([
    ...values,
    ...numbers.filter(([number]) => isNumber(String(facts[number]))).flat(),
  ])
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, staying.has(name) ? value : null]),
  )
}

const NUMBER =
  /^(?:(?:[a-z]{0,3}|pedido|venda|fatura|order|sale|invoice)[ #._/-]{0,2}\d[\d._/-]*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** Whether a text is a business's own number, such as `800-005-520`, `S-1002` or a GUID, and not of a person's length. */
export const isNumber = (text: string): boolean => NUMBER.test(text) && maskProse(text) === text
