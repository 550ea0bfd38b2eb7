/** Plays as many histories as asked; fast-check says which, and makes the first that fails as short as it can be. */
import fc from 'fast-check'
import type { D1 } from './d1.ts'
import type { EntityClass } from './entity.ts'
import { type Forwarded, forwardHistory } from './forward.ts'
import { arrivals, forwardings, histories } from './histories.ts'
import { describeHistory, type History } from './history.ts'
import { type Played, play } from './play.ts'
import { asHistory, judgeInEveryOrder } from './rules.ts'
import type { Violation } from './violation.ts'

export interface Tally {
  histories: number
  deliveries: number
  /** Histories whose end the story alone tells. */
  told: number
}

export interface Failure {
  readonly violation: Violation
  /** With which `--path` it is played again at once. */
  readonly path: string
  readonly shortest: readonly History[]
}

export interface Runs {
  readonly seed: number
  readonly numRuns: number
  /** Of an earlier failure. */
  readonly path?: string
  /** Leaves the first failure as it is: for whoever only asks which it is. */
  readonly endOnFailure?: boolean
}

/** Plays whole histories on an object; null where every invariant held. */
export const playMany = (entity: EntityClass, d1: D1, runs: Runs, tally: Tally): Promise<Failure | null> =>
  firstBroken(
    histories,
    counting(tally, (history) => play(entity, history, d1)),
    (history) => [history],
    runs,
  )

/** Judges stories in several orders of arrival, by the rules alone. */
export const judgeMany = (runs: Runs, tally: Tally): Promise<Failure | null> =>
  firstBroken(
    arrivals,
    counting(tally, ({ story, orders }) => judgeInEveryOrder(story, orders)),
    ({ story, orders }) => orders.map((order) => asHistory(story, order)),
    runs,
  )

const counting =
  <T>(tally: Tally, run: (value: T) => Promise<Played>) =>
  async (value: T): Promise<Violation | null> => {
    const { violation, deliveries, told } = await run(value)
    tally.histories += 1
    tally.deliveries += deliveries
    tally.told += told ? 1 : 0
    return violation
  }

/** Forwarding in many histories; null where every promise held. */
export const forwardMany = (d1: D1, runs: Runs, counts: Forwarded): Promise<Failure | null> =>
  firstBroken(
    forwardings,
    ({ number, steps }) => forwardHistory(d1, number, steps, counts),
    () => [],
    runs,
  )

async function firstBroken<T>(
  arbitrary: fc.Arbitrary<T>,
  run: (value: T) => Promise<Violation | null>,
  shown: (value: T) => readonly History[],
  runs: Runs,
): Promise<Failure | null> {
  let violation: Violation | undefined
  const property = fc.asyncProperty(arbitrary, async (value) => {
    const found = await run(value)
    // A shorter one that breaks something else would be an example of something else.
    if (!found || (violation && violation.invariant !== found.invariant)) return true
    violation = found
    return false
  })
  const { counterexample, counterexamplePath } = await fc.check(property, runs)
  if (!counterexample || !violation) return null
  return { violation, path: counterexamplePath ?? '', shortest: shown(counterexample[0]) }
}

/** A failure for a person. */
export const describeFailure = ({ violation, shortest }: Failure): string =>
  `${shortest.map(describeHistory).join('\n')}\n\n${violation.message}`
