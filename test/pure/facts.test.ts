/** What is known of an entity is not lost, and what was paid is what the paying event said, in whatever order they came. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { over, SAID_BY, saysMore, stillErased } from '../../src/lifecycle/facts.ts'
import type { Facts } from '../../src/lifecycle/history.ts'
import { orderHistory } from '../tools/arbitrary-histories.ts'
import { permutations } from '../tools/arrival-orders.ts'
import { type Life, order, orderEvent, payment, transactionEvent } from '../tools/lives.ts'

const factsOf = ({ head }: Life): Facts => {
  const { [SAID_BY]: _, ...facts } = head?.facts ?? {}
  return facts
}

describe('what was paid', () => {
  it.each([
    ['a refund leaves it', [3, { amountCents: 150 }], [6, { amountCents: 50 }], 150],
    ['a refund that came first gives way to it', [6, { amountCents: 50 }], [3, { amountCents: 150 }], 150],
    ['a chargeback leaves it', [4, { amountCents: 150 }], [13, { amountCents: 50 }], 150],
    ['a dispute leaves it', [3, { amountCents: 150 }], [5, { amountCents: 50 }], 150],
    ['what was asked for gives way to it', [1, { amountCents: 150 }], [3, { amountCents: 148 }], 148],
    [
      'what was asked for, told late, changes nothing',
      [3, { amountCents: 148 }],
      [1, { amountCents: 150 }],
      148,
    ],
    ['a later paying event corrects it', [3, { amountCents: 150 }], [4, { amountCents: 148 }], 148],
    [
      'an earlier paying event, told late, does not',
      [4, { amountCents: 148 }],
      [3, { amountCents: 150 }],
      148,
    ],
    ['the same status again corrects it', [3, { amountCents: 150 }], [3, { amountCents: 148 }], 148],
    ['a refund fills in what nobody said', [3, {}], [6, { amountCents: 50 }], 50],
    ['what was asked for stands against a refund', [1, { amountCents: 150 }], [6, { amountCents: 50 }], 150],
    ['and against a dispute', [1, { amountCents: 150 }], [5, { amountCents: 50 }], 150],
    ['also where it is told after that', [6, { amountCents: 50 }], [1, { amountCents: 150 }], 150],
    ['an unknown status overrides nothing', [3, { amountCents: 150 }], [99, { amountCents: 1 }], 150],
    ['nor what was asked for', [1, { amountCents: 150 }], [99, { amountCents: 1 }], 150],
  ] as const)('%s', (_, first, second, amountCents) => {
    expect(factsOf(payment(first, second))).toEqual({ amountCents })
  })

  it.each(['amountCents', 'paidCents', 'netCents', 'taxCents', 'discountCents', 'additionCents', 'paidAt'])(
    'is what the paying event said although a refund says another %s, in either order',
    (name) => {
      const [paid, refunded] = [transactionEvent(3, { [name]: 150 }), transactionEvent(6, { [name]: 50 })]
      expect(factsOf(payment(paid, refunded))).toEqual({ [name]: 150 })
      expect(factsOf(payment(refunded, paid))).toEqual({ [name]: 150 })
    },
  )

  it('is what the paying event said although a refund and a second paying event came before it', () => {
    expect(
      factsOf(payment([6, { amountCents: 50 }], [3, { amountCents: 150 }], [4, { amountCents: 148 }])),
    ).toEqual({
      amountCents: 148,
    })
  })

  it('stands beside what version 0.1.0 stored, which noted no source', () => {
    const { [SAID_BY]: source } = payment([3, { amountCents: 150 }]).head?.facts ?? {}
    expect(source).toBe('{"amountCents":"3"}')
  })

  const PATHS = [
    [1, 3, 6],
    [1, 11, 2, 3, 19, 6],
    [1, 7, 3, 6],
    [14, 3, 4, 5, 13, 15],
    [1, 12, 3, 5, 15],
    [3, 5, 13],
  ]
  const amounts = fc.record(
    {
      amountCents: fc.nat(3),
      taxCents: fc.nat(3),
      reference: fc.constantFrom('a', 'b'),
      tid: fc.constantFrom('1', '2'),
    },
    { requiredKeys: [] },
  )

  it('and all else is the same for every order of arrival of one life', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PATHS),
        fc.array(amounts, { minLength: 6, maxLength: 6 }),
        (path, said) => {
          const events = path.map((status, index) => transactionEvent(status, said[index] ?? {}))
          const inOrder = factsOf(payment(...events))
          for (const deliveries of permutations(events.slice(-3))) {
            const early = events.slice(0, -3)
            expect(factsOf(payment(...deliveries, ...early))).toEqual(inOrder)
            expect(factsOf(payment(...early, ...deliveries))).toEqual(inOrder)
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('what is known', () => {
  it('is never emptied: by no event of a payment', () => {
    const event = fc.tuple(
      fc.constantFrom(1, 3, 4, 5, 6, 7, 8, 13, 99),
      fc.record({ amountCents: fc.nat(2), tid: fc.constantFrom('1', '2') }, { requiredKeys: [] }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (said) => {
        let known: readonly string[] = []
        for (const [index] of said.entries()) {
          const now = Object.entries(factsOf(payment(...said.slice(0, index + 1))))
          expect(now.map(([name]) => name)).toEqual(expect.arrayContaining([...known]))
          for (const [, value] of now) expect(value).not.toBeNull()
          known = now.map(([name]) => name)
        }
      }),
    )
  })

  it('is never emptied: by no event of an order', () => {
    fc.assert(
      fc.property(orderHistory, (events) => {
        const said = new Set(events.flatMap(({ facts }) => Object.keys(facts)))
        const { head } = order(...events)
        if (head) expect(new Set(Object.keys(head.facts)).isSubsetOf(said)).toBe(true)
        for (const [index] of events.entries()) {
          const before = order(...events.slice(0, index)).head
          const after = order(...events.slice(0, index + 1)).head
          if (before && after)
            expect(Object.keys(after.facts)).toEqual(expect.arrayContaining(Object.keys(before.facts)))
        }
      }),
    )
  })

  it('holds also what refused events said before there was a head', () => {
    expect(factsOf(payment([99, { amountCents: 1, reference: 'a' }], [3, { amountCents: 150 }]))).toEqual({
      amountCents: 150,
      reference: 'a',
    })
    const unknown = orderEvent('Nowhere', 'WaitingResources', '10:00:00', { orderNumber: '1' })
    const known = orderEvent(null, 'InValidation', '10:01:00', { saleNumber: '48' })
    for (const deliveries of permutations([unknown, known])) {
      expect(factsOf(order(...deliveries))).toEqual({ orderNumber: '1', saleNumber: '48' })
    }
    // What counts has the last word, and of what does not, the first to happen.
    const later = orderEvent('Elsewhere', 'WaitingResources', '10:00:30', {
      orderNumber: '2',
      saleNumber: '49',
    })
    const further = orderEvent('Elsewhere', 'WaitingResources', '10:00:40', { orderNumber: '3' })
    for (const deliveries of permutations([unknown, later, further, known])) {
      expect(factsOf(order(...deliveries))).toEqual({ orderNumber: '1', saleNumber: '48' })
    }
  })

  it('that was erased is held as erased until another event says it', () => {
    const first = orderEvent(null, 'WaitingValidation', '10:00:00', {
      orderNumber: '1',
      validationAgentName: null,
    })
    const second = orderEvent('WaitingValidation', 'InValidation', '10:01:00', {})
    for (const deliveries of permutations([first, second])) {
      expect(factsOf(order(...deliveries))).toEqual({ orderNumber: '1', validationAgentName: null })
    }
    const third = orderEvent('InValidation', 'WaitingIssue', '10:02:00', { validationAgentName: 'F' })
    expect(factsOf(order(first, second, third))).toEqual({ orderNumber: '1', validationAgentName: 'F' })
  })

  it('stays known where a later event says it no more, because that was erased', () => {
    const first = orderEvent(null, 'WaitingValidation', '10:00:00', { validationAgentName: 'F' })
    const erased = orderEvent('WaitingValidation', 'InValidation', '10:01:00', { validationAgentName: null })
    expect(factsOf(order(first, erased))).toEqual({ validationAgentName: 'F' })
    expect(factsOf(payment([3, { tid: '1' }], [6, { tid: null }]))).toEqual({ tid: '1' })
  })

  it('that was erased stays erased, whatever older event comes late, until a new one says it', () => {
    const late = orderEvent(null, 'WaitingValidation', '10:00:00', {
      orderNumber: '1',
      validationAgentName: 'F',
    })
    const erased = orderEvent('WaitingValidation', 'InValidation', '10:01:00', { validationAgentName: null })
    const kept = { orderNumber: '1', validationAgentName: null }
    expect(factsOf(order(erased, late))).toEqual(kept)
    expect(factsOf(order(erased, late, { ...late, fingerprint: 'another' }))).toEqual(kept)
    // So near that the whole history is counted anew.
    const next = orderEvent('InValidation', 'WaitingIssue', '10:01:00.5', { validationAgentName: 'G' })
    expect(factsOf(order(erased, next))).toEqual({ validationAgentName: 'G' })
    // A newer table may count none of them.
    expect(stillErased(order(erased).head, null)).toBeNull()
  })

  it('of a payment is nothing, while nobody has said anything', () => {
    expect(payment(1, 3).head?.facts).toEqual({})
  })

  it('of an event that is forgotten passes to another one, but for what that one says itself', () => {
    expect(over({ tid: '1', vendor: 'a' }, { facts: { tid: '2', reference: '3' } })).toEqual({
      tid: '2',
      vendor: 'a',
      reference: '3',
    })
    expect(over({ tid: '1' }, { facts: { tid: null, reference: null } })).toEqual({
      tid: '1',
      reference: null,
    })
  })

  it('of an order is said by its later events, and filled in by all others', () => {
    const first = orderEvent(null, 'WaitingValidation', '10:00:00', { orderNumber: '1', saleNumber: '48' })
    const second = orderEvent('WaitingValidation', 'InValidation', '10:01:00', { orderNumber: '2' })
    const refused = orderEvent('Issued', 'WaitingValidation', '10:05:00', {
      orderNumber: '3',
      validationAgentName: 'F',
    })
    for (const deliveries of permutations([first, second, refused])) {
      expect(factsOf(order(...deliveries))).toEqual({
        orderNumber: '2',
        saleNumber: '48',
        validationAgentName: 'F',
      })
    }
  })
})

describe('an event that is known says more', () => {
  it.each<[Facts, Facts, boolean]>([
    [{}, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, true],
    [{ a: 1 }, { a: 1 }, false],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1 }, {}, false],
    [{ a: 1 }, { b: null }, false],
    // Erased.
    [{ a: null }, { a: 1 }, false],
  ])('than %j with %j: %s', (known, said, more) => {
    expect(saysMore(known, said)).toBe(more)
  })
})
