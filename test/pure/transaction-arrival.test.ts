/** Whatever the order of arrival, a transaction whose statuses are a path in the table ends in the path's last one. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Head, isEffective, step } from '../../src/lifecycle/fold.ts'
import { recount } from '../../src/lifecycle/recount.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { arrivalOrder, transactionHistory, walk } from '../tools/arbitrary-histories.ts'
import { permutations, withDuplicates } from '../tools/arrival-orders.ts'
import { arrivalTime, live, transactionEvent, verdictsOf } from '../tools/lives.ts'

/** From payments that go well to refunds, disputes and boletos that are paid late. */
const PATHS = [
  '1 3',
  '1 2 3',
  '1 8',
  '1 8 3',
  '14 8 3 6',
  '1 18',
  '1 11 3',
  '1 11 2 3 6',
  '1 11 12 7',
  '1 7 3',
  '1 12 3',
  '1 12 7 3',
  '1 11 12 7 3 6',
  '14 3 6',
  '14 18',
  '14 8',
  '3 5 13',
  '3 5 13 15 6',
  '3 19 6',
  '1 3 19 6',
  '1 3 4 5 15 6',
  '1 2 3 4 5 13 15',
]

describe('every order of arrival, with duplicates', () => {
  it.each(PATHS)('ends the life %s in its last status', (path) => {
    const events = path.split(' ').map((status) => transactionEvent(status))
    const ends = new Set<string | undefined>()
    let orders = 0
    for (const order of permutations(events)) {
      const life = live(safe2pay, withDuplicates(order, orders))
      const duplicates = verdictsOf(life).filter((verdict) => verdict === 'duplicate').length
      if (duplicates !== events.length) throw new Error(`${duplicates} duplicates were told`)
      ends.add(life.head?.status)
      orders += 1
    }
    expect([...ends]).toEqual([path.split(' ').at(-1)])
    expect(orders).toBe(events.reduce((product, _, place) => product * (place + 1), 1))
  })
})

const arrivals = walk(safe2pay.lifeCycle).chain((path) =>
  fc.tuple(fc.constant(path), transactionHistory(path).chain(arrivalOrder)),
)

describe('any path in the table', () => {
  it('ends in its last status, shuffled, with duplicates and amendments', () => {
    fc.assert(
      fc.property(arrivals, ([path, deliveries]) => {
        expect(live(safe2pay, deliveries).head?.status).toBe(path.at(-1))
      }),
      { numRuns: 2000 },
    )
  })

  it('never moves back: what was once left is never the status again', () => {
    fc.assert(
      fc.property(arrivals, ([, deliveries]) => {
        const statuses = live(safe2pay, deliveries).answers.map(({ head }) => head?.status)
        const moves = statuses.filter((status, place) => status !== statuses[place - 1])
        expect(new Set(moves).size).toBe(moves.length)
      }),
      { numRuns: 500 },
    )
  })

  it('is judged event by event in the order of arrival, and turns nothing that was judged before', () => {
    fc.assert(
      fc.property(arrivals, ([, deliveries]) => {
        const life = live(safe2pay, deliveries)
        let head: Head | null = null
        for (const event of life.log) {
          const next: ReturnType<typeof step> = step(safe2pay.lifeCycle, head, event)
          expect(event.effective).toBe(isEffective(next.relation))
          head = next.head
        }
        expect(life.head).toEqual(head)
        expect(life.refused).toBe(life.log.filter(({ effective }) => !effective).length)
        expect(life.answers.flatMap(({ changed }) => changed)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

describe('a log counted anew', () => {
  it('gives the same status and the same refusals, also where the clock was set back', () => {
    const events = [transactionEvent(6), transactionEvent(3)]
    const life = live(safe2pay, events, (delivery) => arrivalTime(10 - delivery))
    expect(life).toMatchObject({ head: { status: '6' }, refused: 1 })
    expect(recount(safe2pay.lifeCycle, life.log)).toMatchObject({ head: life.head, refused: 1 })
  })
})
