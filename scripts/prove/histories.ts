/**
 * Stories and histories as fast-check wants them: told by dice that its seed throws, and made shorter by leaving out what
 * is not needed to break an invariant.
 */
import fc from 'fast-check'
import { random } from '../random.ts'
import type { History, Send, Step } from './history.ts'
import { atTheEdge, transport } from './network.ts'
import { type Arrivals, arrivalOrders } from './rules.ts'
import { type Story, tell } from './story.ts'

/** One throw of the dice tells one story; a smaller one is no simpler. */
const throws = fc.noBias(fc.noShrink(fc.nat()))

/** A value that can shrink to a simpler one, and is never generated as that. */
const kept = <T, S>(value: T, simpler: S): fc.Arbitrary<T | S> =>
  fc.option(fc.constant(value), { nil: simpler, freq: 1_000_000_000 })

/** A list of which each item can be left out. */
const thinned = <T>(items: readonly T[], simpler: (item: T) => fc.Arbitrary<T> = fc.constant) =>
  fc
    .tuple(...items.map((item) => fc.option(simpler(item), { freq: 1_000_000_000 })))
    .map((some) => some.filter((item) => item !== null))

const simplerSend = (send: Send): fc.Arbitrary<Send> =>
  fc.record({
    event: fc.constant(send.event),
    spelling: kept(send.spelling, 0),
    failures: thinned(send.failures),
  })

function simplerStep(step: Step): fc.Arbitrary<Step> {
  const afterMs = kept(step.afterMs, 0)
  if (step.kind === 'send') {
    return fc.record({ kind: fc.constant(step.kind), afterMs, sends: thinned(step.sends, simplerSend) })
  }
  if (step.kind === 'several') {
    return fc.record({
      kind: fc.constant(step.kind),
      afterMs,
      sends: thinned(step.sends, simplerSend),
      isHeard: kept(step.isHeard, true),
      sandbox: kept(step.sandbox, null),
    })
  }
  if (step.kind !== 'alarm') return afterMs.map((ms) => ({ ...step, afterMs: ms }))
  return fc.record({
    kind: fc.constant(step.kind),
    afterMs,
    meanwhile: thinned(step.meanwhile, simplerSend),
    dies: kept(step.dies, null),
    repair: kept(step.repair, null),
  })
}

/** @param number tells it: the same one tells the same history, of an entity that no other has */
export function historyOf(number: number): History {
  const dice = random(number)
  return atTheEdge(random(number ^ EDGE_DICE), transport(dice, tell(dice, number)))
}

/** Dice of their own, so that what a number tells beside this is what it always told. */
const EDGE_DICE = 0x5eed

export const histories: fc.Arbitrary<History> = throws.map(historyOf).chain(({ story, punctual, steps }) =>
  fc.record({
    story: fc.constant(story),
    punctual: kept(punctual, true),
    steps: thinned(steps, simplerStep),
  }),
)

/** A history of forwarding, by its number; one of fewer steps is simpler. */
export const forwardings = fc.record({
  number: fc.noBias(fc.noShrink(fc.nat(10_000_000))),
  steps: fc.noBias(fc.integer({ min: 1, max: 60 })),
})

/** A story, and orders in which its events arrive. */
export const arrivals: fc.Arbitrary<{ readonly story: Story; readonly orders: readonly Arrivals[] }> = throws
  .map((number) => {
    const dice = random(number)
    const story = tell(dice, number)
    return { story, orders: arrivalOrders(dice, story) }
  })
  .chain(({ story, orders }) =>
    fc.record({ story: fc.constant(story), orders: thinned(orders, (order) => thinned(order)) }),
  )
