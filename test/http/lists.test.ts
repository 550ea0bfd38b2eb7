/** Lists as one works with them: by day, oldest first, counted, in groups, with what belongs to each row; and as files. */
import { beforeAll, describe, expect, it } from 'vitest'
import { order, payment } from '../../scripts/business/rows.ts'
import { orderId } from '../tools/bodies.ts'
import { html, links, visit } from '../tools/pages.ts'
import { seed } from '../tools/seed.ts'

/** The orders or payments of a list, in their order. */
async function shown(path: string): Promise<readonly string[]> {
  const found = (await links(await html(path))).flatMap(
    (link) => /^\/(?:orders|transactions)\/([\w-]+)$/.exec(link)?.[1] ?? [],
  )
  return found.filter((id) => (path.startsWith('/orders') ? id.includes('-') : !id.includes('-')))
}

const BOM = '\ufeff'

beforeAll(() =>
  seed(
    [
      // 02:30 UTC is the day before in Brasília.
      order(1, [{ status: 'WaitingValidation', at: '2026-03-02T02:30:00' }]),
      order(2, [{ status: 'Issued', at: '2026-03-02T12:00:00' }]),
      order(3, [{ status: 'WaitingIssue', at: '2026-03-03T12:00:00' }]),
      order(4, [{ status: 'Issued', at: new Date().toISOString().slice(0, 19) }]),
      order(5, [{ status: 'Canceled', at: '2026-03-04T12:00:00' }]),
    ],
    [
      payment(101, 'pix', 'S-1', 10050, [{ status: 3, at: '2026-03-02T02:31:00' }], {
        tax: 1,
        paidAt: '2026-03-02T02:31:00Z',
      }),
      payment(102, 'pix', 'S-2', 20000, [{ status: 3, at: '2026-03-05T12:00:00' }], {
        tax: 1,
        paidAt: '2026-03-05T12:00:00Z',
      }),
      payment(103, 'boleto', '=HYPERLINK("x");S-9', 1000, [{ status: 1, at: '2026-03-06T12:00:00' }]),
      payment(104, 'card', 'S-4', 123456, [{ status: 13, at: '2026-03-07T12:00:00' }]),
      payment(105, 'card', 'S-3', 500, [{ status: 15, at: '2026-03-01T12:00:00' }]),
    ],
    [],
  ),
)

describe('a list', () => {
  it('has a day of Brasília from its first to its last minute', async () => {
    expect(await shown('/orders?from=2026-03-01&to=2026-03-01')).toEqual([orderId(1)])
    expect(await shown('/orders?from=2026-03-02&to=2026-03-03&by=changed')).toEqual([orderId(3), orderId(2)])
    expect(await shown('/transactions?by=paid&from=2026-03-01&to=2026-03-01')).toEqual(['101'])
    expect(await shown('/transactions?by=paid')).toEqual(['102', '101'])
  })

  it.each(['2026-02-30', '2026-13-01', 'yesterday', '1', '"><b>'])('takes %j for no day', async (day) => {
    expect(await shown(`/transactions?from=${encodeURIComponent(day)}`)).toHaveLength(5)
  })

  it('shows the oldest first to who asks for them, and keeps that from page to page', async () => {
    expect(await shown('/orders?by=changed&sort=oldest')).toEqual([1, 2, 3, 5, 4].map(orderId))
    expect(await shown('/orders?by=changed')).toEqual([4, 5, 3, 2, 1].map(orderId))
    expect(await links(await html('/orders?by=changed'))).toContain('/orders?by=changed&sort=oldest')
  })

  it('takes a group of statuses as one choice, and says how many there are and what they come to', async () => {
    const page = await html('/transactions?status=in')
    expect(await shown('/transactions?status=in')).toEqual(['102', '101', '105'])
    expect(page).toContain('3 transactions')
    expect(page).toContain('R$ 305.50')
    expect(page).toMatch(/<option value="in" selected="">/)
    expect(await html('/orders?status=open')).toContain('2 orders')
    expect(await html('/orders')).toContain('5 orders')
    expect(await html('/transactions')).toContain('5 transactions')
  })

  it('shows the payment beside its order, and the order beside its payment', async () => {
    expect(await links(await html('/orders'))).toContain('/transactions/105')
    expect(await links(await html('/transactions'))).toContain(`/orders/${orderId(3)}`)
  })

  it('has what is paid and not issued, and what is issued and not paid', async () => {
    expect(await shown('/orders?ready=paid_not_issued')).toEqual([orderId(1), orderId(3)])
    expect(await shown('/orders?ready=issued_not_paid')).toEqual([orderId(4)])
    expect(await shown('/orders?ready=issued_not_paid&from=2026-01-01')).toEqual([orderId(4)])
  })

  it('says for how long an order has waited, and marks what is too long', async () => {
    expect(await html('/orders?status=open', { language: 'pt' })).toMatch(
      /class="mark held"[^>]*>.*?há \d+ dias/,
    )
    expect(await html('/orders?status=Canceled', { language: 'pt' })).not.toContain('class="ago"')
  })
})

describe('the file of a list', () => {
  const lines = async (path: string, language = 'pt'): Promise<readonly string[]> => {
    const response = await visit(path, { language })
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment; filename="[\w-]+\.csv"$/)
    const bytes = await response.arrayBuffer()
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes).split('\r\n')
  }

  it('has the rows of the list, as a spreadsheet in Brazil reads them', async () => {
    const [head, first, ...more] = await lines('/transactions.csv?status=in')
    expect(head?.startsWith(`${BOM}Id;`)).toBe(true)
    expect(head).toContain(';Valor;')
    expect(first).toMatch(/^102;S-2;3 Autorizado;05\/03\/2026 09:00:00;200,00;/)
    expect(more).toHaveLength(3)
  })

  it('has commas and points in English', async () => {
    const [, first] = await lines('/transactions.csv?status=in', 'en')
    expect(first).toMatch(/^102,S-2,3 Autorizado,2026-03-05 09:00:00,200\.00,/)
  })

  it('holds nothing that a spreadsheet would run', async () => {
    const [, row] = await lines('/transactions.csv?status=1')
    expect(row).toContain(`;"'=HYPERLINK(""x"");S-9";`)
  })

  it('has the ready lists too', async () => {
    expect(await lines('/orders.csv?ready=paid_not_issued')).toHaveLength(4)
  })
})

describe('a list', () => {
  it.each([
    ['/transactions?status=in', 'Transactions · Paid'],
    [
      '/transactions?status=13&from=2026-03-01&to=2026-03-31',
      'Transactions · 13 Chargeback · 2026-03-01 – 2026-03-31',
    ],
    ['/orders?ready=paid_not_issued', 'Orders · Paid, not issued'],
    ['/orders?marks=gaps', 'Orders · With missing events'],
    ['/orders', 'Orders'],
  ])('at %s is called so by its title, which names a bookmark of it', async (path, title) => {
    expect(await html(path)).toContain(`<title>${title} · Catraca</title>`)
  })
})
