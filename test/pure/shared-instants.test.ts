/** Events of one instant stand in the order in which they name each other, and then by fingerprint. */
import { describe, expect, it } from 'vitest'
import { comparable, isNear, position } from '../../src/lifecycle/history.ts'
import { lifeCycle } from '../../src/lifecycle/life-cycle.ts'
import { inHistoricalOrder } from '../../src/lifecycle/order.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { permutations } from '../tools/arrival-orders.ts'
import { arrivalTime, lastAnswer, live, orderEvent, type Sent } from '../tools/lives.ts'

/** The statuses in the order of the history; throws unless it is the same from every order of arrival. */
function ordered(...events: readonly Sent[]): readonly string[] {
  const received = events.map((event, delivery) => ({ ...event, receivedAt: arrivalTime(delivery) }))
  const histories = [...permutations(received)].map((order) =>
    inHistoricalOrder(order).history.map(({ status }) => status),
  )
  const [history = []] = histories
  expect(new Set(histories.map(String)).size).toBe(1)
  return history
}

describe('two clocks can be apart', () => {
  it.each([
    ['10:00:07', '10:00:07', true],
    ['10:00:07', '10:00:07.999999', true],
    ['10:00:07.5', '10:00:08.5', true],
    ['10:00:07.5', '10:00:08.500000001', false],
    ['10:00:07.5', '10:00:09.4', false],
    // The second is told by its text within a minute, and by a date from one to the next.
    ['10:00:59.5', '10:01:00.5', true],
    ['10:00:59.5', '10:01:00.500001', false],
    ['10:00:59.5', '10:01:59.4', false],
    ['10:00:59.5', '11:00:59.5', false],
    ['10:59:59.9', '11:00:00', true],
  ])('of events at %s and %s: %s', (before, at, near) => {
    const [one, other] = [before, at].map((time) => comparable(`2025-03-18T${time}Z`))
    expect(isNear(one ?? '', other ?? '')).toBe(near)
  })
})

describe('a place in the history', () => {
  it.each([
    ['2025-03-18T15:27:28Z', '2025-03-18T15:27:28.000000000Z'],
    ['2025-03-18T15:27:28.3Z', '2025-03-18T15:27:28.300000000Z'],
    ['2025-03-18T15:27:28.358558Z', '2025-03-18T15:27:28.358558000Z'],
    ['2025-03-18T15:27:28.123456789Z', '2025-03-18T15:27:28.123456789Z'],
    ['2025-03-18T15:27:28.1234567890Z', '2025-03-18T15:27:28.123456789Z'],
    ['2025-03-18T15:27:28.1234567891Z', '2025-03-18T15:27:28.123456789Z1'],
    ['2025-03-18T15:27:28.1234567890100Z', '2025-03-18T15:27:28.123456789Z01'],
  ])('is %s with all nine digits', (utc, text) => {
    expect(comparable(utc)).toBe(text)
  })

  it('is the time of arrival where the sender gave none', () => {
    expect(position({ occurredAt: null, receivedAt: '2025-03-20T00:00:00.123Z' })).toBe(
      '2025-03-20T00:00:00.123000000Z',
    )
  })

  it('orders texts of different length by time, where their letters would not', () => {
    expect(
      ordered(
        orderEvent(null, 'third', '10:00:00.000001'),
        orderEvent(null, 'first', '10:00:00'),
        orderEvent(null, 'fourth', '10:00:00.1'),
        orderEvent(null, 'second', '10:00:00.000000001'),
      ),
    ).toEqual(['first', 'second', 'third', 'fourth'])
  })

  it('orders one that comes again in the same status before what leaves it, all of one instant', () => {
    expect(
      ordered(
        orderEvent('WaitingValidation', 'InValidation', '10:00:00'),
        orderEvent('WaitingValidation', 'WaitingValidation', '10:00:00'),
        orderEvent(null, 'WaitingValidation', '10:00:00'),
      ),
    ).toEqual(['WaitingValidation', 'WaitingValidation', 'InValidation'])
  })

  it('orders it so among more than are read by their chain, whatever their names are', () => {
    const others = ['1', '2', '3', '4', '5', '6', '7'].map((name) =>
      orderEvent(`X${name}`, `Y${name}`, '10:00:00'),
    )
    const events = [...others, orderEvent('C', 'B', '10:00:00'), orderEvent('C', 'C', '10:00:00')]
    const received = events.map((event) => ({ ...event, receivedAt: arrivalTime(0) }))
    const statuses = inHistoricalOrder(received).history.map(({ status }) => status)
    expect(statuses.filter((status) => !status.startsWith('Y'))).toEqual(['C', 'B'])
  })

  it('orders events that share a millisecond but not a microsecond', () => {
    expect(
      ordered(
        orderEvent('InValidation', 'WaitingConfirmation', '10:00:00.358559'),
        orderEvent('WaitingValidation', 'InValidation', '10:00:00.358558'),
        orderEvent(null, 'WaitingValidation', '10:00:00.358'),
      ),
    ).toEqual(['WaitingValidation', 'InValidation', 'WaitingConfirmation'])
  })
})

