/** What a forwarded message says of an order or a payment beside its status. */
import { describe, expect, it } from 'vitest'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { order, orderEvent, type Paid, payment } from '../tools/lives.ts'

const toldOf = (...events: readonly Paid[]) => safe2pay.told.of(payment(...events).head)

describe('a message', () => {
  it('says of an order both of its numbers, and nothing of money', () => {
    const { head } = order(
      orderEvent(null, 'WaitingValidation', '10:00:00', { orderNumber: '800-1', saleNumber: 'V-7' }),
    )
    expect(amplia.told.of(head)).toEqual({
      number: '800-1',
      reference: 'V-7',
      saleNumber: 'V-7',
      money: 'none',
      amountCents: null,
    })
  })

  it.each([
    ['in', 3],
    ['in', 4],
    ['in', 15],
    ['out', 6],
    ['out', 13],
    ['none', 1],
    ['none', 99],
  ])(
    'says of a payment its reference and amount, and that its money is %s in the status %i',
    (money, status) => {
      const told = { number: null, reference: 'V-7', saleNumber: null, amountCents: 150 }
      const head = { status: String(status), facts: { reference: 'V-7', amountCents: 150 } }
      const { head: of } = payment([3, head.facts])
      expect(safe2pay.told.of(of && { ...of, ...head })).toEqual({ ...told, money })
    },
  )

  it('says nothing that is not known, of an entity without a status neither', () => {
    const none = { number: null, reference: null, saleNumber: null, amountCents: null }
    expect(amplia.told.of(null)).toEqual({ ...none, money: 'none' })
    expect(safe2pay.told.of(null)).toEqual({ ...none, money: 'none' })
    expect(toldOf([3, {}])).toEqual({ ...none, money: 'in' })
    const { head } = order(orderEvent(null, 'WaitingValidation', '10:00:00'))
    expect(amplia.told.of(head)).toEqual({ ...none, money: 'none' })
  })

  it('leaves out of stored words what would not be stored today', () => {
    expect(toldOf([3, { reference: 'de 297.422.370-26', amountCents: 1.5 }])).toMatchObject({
      reference: 'de ***.422.370-**',
      amountCents: null,
    })
  })

  it('calls it by its noun, and links its page', () => {
    expect(amplia.told).toMatchObject({ noun: 'order', path: '/orders/' })
    expect(safe2pay.told).toMatchObject({ noun: 'payment', path: '/transactions/' })
  })
})
