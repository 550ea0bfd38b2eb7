/** A payment whose amount changes after it was paid, or of which more went back, is brought to a person's attention. */
import { describe, expect, it } from 'vitest'
import { lastAnswer, payment } from '../tools/lives.ts'

describe('the amount of a payment', () => {
  it.each([
    ['paid', 3],
    ['available', 4],
    ['kept after a dispute', 15],
  ])('raises attention when it changes once %s', (_, status) => {
    const life = payment([status, { amountCents: 15_000 }], [status, { amountCents: 14_000 }])
    expect(lastAnswer(life)).toMatchObject({
      verdict: 'amended',
      warnings: ['The amount changed after payment, from 15000 to 14000 cents.'],
    })
  })

  it.each([
    ['was not paid yet', () => payment([1, { amountCents: 1 }], [3, { amountCents: 2 }])],
    ['stays', () => payment([3, { amountCents: 1 }], [3, { amountCents: 1, netCents: 1 }])],
    ['is not said again', () => payment([3, { amountCents: 1 }], [6, {}])],
    ['is said for the first time', () => payment([3, {}], [3, { amountCents: 1 }])],
    ['comes first', () => payment([3, { amountCents: 1 }])],
  ])('raises none when it %s', (_, life) => {
    expect(lastAnswer(life()).warnings).toEqual([])
  })

  it('raises none of its own when it is only in an event that is refused', () => {
    const life = payment([3, { amountCents: 1 }], [1, { amountCents: 2 }])
    expect(lastAnswer(life).notices.map(({ kind }) => kind)).toEqual(['step_back'])
  })
})

describe('a refund', () => {
  const back = (cents: number) => ({ amountCents: cents, refundedCents: cents })

  it.each([
    ['refunded', 6],
    ['taken back after a dispute', 13],
  ])('of more than was paid raises attention once %s, and once', (_, status) => {
    const life = payment(
      [3, { amountCents: 150 }],
      [status, back(200)],
      [1, {}],
      [status, { ...back(200), netCents: 1 }],
    )
    expect(
      life.answers.map(({ notices }) => notices.filter(({ kind }) => kind === 'refund_exceeds')),
    ).toEqual([[], [{ kind: 'refund_exceeds', paidCents: 150, refundedCents: 200 }], [], []])
    expect(life.head?.facts).toMatchObject({ amountCents: 150, refundedCents: 200 })
  })

  it('of more than was paid raises attention also where the payment comes after it', () => {
    const life = payment([6, back(200)], [3, { amountCents: 150 }])
    expect(lastAnswer(life).notices).toContainEqual({
      kind: 'refund_exceeds',
      paidCents: 150,
      refundedCents: 200,
    })
    expect(life.head?.facts).toMatchObject({ amountCents: 150, refundedCents: 200 })
  })

  it.each([
    ['of all of it', () => payment([3, { amountCents: 150 }], [6, back(150)])],
    ['of a part', () => payment([3, { amountCents: 150 }], [6, back(50)])],
    [
      'of all that was paid, with interest',
      () => payment([3, { amountCents: 150, paidCents: 160 }], [6, back(160)]),
    ],
    ['of which nothing else is known', () => payment([6, back(150)])],
    ['that names no amount', () => payment([3, { amountCents: 150 }], [6, {}])],
  ])('%s raises none', (_, life) => {
    expect(life().answers.flatMap(({ warnings }) => warnings)).toEqual([])
  })

  it('of more than was paid raises none where the money is back by then', () => {
    const life = payment([3, { amountCents: 150 }], [13, {}], [15, {}], [13, { ...back(200), taxCents: 1 }])
    expect(lastAnswer(life).notices.map(({ kind }) => kind)).toEqual(['step_back'])
    expect(life.head).toMatchObject({ status: '15', facts: { refundedCents: 200 } })
  })
})
