/** Where the sender's clocks run apart, say nothing or cannot be, the chain of previous statuses decides. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ORDER_LADDER } from '../../scripts/prove/documented.ts'
import { clockOf } from '../../src/lifecycle/history.ts'
import { inHistoricalOrder } from '../../src/lifecycle/order.ts'
import * as LIMITS from '../../src/limits.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { permutations } from '../tools/arrival-orders.ts'
import { arrivalTime, lastAnswer, live, orderEvent, outcomeOf, type Sent } from '../tools/lives.ts'

const CHAIN = ORDER_LADDER.slice(0, -1)

/** An event of a chain at some milliseconds after ten. */
const at = (previous: string | null, status: string, ms: number): Sent =>
  orderEvent(previous, status, new Date(Date.UTC(2025, 2, 18, 10) + ms).toISOString().slice(11, -1))

/** The first events of a life, each with its clock's time in milliseconds. */
const chain = (...times: readonly number[]): readonly Sent[] =>
  times.map((ms, place) => at(CHAIN[place - 1] ?? null, CHAIN[place] ?? '', ms))

/** The statuses in the order of the history, of events that arrive one after the other where they do not say when. */
const statusesOf = (events: readonly (Sent & { readonly receivedAt?: string })[], before?: string | null) =>
  inHistoricalOrder(
    events.map((event, delivery) => ({ receivedAt: arrivalTime(delivery), ...event })),
    before,
  ).history.map(({ status }) => status)

/** The same of events that arrive at once, which must be one for every order of arrival. */
function orderOf(...events: readonly Sent[]): readonly string[] {
  const at = arrivalTime(0)
  const orders = new Set<string>()
  for (const arrivals of permutations(events))
    orders.add(statusesOf(arrivals.map((event) => ({ ...event, receivedAt: at }))).join(' '))
  expect(orders.size).toBe(1)
  return [...orders].join().split(' ')
}

/** What becomes of events in every order of arrival, which must be one thing. */
function lifeOf(...events: readonly Sent[]) {
  expect(new Set([...permutations(events)].map((order) => outcomeOf(live(amplia, order)))).size).toBe(1)
  return live(amplia, events)
}

const undated = (previous: string | null, status: string, name = ''): Sent => ({
  ...orderEvent(previous, status, '00:00:00'),
  fingerprint: JSON.stringify([previous, status, name]),
  occurredAt: null,
})

