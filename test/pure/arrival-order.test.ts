/** Whatever the order of arrival, an order of Amplia Reg ends in the same head, the same history, the same gaps. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { over } from '../../src/lifecycle/facts.ts'
import { fold, isEffective, type Placed } from '../../src/lifecycle/fold.ts'
import type { HistoryEvent } from '../../src/lifecycle/history.ts'
import { inHistoricalOrder } from '../../src/lifecycle/order.ts'
import type { Verdict } from '../../src/lifecycle/verdict.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { readAmplia } from '../../src/providers/amplia/read.ts'
import {
  orderHistory,
  tidyOrderHistory,
  twoArrivalOrders,
  withoutNeighbours,
} from '../tools/arbitrary-histories.ts'
import { permutations, withDuplicates } from '../tools/arrival-orders.ts'
import { live, orderEvent, outcomeOf, type Sent, verdictsOf } from '../tools/lives.ts'
import { payload } from '../tools/payloads.ts'

const documented = (...names: readonly string[]): readonly Sent[] =>
  names.map((name) => {
    const reading = readAmplia(JSON.parse(payload('amplia', name)), name)
    if (reading.kind !== 'event') throw new Error(`The documented body is ${reading.kind}`)
    return reading.event
  })

/** Fingerprints of what a folded history counts. */
const countedIn = (placed: readonly Placed<HistoryEvent>[]): ReadonlySet<string> =>
  new Set(placed.flatMap(({ event, relation }) => (isEffective(relation) ? [event.fingerprint] : [])))

const chain = [
  '1-created-waiting-validation',
  '2-in-validation',
  '3-waiting-confirmation',
  '4-in-confirmation',
  '5-approved-waiting-issue',
]

const LIVES = [
  {
    life: 'the documented order that was canceled',
    events: documented(...chain, '9-canceled'),
    status: 'Canceled',
    gaps: 0,
    refused: 0,
  },
  {
    life: 'the documented order of which only issue and revocation are known',
    events: documented('6-issued', '7-revoked'),
    status: 'Revoked',
    gaps: 1,
    refused: 0,
  },
  {
    life: 'the documented order that was declined, its creation lost',
    events: documented(...chain.slice(1, 4), '8-declined'),
    status: 'Declined',
    gaps: 1,
    refused: 0,
  },
  {
    life: 'the whole documented chain from creation to revocation',
    events: documented(...chain, '6-issued', '7-revoked'),
    status: 'Revoked',
    gaps: 0,
    refused: 0,
  },
  {
    life: 'an order sent back twice',
    events: [
      orderEvent(null, 'WaitingValidation', '10:00:00'),
      orderEvent('WaitingValidation', 'InValidation', '10:01:00'),
      orderEvent('InValidation', 'WaitingValidation', '10:02:00'),
      orderEvent('WaitingValidation', 'InValidation', '10:03:00'),
      orderEvent('InValidation', 'WaitingConfirmation', '10:04:00'),
      orderEvent('WaitingConfirmation', 'InValidation', '10:05:00'),
      orderEvent('InValidation', 'WaitingIssue', '10:06:00'),
    ],
    status: 'WaitingIssue',
    gaps: 0,
    refused: 0,
  },
  {
    life: 'an order through a status that the table lacks',
    events: [
      orderEvent(null, 'WaitingValidation', '10:00:00'),
      orderEvent('WaitingValidation', 'InValidation', '10:01:00'),
      orderEvent('InValidation', 'WaitingResources', '10:02:00'),
      orderEvent('WaitingResources', 'WaitingConfirmation', '10:03:00'),
      orderEvent('WaitingConfirmation', 'InConfirmation', '10:04:00'),
      orderEvent('InConfirmation', 'Declined', '10:05:00'),
    ],
    status: 'Declined',
    gaps: 0,
    refused: 0,
  },
  {
    life: 'an order whose events share two instants',
    events: [
      orderEvent(null, 'WaitingValidation', '10:00:00.000001'),
      orderEvent('WaitingValidation', 'InValidation', '10:00:00.000001'),
      orderEvent('InValidation', 'WaitingConfirmation', '10:00:00.000001'),
      orderEvent('WaitingConfirmation', 'InConfirmation', '10:00:00.000002'),
      orderEvent('InConfirmation', 'WaitingIssue', '10:00:00.000002'),
      orderEvent('WaitingIssue', 'Issued', '10:00:00.000002'),
    ],
    status: 'Issued',
    gaps: 0,
    refused: 0,
  },
  {
    life: 'an order with a gap, a rework that nothing attests, and a cancellation that was undone',
    events: [
      orderEvent(null, 'WaitingValidation', '10:00:00'),
      orderEvent('InValidation', 'WaitingConfirmation', '10:01:00'),
      orderEvent('InConfirmation', 'WaitingValidation', '10:02:00'),
      orderEvent('WaitingConfirmation', 'InConfirmation', '10:03:00'),
      orderEvent('InConfirmation', 'Canceled', '10:04:00'),
      orderEvent('Canceled', 'WaitingIssue', '10:05:00'),
    ],
    status: 'WaitingIssue',
    gaps: 1,
    refused: 1,
  },
]

