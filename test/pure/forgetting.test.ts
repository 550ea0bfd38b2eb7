/** What an entity forgets changes neither where it stands nor what counts of the rest, whichever event it is. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Kept } from '../../scripts/prove/ledger.ts'
import { over } from '../../src/lifecycle/facts.ts'
import { type Head, step } from '../../src/lifecycle/fold.ts'
import { type Forgettable, leastNeeded } from '../../src/lifecycle/forgetting.ts'
import { recount } from '../../src/lifecycle/recount.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { orderHistory, tidyOrderHistory } from '../tools/arbitrary-histories.ts'
import { live, orderEvent, type Sent, transactionEvent } from '../tools/lives.ts'

/** Forgets one event after the other, as an object does, until one is left. Each time the rest must stand as before. */
function expectNothingLost(
  { lifeCycle: cycle, notices }: Provider,
  events: readonly Sent[],
  moves: number,
): void {
  const life = live({ lifeCycle: cycle, notices }, events)
  let log: readonly Kept[] = life.log
  let base: Head | null = null
  while (log.length > 1) {
    const before = recount(cycle, log, base)
    const forgotten: Forgettable<Kept> = leastNeeded(cycle, base, log, life.head?.fingerprint, moves)
    const { event, heir } = forgotten
    const [first] = before.history.filter((each) => each.event.fingerprint !== life.head?.fingerprint)
    // What stands within a second of others is ordered by its chain, and the chain can read otherwise without the first.
    const isCrowded =
      cycle.clock === 'provider' &&
      event === first?.event &&
      log.some((one) => log.some((other) => one !== other && areNear(one, other)))
    if (heir === 'base') base = step(cycle, base, event).head
    const left: readonly Kept[] = log
      .filter((each) => each !== event)
      .map((each) => (each === heir ? { ...each, facts: over(each.facts, event) } : each))
    expect(left).toHaveLength(log.length - 1)
    log = left
    const after = recount(cycle, log, base)
    // What only a refused event said goes with it.
    const standing = ({ head, counts }: typeof after) => ({
      head: head && (heir === null ? { ...head, facts: {} } : head),
      counts: log.map(counts),
    })
    if (isCrowded && JSON.stringify(standing(after)) !== JSON.stringify(standing(before))) return
    expect(standing(after)).toEqual(standing(before))
    expect(before.counts(event)).toBe(heir !== null)
  }
}

const areNear = (one: Sent, other: Sent): boolean =>
  Math.abs(Date.parse(one.occurredAt ?? '') - Date.parse(other.occurredAt ?? '')) <= 1_001

const transactions = fc
  .array(fc.tuple(fc.constantFrom('1', '2', '3', '6', '7', '12', '99'), fc.nat(3)), {
    minLength: 1,
    maxLength: 10,
  })
  .map((said) => [
    ...new Map(
      said.map(([status, amountCents]) => [
        `${status}/${amountCents}`,
        transactionEvent(status, amountCents === 0 ? {} : { amountCents }),
      ]),
    ).values(),
  ])