describe('events within a second of each other', () => {
  it.each([
    ['two servers, the second one behind', [0, 900, 100]],
    ['all of one millisecond', [0, 0, 0, 0, 0, 0]],
    ['backwards, a second in all', [1000, 800, 600, 400, 200, 0]],
    ['a second apart, exactly', [1000, 0]],
    ['one in the middle of those that are right', [0, 5_000, 4_100, 9_000]],
  ])('stand in the order of their chain: %s', (_, times) => {
    const events = chain(...times)
    expect(orderOf(...events)).toEqual(CHAIN.slice(0, times.length))
    const life = lifeOf(...events)
    expect(life).toMatchObject({
      head: { status: CHAIN[times.length - 1], gaps: 0 },
      refused: 0,
    })
  })

  it('are left to the clock where they are more than a second apart', () => {
    expect(orderOf(...chain(1001, 0))).toEqual(['InValidation', 'WaitingValidation'])
  })

  it('never change places with one that is farther off, though each is near the next', () => {
    const [first, second, third] = [at('C', 'A', 0), at('X', 'B', 900), at(null, 'C', 1800)]
    expect(orderOf(first, second, third)).toEqual(['A', 'B', 'C'])
  })

  it('are read by the status before them, where the chain is a circle', () => {
    const created = at(null, 'WaitingValidation', -60_000)
    const back = at('InValidation', 'WaitingValidation', 0)
    const forth = at('WaitingValidation', 'InValidation', 300)
    expect(orderOf(created, back, forth)).toEqual(['WaitingValidation', 'InValidation', 'WaitingValidation'])
    expect(lifeOf(created, back, forth)).toMatchObject({
      head: { status: 'WaitingValidation', gaps: 0 },
      refused: 0,
    })
  })

  it('are read also where one between them is missing', () => {
    const created = at(null, 'WaitingValidation', -60_000)
    const second = at('WaitingValidation', 'InValidation', 700)
    const third = at('InValidation', 'WaitingConfirmation', 500)
    const fifth = at('InConfirmation', 'WaitingIssue', 900)
    expect(orderOf(created, second, third, fifth)).toEqual([
      'WaitingValidation',
      'InValidation',
      'WaitingConfirmation',
      'WaitingIssue',
    ])
  })

  it('stay with the clock where it already is as good as any other order', () => {
    const life = lifeOf(at('A', 'B', 0), at('C', 'D', 100))
    expect(life.log.every(({ fingerprint }) => fingerprint !== '')).toBe(true)
    expect(orderOf(at('A', 'B', 0), at('C', 'D', 100))).toEqual(['B', 'D'])
    expect(lastAnswer(life).warnings.join()).not.toContain('clock')
  })

  it('stay with the clock where the chain has several readings', () => {
    const circle = [at('B', 'A', 0), at('C', 'D', 200), at('A', 'B', 400), at('D', 'C', 600)]
    expect(orderOf(...circle)).toEqual(['A', 'D', 'B', 'C'])
  })

  it('keep two that say the same in the order of their clock', () => {
    const [early, late] = [at('A', 'B', 0), at('A', 'B', 400)]
    const back = at('B', 'A', 200)
    const order = inHistoricalOrder(
      [late, back, early].map((event) => ({ ...event, receivedAt: arrivalTime(0) })),
    )
    expect(order.history.map(({ occurredAt }) => occurredAt?.slice(17, 23))).toEqual([
      '00.000',
      '00.200',
      '00.400',
    ])
  })

  it('are left to the clock where they are more than anybody sends in a second', () => {
    const many = Array.from({ length: 12 }, (_, place) => at(`S${11 - place}`, `S${12 - place}`, place * 10))
    const received = many.map((event) => ({ ...event, receivedAt: arrivalTime(0) }))
    const { history, contradicted } = inHistoricalOrder(received)
    expect(history.map(({ status }) => status)).toEqual(many.map(({ status }) => status))
    expect(contradicted.size).toBe(12)
  })

  it('end in one status for every skew of half a second and every order of arrival', () => {
    const lives = fc
      .tuple(
        fc.integer({ min: 1, max: CHAIN.length }),
        fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 6, maxLength: 6 }),
        fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 6, maxLength: 6 }),
      )
      .map(([length, steps, skews]) => {
        let clock = 0
        const times = steps.slice(0, length).map((step, place) => {
          clock += step
          return clock + (skews[place] ?? 0)
        })
        return chain(...times)
      })
    const arrivals = lives.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray([...events], { minLength: events.length })),
    )
    fc.assert(
      fc.property(arrivals, ([events, order]) => {
        const life = live(amplia, order)
        expect(life).toMatchObject({ head: { status: events.at(-1)?.status, gaps: 0 }, refused: 0 })
      }),
      { numRuns: 1000 },
    )
  })
})