describe('every order of arrival, with duplicates', () => {
  it.each(LIVES)('gives one head and one history to $life', ({ events, status, gaps, refused }) => {
    const outcomes = new Set<string>()
    let orders = 0
    for (const order of permutations(events)) {
      const life = live(amplia, withDuplicates(order, orders))
      const duplicates = verdictsOf(life).filter((verdict) => verdict === 'duplicate').length
      if (duplicates !== events.length) throw new Error(`${duplicates} duplicates were told`)
      outcomes.add(outcomeOf(life))
      orders += 1
    }
    const { head, ...rest } = live(amplia, events)
    expect({ status: head?.status, gaps: head?.gaps, refused: rest.refused }).toEqual({
      status,
      gaps,
      refused,
    })
    expect([...outcomes]).toEqual([outcomeOf({ head, ...rest })])
    expect(orders).toBe(events.reduce((product, _, place) => product * (place + 1), 1))
  })
})

const REFUSALS: readonly Verdict[] = ['duplicate', 'regression', 'conflict', 'unknown']

/** Each delivery with its verdict and the heads before and after it. */
const steps = (deliveries: readonly Sent[]) =>
  live(amplia, deliveries).answers.map(({ verdict, head }, place, answers) => ({
    verdict,
    head,
    before: answers[place - 1]?.head ?? null,
    sent: deliveries[place],
  }))

describe.each([
  ['any history', orderHistory],
  ['a history whose events mostly follow each other', tidyOrderHistory],
])('%s', (_, history) => {
  it('ends alike in any two orders of arrival', () => {
    fc.assert(
      fc.property(twoArrivalOrders(history), ([one, other]) => {
        expect(outcomeOf(live(amplia, one))).toBe(outcomeOf(live(amplia, other)))
      }),
      { numRuns: 2000 },
    )
  })

  it('is judged event by event as it is folded whole', () => {
    fc.assert(
      fc.property(twoArrivalOrders(history), ([deliveries]) => {
        const life = live(amplia, deliveries)
        const { head, placed } = fold(amplia.lifeCycle, inHistoricalOrder(life.log).history)
        const counting = countedIn(placed)
        const counted = life.log.map(({ fingerprint }) => counting.has(fingerprint))
        expect(life.head).toEqual(head)
        expect(life.log.map(({ effective }) => effective)).toEqual(counted)
        expect(life.refused).toBe(counted.filter((effective) => !effective).length)
      }),
      { numRuns: 800 },
    )
  })

  it('answers applied just when the status moves, and never moves it when it refuses', () => {
    fc.assert(
      fc.property(twoArrivalOrders(history), ([deliveries]) => {
        for (const { verdict, head, before, sent } of steps(deliveries)) {
          expect(verdict === 'applied').toBe(before?.status !== head?.status)
          if (verdict === 'amended') expect(head?.fingerprint).toBe(sent?.fingerprint)
          if (REFUSALS.includes(verdict)) expect(head?.status).toBe(before?.status)
        }
      }),
      { numRuns: 800 },
    )
  })

  it('fills in what nobody has said and leaves all else of the head alone when it refuses, and amends the status that the head has', () => {
    fc.assert(
      fc.property(twoArrivalOrders(withoutNeighbours(history)), ([deliveries]) => {
        for (const { verdict, head, before, sent } of steps(deliveries)) {
          if (REFUSALS.includes(verdict)) {
            expect(head && { ...head, facts: {} }).toEqual(before && { ...before, facts: {} })
            const known = Object.keys(over(before?.facts ?? {}, sent ?? { facts: {} }))
            if (head) expect(Object.keys(head.facts).toSorted()).toEqual(known.toSorted())
          }
          if (verdict === 'amended')
            expect(head).toMatchObject({ status: sent?.status, fingerprint: sent?.fingerprint })
        }
      }),
      { numRuns: 800 },
    )
  })

  it('keeps the verdicts that were answered, and names just the events that a new one turned', () => {
    fc.assert(
      fc.property(twoArrivalOrders(history), ([deliveries]) => {
        for (const [count] of deliveries.entries()) {
          const before = live(amplia, deliveries.slice(0, count))
          const after = live(amplia, deliveries.slice(0, count + 1))
          const counting = countedIn(fold(amplia.lifeCycle, inHistoricalOrder(after.log).history).placed)
          const turned = before.log
            .map(({ fingerprint, effective: was }) => {
              const effective = counting.has(fingerprint)
              return { fingerprint, effective, was }
            })
            .filter(({ effective, was }) => effective !== was)
            .map(({ fingerprint, effective }) => ({ fingerprint, effective }))
          expect(after.answers.at(-1)?.changed).toEqual(turned)
          expect(after.log.slice(0, before.log.length).map(({ verdict }) => verdict)).toEqual(
            before.log.map(({ verdict }) => verdict),
          )
        }
      }),
      { numRuns: 300 },
    )
  })
})