describe('forgetting', () => {
  it.each([0, 2, 100])('leaves an order where it stands, with %i moves kept', (moves) => {
    fc.assert(
      fc.property(fc.oneof(orderHistory, tidyOrderHistory), (events) => {
        fc.pre(events.length > 0)
        expectNothingLost(amplia, events, moves)
      }),
      { numRuns: 500 },
    )
  })

  it.each([0, 2, 100])('leaves a transaction where it stands, with %i moves kept', (moves) => {
    fc.assert(
      fc.property(transactions, (events) => expectNothingLost(safe2pay, events, moves)),
      { numRuns: 500 },
    )
  })

  const created = orderEvent(null, 'WaitingValidation', '10:00:00')
  const validating = orderEvent('WaitingValidation', 'InValidation', '10:01:00')
  const again = orderEvent('WaitingValidation', 'InValidation', '10:01:30')
  const refused = orderEvent('Nowhere', 'WaitingValidation', '10:01:20')
  const confirming = orderEvent('InValidation', 'WaitingConfirmation', '10:02:00')

  it('begins with the oldest event that moved nothing', () => {
    const { log, head } = live(amplia, [created, validating, again, refused, confirming])
    expect(leastNeeded(amplia.lifeCycle, null, log, head?.fingerprint, 100)).toMatchObject({
      event: again,
      heir: validating,
    })
  })

  it('takes the first event of the history where too many have moved the status, and not before', () => {
    const { log, head } = live(amplia, [validating, again, confirming, created])
    expect(leastNeeded(amplia.lifeCycle, null, log, head?.fingerprint, 2)).toMatchObject({
      event: created,
      heir: 'base',
    })
    expect(leastNeeded(amplia.lifeCycle, null, log, head?.fingerprint, 3)).toMatchObject({
      event: again,
      heir: validating,
    })
  })

  it('passes over an event without which others near it would stand otherwise', () => {
    const back = orderEvent('WaitingConfirmation', 'WaitingValidation', '10:00:01.6')
    const begun = orderEvent(null, 'InValidation', '10:00:01.7')
    const same = orderEvent('InConfirmation', 'InConfirmation', '10:00:01.2')
    const { log, head } = live(amplia, [back, begun, same])
    const { event } = leastNeeded(amplia.lifeCycle, null, log, head?.fingerprint, 2)
    expect(event).toEqual(log.find(({ fingerprint }) => fingerprint === begun.fingerprint))
    const countsOf = (some: readonly Kept[]) =>
      recount(amplia.lifeCycle, some, null).history.map(({ event: each, relation }) => [
        each.status,
        relation,
      ])
    const left = countsOf(log.filter((each) => each !== event))
    expect(countsOf(log).filter(([status]) => status !== begun.status)).toEqual(left)
  })

  it.each([
    [7, 'one that moved nothing and leaves the others as they are'],
    [8, 'the first of the history'],
  ])('takes, behind %i without which the order would end otherwise, %s', (crowds) => {
    const places = Array.from({ length: crowds }, (_, place) => `10:0${place}`)
    // With its repetition the chain has two readings, so that the clock decides; without it, one, and that ends elsewhere.
    const repeated = places.map((at) => orderEvent('Nowhere', 'InValidation', `${at}:00.1`))
    const returned = places.map((at) => orderEvent('WaitingConfirmation', 'InValidation', `${at}:00.2`))
    const others = places.flatMap((at) => [
      orderEvent('InValidation', 'WaitingConfirmation', `${at}:00.5`),
      orderEvent('WaitingConfirmation', 'InValidation', `${at}:30`),
    ])
    const begun = orderEvent(null, 'InValidation', '09:00:00')
    const { log, head } = live(amplia, [begun, ...repeated, ...returned, ...others])
    const [first] = returned
    expect(leastNeeded(amplia.lifeCycle, null, log, head?.fingerprint, 100).event).toMatchObject(
      crowds < 8 ? { fingerprint: first?.fingerprint } : { fingerprint: begun.fingerprint },
    )
  })

  it('leaves those that are near the first that it keeps in the order of their chain', () => {
    const base = live(amplia, [orderEvent(null, 'InConfirmation', '09:00:00')]).head
    const back = orderEvent('InConfirmation', 'WaitingConfirmation', '10:00:00.5')
    const onAgain = orderEvent('WaitingConfirmation', 'InConfirmation', '10:00:00.2')
    const { log } = live(amplia, [back, onAgain])
    expect(recount(amplia.lifeCycle, log, base)).toMatchObject({
      head: { status: 'InConfirmation', gaps: 0 },
      refused: 0,
    })
  })

  it('never takes the latest effective event', () => {
    const { log } = live(amplia, [validating, refused])
    expect(leastNeeded(amplia.lifeCycle, null, log, validating.fingerprint, 0)).toMatchObject({
      event: refused,
      heir: null,
    })
  })
  it('takes no event where there is none but the latest, which stays', () => {
    const { log, head } = live(amplia, [created])
    expect(() => leastNeeded(amplia.lifeCycle, null, log, head?.fingerprint, 0)).toThrow(
      'The latest event of an entity has to stay',
    )
  })
})