describe('an event without a usable date', () => {
  it('stands after the one that it names, in every order of arrival', () => {
    const [created, validation, confirmation] = chain(0, 10_000, 20_000)
    if (!created || !validation || !confirmation) throw new Error('Three events were made')
    const nowhere = { ...undated('WaitingValidation', 'InValidation') }
    expect(orderOf(created, nowhere, confirmation)).toEqual([
      'WaitingValidation',
      'InValidation',
      'WaitingConfirmation',
    ])
    expect(lifeOf(created, nowhere, confirmation)).toMatchObject({
      head: { status: 'WaitingConfirmation', gaps: 0 },
      refused: 0,
    })
  })

  it('stands after the one that it names, also where that happens and comes after it arrived', () => {
    const arrivals = ['2025-03-18T09:00:00.000Z', '2025-03-18T10:00:01.000Z']
    const life = live(
      amplia,
      [undated('InValidation', 'WaitingConfirmation'), at('WaitingValidation', 'InValidation', 0)],
      (delivery) => arrivals[delivery] ?? '',
    )
    expect(life).toMatchObject({ head: { status: 'WaitingConfirmation', gaps: 1 }, refused: 0 })
  })

  it('begins the life where it names nothing', () => {
    expect(orderOf(undated(null, 'WaitingValidation'), ...chain(0, 10_000).slice(1))).toEqual([
      'WaitingValidation',
      'InValidation',
    ])
  })

  it('makes a whole life with others of its kind', () => {
    const events = CHAIN.slice(0, 5).map((status, place) => undated(CHAIN[place - 1] ?? null, status))
    expect(lifeOf(...events)).toMatchObject({ head: { status: 'WaitingIssue', gaps: 0 }, refused: 0 })
  })

  it.each([
    [
      'a loop that ends where the clock goes on',
      [
        at(null, 'WaitingValidation', 0),
        undated('WaitingValidation', 'InValidation'),
        undated('InValidation', 'WaitingValidation'),
        at('WaitingValidation', 'Declined', 30_000),
      ],
    ],
    [
      'a way back that the clock has',
      [
        undated(null, 'WaitingValidation'),
        undated('WaitingValidation', 'InValidation'),
        at('InValidation', 'WaitingValidation', 20_000),
      ],
    ],
    [
      'several loops',
      [
        at(null, 'WaitingValidation', 0),
        undated('WaitingValidation', 'InValidation'),
        undated('InValidation', 'WaitingConfirmation'),
        undated('WaitingConfirmation', 'InValidation'),
        at('InValidation', 'WaitingIssue', 40_000),
      ],
    ],
    [
      'a life without any date',
      [
        undated(null, 'WaitingValidation'),
        undated('WaitingValidation', 'InValidation'),
        undated('InValidation', 'WaitingValidation'),
        undated('WaitingValidation', 'Canceled'),
      ],
    ],
  ])('takes the one reading of the chain, in every order of arrival: %s', (_, events) => {
    expect(orderOf(...events)).toEqual(events.map(({ status }) => status))
    expect(lifeOf(...events)).toMatchObject({ head: { status: events.at(-1)?.status, gaps: 0 }, refused: 0 })
  })

  it('stands before the one that goes on from it, also where its own predecessor has not arrived', () => {
    const events = [
      at(null, 'WaitingValidation', 0),
      undated('InValidation', 'WaitingConfirmation'),
      at('WaitingConfirmation', 'InConfirmation', 20_000),
    ]
    expect(lifeOf(...events)).toMatchObject({ head: { status: 'InConfirmation', gaps: 1 }, refused: 0 })
  })

  it('is read as a whole among as many as that is done with', () => {
    const moves = ['A→B', 'B→C', 'C→B', 'B→D', 'D→E', 'E→F'].map((move) => move.split('→'))
    const without = moves.map(([previous = '', status = '']) => undated(previous, status))
    expect(without).toHaveLength(LIMITS.undatedEvents)
    const onwards = Array.from({ length: LIMITS.undatedHistory - without.length }, (_, place) =>
      place === 0 ? at(null, 'A', 0) : at(place === 1 ? 'F' : `S${place - 1}`, `S${place}`, place * 10_000),
    )
    const order = ['A', 'B', 'C', 'B', 'D', 'E', 'F', ...onwards.slice(1).map(({ status }) => status)]
    expect(statusesOf([...onwards, ...without])).toEqual(order)
    expect(statusesOf([...without.toReversed(), ...onwards])).toEqual(order)
  })

  it.each([
    [0, LIMITS.undatedEvents + 1],
    [0, 200],
    [LIMITS.undatedHistory - LIMITS.undatedEvents + 1, LIMITS.undatedEvents],
  ])(
    'asks the chain a bounded number of times where none has a place: of %i with a date and %i without',
    (dated, others) => {
      let asked = 0
      const flood = Array.from({ length: dated + others }, (_, place) => ({
        ...(place < dated ? at(null, String(place), place * 10_000) : undated(null, String(place))),
        receivedAt: arrivalTime(place),
        get previousStatus() {
          asked += 1
          return `Nowhere ${place}`
        },
      }))
      expect(inHistoricalOrder(flood).history.map(({ status }) => status)).toEqual(
        flood.map(({ status }) => status),
      )
      expect(asked).toBeLessThan(20 * flood.length)
    },
  )

  it('is read in bounded time, whatever it says', () => {
    const dated = Array.from({ length: 10 }, (__, place) => at(`P${place}`, `S${place}`, place * 10_000))
    const others = Array.from({ length: 990 }, (__, place) => undated(`Q${place}`, `U${place}`))
    for (const count of [6, 7, 990])
      expect(statusesOf([...dated, ...others.slice(0, count)])).toHaveLength(10 + count)
  })

  it('has no room where another event follows by its own word, and stands where it arrived', () => {
    const [created, validation] = chain(0, 10_000)
    if (!created || !validation) throw new Error('Two events were made')
    const late = undated('WaitingValidation', 'Canceled')
    expect(orderOf(created, validation, late)).toEqual(['WaitingValidation', 'InValidation', 'Canceled'])
  })

  it('of two rooms takes the one from which the next event goes on', () => {
    const events = [
      at(null, 'WaitingValidation', 0),
      at('InValidation', 'WaitingConfirmation', 10_000),
      at('WaitingConfirmation', 'WaitingValidation', 20_000),
      at('Declined', 'Canceled', 30_000),
    ]
    expect(orderOf(...events, undated('WaitingValidation', 'InValidation'))).toEqual([
      'WaitingValidation',
      'InValidation',
      'WaitingConfirmation',
      'WaitingValidation',
      'Canceled',
    ])
  })

  it('of two rooms takes the later one where it is that from which the next event goes on', () => {
    const events = [
      at(null, 'WaitingValidation', 0),
      at('Declined', 'X', 10_000),
      at('X', 'WaitingValidation', 20_000),
      at('InValidation', 'WaitingConfirmation', 30_000),
    ]
    const order = ['WaitingValidation', 'X', 'WaitingValidation', 'InValidation', 'WaitingConfirmation']
    expect(orderOf(...events, undated('WaitingValidation', 'InValidation'))).toEqual(order)
  })

  it('stands where it arrived, where the next event goes on from two rooms', () => {
    const events = [
      at(null, 'WaitingValidation', 0),
      at('InValidation', 'WaitingConfirmation', 10_000),
      at('WaitingConfirmation', 'WaitingValidation', 20_000),
      at('InValidation', 'WaitingIssue', 30_000),
    ]
    expect(orderOf(...events, undated('WaitingValidation', 'InValidation')).at(-1)).toBe('InValidation')
  })

  it.each([
    ['10:00:10', ['A', 'U', 'B']],
    ['10:00:00', ['A', 'U', 'B']],
    ['09:59:59', ['U', 'A', 'B']],
    ['10:00:31', ['A', 'B', 'U']],
  ])('without a room stands where it arrived: at %s', (time, order) => {
    const dated = [at('X', 'A', 0), at('Y', 'B', 30_000)]
    const events = [
      { ...undated('Z', 'U'), receivedAt: `2025-03-18T${time}.000Z` },
      ...dated.map((event) => ({ ...event, receivedAt: arrivalTime(0) })),
    ]
    expect(statusesOf(events)).toEqual(order)
  })

  it('stands where it arrived, also before one that begins a life', () => {
    const events = [undated('X', 'Y'), undated(null, 'WaitingValidation')]
    expect(statusesOf(events)).toEqual(['Y', 'WaitingValidation'])
  })

  it('stands where it arrived beside others that have no room either, and by its words where they came at once', () => {
    const [one, other] = [undated('X', 'B'), undated('Y', 'C')]
    expect(orderOf(other, one)).toEqual(['B', 'C'])
    const late = { ...one, receivedAt: arrivalTime(1) }
    const early = { ...other, receivedAt: arrivalTime(0) }
    expect(statusesOf([late, early])).toEqual(['C', 'B'])
    expect(statusesOf([early, late])).toEqual(['C', 'B'])
  })

  describe('among more than are read as a whole', () => {
    const lost = Array.from({ length: LIMITS.undatedEvents }, (_, place) =>
      undated(`Nowhere ${place}`, `Lost ${place}`),
    )
    /** The statuses in the order of the history but for those that have no place, which arrive last. */
    const amongLost = (events: readonly Sent[], before: string | null = null) =>
      statusesOf([...events, ...lost], before).filter((status) => !status.startsWith('Lost'))

    it('stands after the one that it names, whichever came first', () => {
      const life = CHAIN.map((status, place) => undated(CHAIN[place - 1] ?? null, status))
      expect(amongLost(life)).toEqual(CHAIN)
      expect(amongLost(life.toReversed())).toEqual(CHAIN)
      const [created, validation, ...later] = life
      const dated = [created, ...later].map((event, place) => ({
        ...(event ?? at(null, '', 0)),
        occurredAt: `2025-03-18T10:0${place}:00Z`,
      }))
      expect(validation && amongLost([...dated, validation])).toEqual(CHAIN)
    })

    it('begins the life where it names nothing, and goes on from what is forgotten', () => {
      const [, validation] = chain(0, 10_000)
      const events = [validation ?? at(null, '', 0), undated(null, 'WaitingValidation')]
      expect(amongLost(events)).toEqual(['WaitingValidation', 'InValidation'])
      const onwards = [at('Y', 'Z', 0), undated('X', 'Y')]
      expect(amongLost(onwards, 'X')).toEqual(['Y', 'Z'])
    })

    it('is placed in a bounded number of rounds; what is left then stands where it arrived', () => {
      const names = Array.from({ length: LIMITS.undatedRounds + 2 }, (_, place) => `S${place}`)
      const life = names.map((name, place) => undated(names[place - 1] ?? null, name))
      const [last = '', late = '', ...placed] = names.toReversed()
      expect(amongLost(life.toReversed())).toEqual([last, late, ...placed.toReversed()])
    })

    it('stands where it arrived where another one follows by its own word, and where it names several', () => {
      expect(amongLost([...chain(0, 10_000), undated('WaitingValidation', 'Canceled')])).toEqual([
        'WaitingValidation',
        'InValidation',
        'Canceled',
      ])
      const twice = [at('Q', 'A', 0), at('R', 'B', 10_000), at('S', 'A', 20_000), at('T', 'C', 30_000)]
      expect(amongLost([...twice, undated('A', 'D')])).toEqual(['A', 'B', 'A', 'C', 'D'])
      expect(amongLost([...twice, undated('B', 'D')])).toEqual(['A', 'B', 'D', 'A', 'C'])
    })
  })

  it('is placed in bounded time also where thousands have no place', () => {
    const many = Array.from({ length: 1000 }, (_, place) => ({
      ...undated(place % 2 ? 'A' : 'B', place % 3 ? 'A' : 'B', String(place)),
      receivedAt: arrivalTime(place),
    }))
    expect(inHistoricalOrder(many).history).toHaveLength(1000)
  })
})

