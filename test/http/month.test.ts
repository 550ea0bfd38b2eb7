/** A month that is over stays as it was closed, whatever becomes of its payments later. */
import { beforeAll, describe, expect, it } from 'vitest'
import { order, payment } from '../../scripts/business/rows.ts'
import { orderId } from '../tools/bodies.ts'
import { html, visit } from '../tools/pages.ts'
import { rows } from '../tools/read-model.ts'
import { seed } from '../tools/seed.ts'

beforeAll(() =>
  seed(
    [
      order(1, [
        { status: 'WaitingValidation', at: '2025-11-03T12:00:00' },
        { status: 'Issued', at: '2025-11-06T00:00:00' },
      ]),
      order(2, [{ status: 'WaitingIssue', at: '2025-11-03T12:00:00' }]),
    ],
    [
      // Paid on the last evening of November in Brasília, which is December in UTC; disputed, won, and disputed again.
      payment(
        1,
        'card',
        'S-1',
        10000,
        [
          { status: 3, at: '2025-12-01T02:59:00' },
          { status: 13, at: '2025-12-10T12:00:00' },
          { status: 15, at: '2025-12-20T12:00:00' },
        ],
        { tax: 100, paidAt: '2025-12-01T02:59:00Z' },
      ),
      payment(
        2,
        'pix',
        'S-2',
        5000,
        [
          { status: 3, at: '2025-11-20T12:00:00' },
          { status: 4, at: '2025-11-21T12:00:00' },
          { status: 6, at: '2025-12-05T12:00:00' },
        ],
        { tax: 50 },
      ),
      payment(3, 'pix', 'S-3', 7000, [{ status: 1, at: '2025-11-20T12:00:00' }]),
      payment(4, 'card', 'S-4', 900, [{ status: 5, at: '2025-12-20T12:00:00' }]),
    ],
    [],
  ),
)

describe('the month', () => {
  it('has what came in, though it went back later, each payment once', async () => {
    const page = await html('/month?month=2025-11', { language: 'pt' })
    expect(page).toMatch(/Pix<\/th><td class="amount wide">1<\/td><td class="amount">R\$ 50,00/)
    expect(page).toMatch(/Total<\/th><td class="amount wide">2<\/td><td class="amount">R\$ 150,00/)
    expect(page).toContain('R$ 148,50')
    expect(page).toContain('30 nov')
  })

  it('has what went back in the month in which it did', async () => {
    const page = await html('/month?month=2025-12', { language: 'pt' })
    // The chargeback and the refund went back, and the dispute that was won came in again.
    expect(page).toMatch(/Total<\/th><td class="amount wide">1<\/td><td class="amount">R\$ 100,00/)
    expect(page).toContain('R$ 150,00')
    expect(page).toContain('5 Em disputa')
  })

  it('is a file too, with numbers that a spreadsheet adds up', async () => {
    const text = await (await visit('/month.csv?month=2025-11', { language: 'pt' })).text()
    expect(text).toContain('2025-11-20;Pix;1;50,00;0,50;0;0,00;49,50')
  })

  it.each(['2025-13', 'x', ''])('is the present one for %j', async (month) => {
    expect(await html(`/month?month=${month}`)).toContain(
      `value="${new Date(Date.now() - 3 * 3_600_000).toISOString().slice(0, 7)}"`,
    )
  })
})

describe('the views for analysts', () => {
  it('have a row for each sale, with the days from payment to issue', async () => {
    expect(
      await rows(
        'SELECT order_id, payment_status, money, days_from_payment_to_issue AS days FROM sales ORDER BY order_id',
      ),
    ).toEqual([
      { order_id: orderId(1), payment_status: 15, money: 'in', days: -25.1 },
      { order_id: orderId(2), payment_status: 6, money: 'out', days: null },
    ])
  })

  it('tell how long orders wait, how long a stage took, how far a week came, and when a sender was last heard of', async () => {
    expect(await rows('SELECT status, orders, over_30_days FROM ageing')).toEqual([
      { status: 'WaitingIssue', orders: 1, over_30_days: 1 },
    ])
    expect(await rows('SELECT status, next_status, hours FROM stage_times')).toEqual([
      { status: 'WaitingValidation', next_status: 'Issued', hours: 60 },
    ])
    expect(await rows('SELECT * FROM funnel')).toEqual([
      { week: '2025-11-03', created: 2, validated: 2, approved: 2, issued: 1 },
    ])
    expect(await rows('SELECT provider, last_received_at FROM last_events')).toEqual([
      { provider: 'amplia', last_received_at: '2025-11-06T00:00:00.900Z' },
      { provider: 'safe2pay', last_received_at: '2025-12-20T12:00:00.900Z' },
    ])
    expect(await rows('SELECT provider, day, events FROM delays')).toHaveLength(2)
  })
})
