/** fast-check as the pure tests see it while mutants are tried: the same runs each time, at first a few, and no search for the smallest failure. */
import * as fc from 'fast-check'
import { pace } from './pace.ts'

export * from 'fast-check'

const FEW = 20
/** A mutant that survives one run survives the next: what is left can be looked at. */
const SEED = 20261126

export function assert<T>(
  property: fc.IAsyncProperty<T> | fc.IProperty<T>,
  { numRuns = 100, ...parameters }: fc.Parameters<T> = {},
): Promise<void> | void {
  const runs = pace.isThorough ? numRuns : Math.min(numRuns, FEW)
  return fc.assert(property as fc.IProperty<T>, {
    seed: SEED,
    endOnFailure: true,
    ...parameters,
    numRuns: runs,
  })
}