describe('one instant', () => {
  it('puts an event after the one that it names as its predecessor', () => {
    expect(ordered(orderEvent('Z', 'A', '10:00:00'), orderEvent('Y', 'Z', '10:00:00'))).toEqual(['Z', 'A'])
  })

  it('puts three after each other, where the fingerprints say the reverse', () => {
    expect(
      ordered(
        orderEvent('M', 'A', '10:00:00'),
        orderEvent('Z', 'M', '10:00:00'),
        orderEvent('ZZ', 'Z', '10:00:00'),
      ),
    ).toEqual(['Z', 'M', 'A'])
  })

  it('puts two that have nothing to do with each other by fingerprint', () => {
    expect(ordered(orderEvent('Q', 'A', '10:00:00'), orderEvent('P', 'B', '10:00:00'))).toEqual(['B', 'A'])
  })

  it('puts one that has nothing to do with a chain where its fingerprint says, and leaves the chain whole', () => {
    expect(
      ordered(
        orderEvent('M', 'A', '10:00:00'),
        orderEvent('Z', 'M', '10:00:00'),
        orderEvent('N', 'B', '10:00:00'),
      ),
    ).toEqual(['B', 'M', 'A'])
  })

  it('finds an order for a circle too, and for an event that names its own status', () => {
    expect(ordered(orderEvent('B', 'A', '10:00:00'), orderEvent('A', 'B', '10:00:00'))).toEqual(['B', 'A'])
    expect(ordered(orderEvent('B', 'B', '10:00:00'), orderEvent('B', 'A', '10:00:00'))).toEqual(['B', 'A'])
  })

  it('leaves what happened at another instant out of it', () => {
    expect(ordered(orderEvent('Z', 'A', '10:00:00'), orderEvent(null, 'Z', '10:00:01.000001'))).toEqual([
      'A',
      'Z',
    ])
  })

  it('takes one instant written with more zeros for the same', () => {
    expect(ordered(orderEvent('Z', 'A', '10:00:00.5'), orderEvent('Y', 'Z', '10:00:00.500'))).toEqual([
      'Z',
      'A',
    ])
  })

  it('counts a whole life within it, without a gap, in whatever order it arrives', () => {
    const events = [
      orderEvent(null, 'WaitingValidation', '10:00:00.358558'),
      orderEvent('WaitingValidation', 'InValidation', '10:00:00.358558'),
      orderEvent('InValidation', 'Declined', '10:00:00.358558'),
    ]
    for (const order of permutations(events)) {
      expect(live(amplia, order)).toMatchObject({ head: { status: 'Declined', gaps: 0 }, refused: 0 })
    }
  })

  const closing = lifeCycle({
    version: 'closing-1',
    clock: 'provider',
    chained: true,
    statuses: { Closed: { meaning: 'given up' }, Paid: { meaning: 'paid after all' } },
    moves: { Closed: { late: ['Paid'] }, Paid: { rework: ['Closed'] } },
  })

  it.each([
    ['on and back', amplia.lifeCycle, 'InValidation', 'WaitingConfirmation'],
    ['back and on', amplia.lifeCycle, 'InValidation', 'WaitingValidation'],
    ['from a status that the table lacks and back', amplia.lifeCycle, 'Another', 'InValidation'],
    ['on against expectation and back', closing, 'Closed', 'Paid'],
  ])(
    'adds a step to the history that another event of it takes back at once: %s',
    (_, cycle, here, there) => {
      const stands = orderEvent(null, here, '10:00:00')
      const takenBack = orderEvent(there, here, '10:00:00')
      const step = orderEvent(here, there, '10:00:00')
      const life = live({ lifeCycle: cycle, notices: () => [] }, [stands, takenBack, step])
      expect(lastAnswer(life).verdict).toBe('stale')
      expect(life).toMatchObject({ head: { status: here, gaps: 0 }, refused: 0 })
    },
  )
})

describe('many events of one instant', () => {
  /** How often a status is looked at to put a chain into its order, whose fingerprints say nothing of it. */
  function looksAt(count: number): number {
    let looks = 0
    const name = (place: number): string => `S${(place * 37) % count}`
    const chain = Array.from({ length: count }, (_, place) => {
      const event = orderEvent(place === 0 ? null : name(place - 1), name(place), '10:00:00')
      const { status, previousStatus } = event
      return {
        ...event,
        fingerprint: name((place * 61) % count),
        receivedAt: arrivalTime(0),
        get status() {
          looks += 1
          return status
        },
        get previousStatus() {
          looks += 1
          return previousStatus
        },
      }
    })
    expect(inHistoricalOrder(chain).history.map(({ status }) => status)).toEqual(
      chain.map(({ status }) => status),
    )
    return looks
  }

  it('take four times the work for twice as many, and not eight times', () => {
    expect(looksAt(401) / looksAt(199)).toBeLessThan(5)
  })
})
