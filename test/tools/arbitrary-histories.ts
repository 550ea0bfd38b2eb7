/** Random histories, for properties. They use few statuses and instants, so that the hard cases of the rules are frequent. */
import * as fc from 'fast-check'
import { ORDER_ENDS, ORDER_LADDER, UNDOCUMENTED_ORDER_STATUS } from '../../scripts/prove/documented.ts'
import type { LifeCycleTable } from '../../src/lifecycle/life-cycle.ts'
import { orderEvent, type Sent, transactionEvent } from './lives.ts'

/** The statuses of the table, one that the product gained later, and two that are also properties of every plain object. */
const ORDER_STATUSES = [...ORDER_LADDER, ...ORDER_ENDS, UNDOCUMENTED_ORDER_STATUS, 'constructor', '__proto__']

/** Several are one microsecond apart, in the same millisecond. */
const INSTANTS = [
  '10:00:00',
  '10:00:00.358',
  '10:00:00.358001',
  '10:00:00.358002',
  '10:00:01.000001',
  '10:00:02',
  '10:00:05',
]

const instants = fc.subarray(INSTANTS, { minLength: 1 })
const statuses = fc.shuffledSubarray(ORDER_STATUSES, { minLength: 2, maxLength: 5 })

const facts = fc.record(
  {
    orderNumber: fc.constantFrom('800-005-520', '800-005-521'),
    validationAgentName: fc.constantFrom('Fulano', 'Beltrano'),
  },
  { requiredKeys: [] },
)

/** Distinct events of one order, with any predecessors, many of them in the same instant. */
export const orderHistory: fc.Arbitrary<readonly Sent[]> = fc
  .tuple(statuses, instants)
  .chain(([names, times]) =>
    fc.uniqueArray(
      fc
        .tuple(fc.constantFrom(null, ...names), fc.constantFrom(...names), fc.constantFrom(...times), facts)
        .map(([previous, status, at, said]) => orderEvent(previous, status, at, said)),
      { minLength: 1, maxLength: 8, selector: ({ fingerprint }) => fingerprint },
    ),
  )

/** The same, from a sender that nearly always names the true previous status, so that most events are effective. */
export const tidyOrderHistory: fc.Arbitrary<readonly Sent[]> = fc
  .tuple(statuses, fc.array(fc.tuple(fc.nat(99), fc.nat(INSTANTS.length - 1), fc.nat(9)), { maxLength: 8 }))
  .map(([names, choices]) => {
    const history = new Map<string, Sent>()
    const times = choices.map(([, instant]) => INSTANTS[instant] ?? '10:00:00').sort()
    let previous: string | null = null
    for (const [place, [choice, , slip]] of choices.entries()) {
      const status: string = names[choice % names.length] ?? 'Canceled'
      const event = orderEvent(slip === 0 ? (names[0] ?? null) : previous, status, times[place] ?? '10:00:00')
      history.set(event.fingerprint, event)
      previous = status
    }
    return [...history.values()]
  })

/** The same histories, with more than a second between any two events: then the clock alone orders them. */
export const withoutNeighbours = (history: fc.Arbitrary<readonly Sent[]>): fc.Arbitrary<readonly Sent[]> =>
  history.map((events) => {
    const apart: Sent[] = []
    for (const event of events) {
      if (apart.every((other) => Math.abs(msOf(event) - msOf(other)) > 1_001)) apart.push(event)
    }
    return apart
  })

const msOf = ({ occurredAt }: Sent): number => Date.parse(occurredAt ?? '')

/** A history in two orders of arrival, each with duplicates. */
export const twoArrivalOrders = (
  history: fc.Arbitrary<readonly Sent[]>,
): fc.Arbitrary<readonly [readonly Sent[], readonly Sent[]]> =>
  history.chain((events) => fc.tuple(arrivalOrder(events), arrivalOrder(events)))

/** These events in any order, some of them twice. */
export const arrivalOrder = (events: readonly Sent[]): fc.Arbitrary<readonly Sent[]> =>
  fc.subarray([...events]).chain((again) => {
    const deliveries = [...events, ...again]
    return fc.shuffledSubarray(deliveries, { minLength: deliveries.length })
  })

/** The statuses of a walk along a table's forward and late moves, from any status. */
export function walk(table: LifeCycleTable): fc.Arbitrary<readonly string[]> {
  const starts = Object.keys(table.statuses)
  return fc
    .tuple(fc.constantFrom(...starts), fc.array(fc.nat(99), { maxLength: 10 }))
    .map(([start, choices]) => {
      const path = [start]
      for (const choice of choices) {
        const { forward = [], late = [] } = table.moves[path.at(-1) ?? ''] ?? {}
        const ways = [...forward, ...late]
        const next = ways[choice % ways.length]
        if (next === undefined) break
        path.push(next)
      }
      return path
    })
}

/** The events of a path through the table of transactions, some statuses repeated with another amount. */
export const transactionHistory = (path: readonly string[]): fc.Arbitrary<readonly Sent[]> =>
  fc
    .subarray([...path])
    .map((again) => [
      ...path.map((status) => transactionEvent(status)),
      ...again.map((status) => transactionEvent(status, { amountCents: 150 })),
    ])
