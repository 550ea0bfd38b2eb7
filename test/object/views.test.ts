/** The views of D1 as the real objects fill them, and what their indexes cost an event. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Life, order, payment, type SeededEvent } from '../../scripts/business/rows.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { withoutDeadlines } from '../tools/deadlines.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
import { connect, drain, objectOf } from '../tools/object.ts'
import { rows, settle } from '../tools/read-model.ts'
import { seed } from '../tools/seed.ts'
import { deliver, type ProviderName } from '../tools/sender.ts'

beforeAll(withoutDeadlines)

describe('while nothing has arrived', () => {
  it.each(['timeline', 'attention', 'order_payments', 'daily'])('%s is there and empty', async (view) => {
    expect(await rows(`SELECT * FROM ${view}`)).toEqual([])
  })
})

describe('statuses', () => {
  it('has the words of every life cycle, and no other', async () => {
    const words = PROVIDERS.flatMap(({ name, lifeCycle }) =>
      Object.entries(lifeCycle.statuses).map(([status, { name: statusName = status, meaning }]) => ({
        provider: name,
        status,
        name: statusName,
        meaning,
      })),
    )
    expect(await rows('SELECT provider, status, name, meaning FROM statuses')).toEqual(words)
  })

  it('says that 3 is paid and 11 is not, and in which statuses the money is in or went back', async () => {
    const [paid, released] = await rows(
      `SELECT meaning FROM statuses WHERE provider = 'safe2pay' AND status IN ('3', '11')`,
    )
    expect(paid).toEqual({ meaning: 'paid' })
    expect(released?.meaning).toMatch(/not paid/)
    expect(
      await rows(
        'SELECT money, group_concat(status) AS statuses FROM statuses WHERE money IS NOT NULL GROUP BY money',
      ),
    ).toEqual([
      { money: 'in', statuses: '3,4,15' },
      { money: 'out', statuses: '6,13' },
    ])
  })
})

type Change = readonly [previous: string | null, status: string, minute: number]

const changeOf = (id: string, [previousStatus, status, minute]: Change, fields = {}) =>
  orderBody({
    orderId: id,
    previousStatus,
    status,
    date: `2025-03-18T15:${String(minute).padStart(2, '0')}:00.358558+00:00`,
    ...fields,
  })

async function deliverOrder(id: string, ...changes: readonly Change[]): Promise<void> {
  for (const change of changes) await deliver('amplia', changeOf(id, change))
}

const created: Change = [null, 'WaitingValidation', 1]
const validating: Change = ['WaitingValidation', 'InValidation', 2]
const queued: Change = ['InValidation', 'WaitingConfirmation', 3]

describe('attention, after real deliveries,', () => {
  beforeAll(async () => {
    await deliverOrder(
      orderId(1),
      created,
      validating,
      ['InValidation', 'Canceled', 3],
      ['WaitingIssue', 'Issued', 4],
    )
    await deliverOrder(orderId(2), created, validating, queued, ['InConfirmation', 'InValidation', 4])
    await deliverOrder(orderId(3), created, validating, ['InValidation', 'WaitingResources', 3])
    await deliverOrder(orderId(4), validating, ['InConfirmation', 'WaitingIssue', 1])
    // Refused, until what lay between arrives.
    await deliverOrder(
      orderId(5),
      created,
      validating,
      queued,
      ['InConfirmation', 'InValidation', 5],
      ['WaitingConfirmation', 'InConfirmation', 4],
    )
    // Applied, until an earlier event shows that the order had been further by then.
    await deliverOrder(
      orderId(6),
      created,
      ['WaitingValidation', 'InValidation', 3],
      ['InConfirmation', 'WaitingIssue', 5],
      ['WaitingConfirmation', 'InConfirmation', 2],
    )
    for (const status of [1, 7, 3]) await deliver('safe2pay', transactionBody(81, status))
    for (const Amount of [150, 140]) await deliver('safe2pay', transactionBody(82, 3, { Amount }))
    for (const status of [3, 99]) await deliver('safe2pay', transactionBody(83, status))
    for (const status of [3, 1]) await deliver('safe2pay', transactionBody(84, status))
    await settle()
  })

  it.each([
    ['conflict', 'amplia', orderId(1), 'an event to which no way leads', 'There is no move from Canceled'],
    ['regression', 'amplia', orderId(2), 'a step back by the clock of Amplia', 'would move the status back'],
    ['unknown_status', 'amplia', orderId(3), 'a status of Amplia that the table lacks', 'WaitingResources.'],
    ['out_of_place', 'amplia', orderId(4), 'a status that an earlier event drove out', 'no longer counts'],
    [
      'out_of_place',
      'amplia',
      orderId(6),
      'an event that an earlier one drove out',
      'was applied on arrival',
    ],
    ['late_move', 'safe2pay', '81', 'a payment after the boleto was written off', 'was not expected.'],
    [
      'amount_changed',
      'safe2pay',
      '82',
      'an amount that changed after payment',
      'from 15000 to 14000 cents.',
    ],
    ['unknown_status', 'safe2pay', '83', 'a status of Safe2Pay that the table lacks', '99.'],
  ])('has one row, %s of %s %s, for %s', async (kind, provider, entityId, _, words) => {
    expect(
      await rows(
        'SELECT kind, summary FROM attention WHERE provider = ? AND entity_id = ?',
        provider,
        entityId,
      ),
    ).toEqual([{ kind, summary: expect.stringContaining(words) }])
  })

  it('has nothing of a refused event that counts by now', async () => {
    expect(
      await rows('SELECT verdict, effective FROM transitions WHERE entity_id = ? AND seq = 4', orderId(5)),
    ).toEqual([{ verdict: 'regression', effective: 1 }])
    expect(await rows('SELECT * FROM attention WHERE entity_id = ?', orderId(5))).toEqual([])
  })

  it('has the refused step back of a payment, whose clock is arrival', async () => {
    expect(await rows(`SELECT verdict FROM transitions WHERE entity_id = '84' AND seq = 2`)).toEqual([
      { verdict: 'regression' },
    ])
    expect(await rows(`SELECT kind FROM attention WHERE entity_id = '84'`)).toEqual([{ kind: 'step_back' }])
  })

  it('has nothing else', async () => {
    expect(await rows('SELECT count(*) AS rows FROM attention')).toEqual([{ rows: 9 }])
  })
})

describe('attention, of what stands between orders and payments,', () => {
  const minutesAgo = (minutes: number): string =>
    new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19)
  const issued = (minutes: number): readonly SeededEvent[] => [
    { status: 'Issued', at: minutesAgo(minutes), previous: 'WaitingIssue' },
  ]
  const canceled: readonly SeededEvent[] = [{ status: 'Canceled', at: '2026-01-02T12:00:00' }]
  const paid: readonly SeededEvent[] = [{ status: 3, at: '2026-01-01T12:00:00' }]
  const returned = (status: 6 | 13): readonly SeededEvent[] => [
    ...paid,
    { status, at: '2026-01-03T12:00:00' },
  ]

  /** As version 0.1.0 writes them: sentences alone. */
  const withoutKinds = (life: Life): Life => ({
    ...life,
    transitions: life.transitions.map((row) => ({ ...row, notice_kind: null })),
  })

  beforeAll(() =>
    seed(
      [
        order(2001, issued(50), { gaps: 1 }),
        order(2002, issued(70), { gaps: 1 }),
        order(2003, [...issued(70), { status: 'Revoked', at: minutesAgo(1) }], { gaps: 1 }),
        order(2004, issued(300)),
        order(2005, issued(300)),
        order(2006, issued(300)),
        order(2007, canceled),
        // Its sale number is its own number.
        order(2008, canceled, { sale: '800-002-008' }),
        order(2009, canceled),
        order(2010, issued(300)),
        order(2011, canceled),
        order(2012, [
          { status: 'WaitingValidation', at: '2026-02-01T10:00:00' },
          { status: 'New', at: '2026-02-01T11:00:00', notice: ['unknown_status', 'The first unknown.'] },
          { status: 'Newer', at: '2026-02-01T12:00:00', notice: ['unknown_status', 'A newer one.'] },
          { status: 'Issued', at: '2026-02-01T13:00:00', verdict: 'conflict', reason: 'There is no move.' },
          { status: 'Newest', at: '2026-02-01T14:00:00', notice: ['unknown_status', 'The newest one.'] },
          {
            status: 'Revoked',
            at: '2026-02-01T15:00:00',
            verdict: 'conflict',
            reason: 'Again no way leads.',
          },
        ]),
        withoutKinds(
          order(2013, [
            { status: 'New', at: '2026-02-02T11:00:00', notice: ['unknown_status', 'The first.'] },
            { status: 'Issued', at: '2026-02-02T12:00:00', notice: ['late_move', 'The second.'] },
          ]),
        ),
      ],
      [
        payment(2004, 'pix', 'S-2004', 100, returned(6)),
        payment(2005, 'card', '800-002-005', 100, returned(13)),
        payment(2006, 'card', 'S-2006', 100, returned(6)),
        payment(2106, 'pix', '800-002-006', 100, paid),
        payment(2007, 'pix', 'S-2007', 100, paid),
        payment(2008, 'pix', '800-002-008', 100, paid),
        payment(2009, 'pix', 'S-2009', 100, [{ status: 11, at: '2026-01-01T12:00:00' }]),
        payment(2010, 'pix', 'S-2010', 100, returned(6)),
        payment(2110, 'card', '800-002-010', 100, returned(13)),
        payment(2011, 'pix', 'S-2011', 100, [{ status: 3, at: '2026-01-04T12:00:00' }]),
        payment(2111, 'pix', 'S-2011', 100, [{ status: 3, at: '2026-01-05T12:00:00' }]),
      ],
      [],
    ),
  )

  const found = (number: number) =>
    rows('SELECT kind, summary FROM attention WHERE entity_id = ?', orderId(number))

  it('has no gap in its first hour', async () => {
    expect(await found(2001)).toEqual([])
  })

  it.each([2002, 2003])(
    'has a gap of more than an hour, also when order %i went on meanwhile',
    async (number) => {
      expect(await found(number)).toMatchObject([{ kind: 'gap' }])
    },
  )

  it.each([
    [2004, 'The certificate is issued, but payment 2004 is Estornado (refunded).'],
    [2005, 'The certificate is issued, but payment 2005 is Chargeback (money taken back after a dispute).'],
  ])('has order %i, which is issued while its money went back', async (number, summary) => {
    expect(await found(number)).toEqual([{ kind: 'issued_money_back', summary }])
  })

  it('has nothing of a refund beside another payment that stands', async () => {
    expect(await found(2006)).toEqual([])
  })

  it.each([2007, 2008])('has order %i once, which is canceled and paid', async (number) => {
    const summary = `The order is Canceled, but payment ${number} is Autorizado (paid).`
    expect(await found(number)).toEqual([{ kind: 'paid_order_closed', summary }])
  })

  it('has nothing of a canceled order whose boleto was released: that is not paid', async () => {
    expect(await found(2009)).toEqual([])
  })

  it('has one row of a kind for an order with two payments that went back', async () => {
    const summary =
      'The certificate is issued, but payment 2110 is Chargeback (money taken back after a dispute).'
    expect(await found(2010)).toEqual([{ kind: 'issued_money_back', summary }])
  })

  it('has one row of a kind for a canceled order that was paid twice, since it was first paid', async () => {
    expect(
      await rows('SELECT kind, since, summary FROM attention WHERE entity_id = ?', orderId(2011)),
    ).toEqual([
      {
        kind: 'paid_order_closed',
        since: '2026-01-04T12:00:00.900Z',
        summary: 'The order is Canceled, but payment 2111 is Autorizado (paid).',
      },
    ])
  })

  it('has one row of a kind for an order, since the first of its events, with the words of the newest', async () => {
    expect(
      await rows('SELECT kind, since, summary FROM attention WHERE entity_id = ? ORDER BY 1', orderId(2012)),
    ).toEqual([
      { kind: 'conflict', since: '2026-02-01T13:00:00.900Z', summary: 'Again no way leads.' },
      { kind: 'unknown_status', since: '2026-02-01T11:00:00.900Z', summary: 'The newest one.' },
    ])
  })

  it('has the notices that version 0.1.0 wrote, without their kinds', async () => {
    expect(await found(2013)).toEqual([{ kind: 'notice', summary: 'The second.' }])
  })

  it('joins an order with the payments that name either of its numbers', async () => {
    expect(
      await rows(
        'SELECT transaction_id, money FROM order_payments WHERE order_id = ? ORDER BY 1',
        orderId(2006),
      ),
    ).toEqual([
      { transaction_id: 2006, money: 'out' },
      { transaction_id: 2106, money: 'in' },
    ])
  })
})

