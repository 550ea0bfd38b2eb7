/** Many histories from one seed: each by its own dice, so that any one of them can be played alone. */
import { random } from '../random.ts'
import type { D1 } from './d1.ts'
import type { EntityClass } from './entity.ts'
import type { History } from './history.ts'
import { transport } from './network.ts'
import { play } from './play.ts'
import { type Arrivals, arrivalOrders, asHistory, judgeInEveryOrder } from './rules.ts'
import { shrink } from './shrink.ts'
import { type Story, tell } from './story.ts'
import type { Violation } from './violation.ts'

export interface Tally {
  histories: number
  deliveries: number
  /** Histories whose end the story alone tells. */
  told: number
}

export interface Failure {
  readonly number: number
  readonly violation: Violation
  readonly shortest: History
}

/** The story of one history; the dice go on to what the world does to it. */
function begin(seed: number, number: number): { story: Story; dice: ReturnType<typeof random> } {
  const dice = random(Math.imul(seed, 0x9e3779b1) ^ number)
  return { story: tell(dice, number), dice }
}

export function historyOf(seed: number, number: number): History {
  const { story, dice } = begin(seed, number)
  return transport(dice, story)
}

/** Plays whole histories on the real object, from the first number to the last; stops at the first that fails. */
export async function playMany(
  entity: EntityClass,
  d1: D1,
  seed: number,
  numbers: Iterable<number>,
  tally: Tally,
): Promise<Failure | null> {
  for (const number of numbers) {
    const history = historyOf(seed, number)
    const { violation, deliveries, told } = await play(entity, history, d1)
    count(tally, deliveries, told)
    if (!violation) continue
    const shortest = await shrink(
      history,
      async (shorter) => (await play(entity, shorter, d1)).violation?.invariant === violation.invariant,
    )
    const shown = (await play(entity, shortest, d1)).violation ?? violation
    return { number, violation: shown, shortest }
  }
  return null
}

/** Judges stories in several orders of arrival, by the rules alone. */
export async function judgeMany(
  seed: number,
  numbers: Iterable<number>,
  tally: Tally,
): Promise<Failure | null> {
  for (const number of numbers) {
    const { story, dice } = begin(seed, number)
    const orders = arrivalOrders(dice, story)
    const { violation, deliveries, told } = await judgeInEveryOrder(story, orders)
    count(tally, deliveries, told)
    if (violation) return { number, violation, shortest: await shortestOrder(story, orders, violation) }
  }
  return null
}

/** The first order that fails by itself, shrunk; or else the first, beside which another one ends otherwise. */
async function shortestOrder(
  story: Story,
  orders: readonly Arrivals[],
  violation: Violation,
): Promise<History> {
  const breaks = async (history: History): Promise<boolean> => {
    const arrivals = history.steps.flatMap((step) =>
      step.kind === 'send' ? step.sends.map(({ event }) => event) : [],
    )
    const inOrder = [...new Set(arrivals)].sort((a, b) => a - b)
    const found = (await judgeInEveryOrder(story, [arrivals, inOrder])).violation
    return found?.invariant === violation.invariant
  }
  for (const arrivals of orders) {
    const history = asHistory(story, arrivals)
    if (await breaks(history)) return shrink(history, breaks)
  }
  return asHistory(story, orders[0] ?? [])
}

function count(tally: Tally, deliveries: number, told: boolean): void {
  tally.histories += 1
  tally.deliveries += deliveries
  tally.told += told ? 1 : 0
}
