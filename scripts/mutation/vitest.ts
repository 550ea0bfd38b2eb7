/** Vitest as the pure tests see it while mutants are tried: it only collects them, and its `expect` is the real one. */
export { expect, vi } from 'vitest'

export interface Test {
  readonly name: string
  readonly run: () => unknown
}

let collected: Test[] = []
let within: readonly string[] = []

/** The tests that a file declares while it is loaded. */
export async function testsOf(load: () => Promise<unknown>): Promise<readonly Test[]> {
  collected = []
  await load()
  return collected
}

type Body<Row extends readonly unknown[]> = (...row: Row) => unknown

const add = (name: string, ...rest: readonly unknown[]): void => {
  collected.push({ name: [...within, name].join(' › '), run: bodyIn(rest) })
}
const nest = (name: string, ...rest: readonly unknown[]): void => {
  const outside = within
  within = [...within, name]
  bodyIn(rest)()
  within = outside
}

export const it = Object.assign(add, { each: eachBy(add) })
export const describe = Object.assign(nest, { each: eachBy(nest) })

/** What a file leaves behind is left to the end of the process. */
export const afterAll = (): void => undefined

function eachBy(declare: typeof add) {
  return (rows: readonly unknown[]) =>
    (name: string, ...rest: readonly unknown[]): void => {
      const areArrays = rows.every((row) => Array.isArray(row))
      for (const row of rows) declare(name, () => bodyIn(rest)(...(areArrays ? (row as unknown[]) : [row])))
    }
}

function bodyIn(rest: readonly unknown[]): Body<readonly unknown[]> {
  const body = rest.find((each) => typeof each === 'function')
  if (!body) throw new Error('A test without a body')
  return body as Body<readonly unknown[]>
}