describe('rows that D1 writes', () => {
  /** For one delivery after others. */
  async function written(provider: ProviderName, id: string | number, body: unknown): Promise<number> {
    const stub = objectOf(provider, id)
    await drain(stub)
    const { d1, rowsWritten } = faultyD1(env.DB)
    await connect(stub, d1)
    await deliver(provider, body)
    await drain(stub)
    return rowsWritten()
  }

  it('are four for each applied event of a known order, also of one with a gap, one of them for the feed', async () => {
    const id = orderId(3001)
    const numbers = { orderSaleNumber: 'S-3001' }
    await deliver('amplia', changeOf(id, ['WaitingValidation', 'InValidation', 2], numbers))
    const life: readonly Change[] = [
      queued,
      ['WaitingConfirmation', 'InConfirmation', 4],
      ['InConfirmation', 'WaitingIssue', 5],
      ['WaitingIssue', 'Issued', 6],
    ]
    for (const change of life.slice(0, -1))
      expect(await written('amplia', id, changeOf(id, change, numbers))).toBe(4)
    // Its gap is only good to know from here on: its row with two indexes, and two counts.
    expect(await written('amplia', id, changeOf(id, life.at(-1) ?? queued, numbers))).toBe(9)
  })

  it('are four for each applied event of a known transaction, and one more where money moves', async () => {
    await deliver('safe2pay', transactionBody(3002, 1))
    for (const status of [11, 2]) {
      expect(await written('safe2pay', 3002, transactionBody(3002, status))).toBe(4)
    }
    // The place by which a month finds it.
    for (const status of [3, 6]) {
      expect(await written('safe2pay', 3002, transactionBody(3002, status))).toBe(5)
    }
  })
})