describe('a date that cannot be', () => {
  const receivedAt = '2026-11-25T12:00:00.000Z'

  it.each([
    ['2026-11-25T12:00:00Z', true],
    ['2026-11-25T12:05:00Z', true],
    ['2026-11-25T12:05:00.000000001Z', false],
    ['2099-01-01T00:00:00Z', false],
    ['2000-01-01T00:00:00Z', true],
    ['1999-12-31T23:59:59.999Z', false],
    ['1970-01-01T00:00:00Z', false],
  ])('%s, received at noon of 2026-11-25, is believed: %s', (occurredAt, isBelieved) => {
    expect(clockOf({ occurredAt, receivedAt })).toBe(isBelieved ? occurredAt : null)
  })

  it('in the future never holds the head against what the sender sends tomorrow', () => {
    const far = {
      ...orderEvent('InConfirmation', 'WaitingConfirmation', '00:00:00'),
      occurredAt: '2099-01-01T00:00:00Z',
    }
    const life = live(amplia, [
      ...chain(0, 10_000, 20_000, 30_000),
      far,
      at('WaitingConfirmation', 'InConfirmation', 40_000),
      at('InConfirmation', 'WaitingIssue', 50_000),
    ])
    expect(life).toMatchObject({ head: { status: 'WaitingIssue', gaps: 0 }, refused: 0 })
  })

  it('leaves the time of the status empty', () => {
    const first = { ...orderEvent(null, 'WaitingValidation', '00:00:00'), occurredAt: '2099-01-01T00:00:00Z' }
    expect(live(amplia, [first]).head).toMatchObject({ status: 'WaitingValidation', since: null })
  })
})
