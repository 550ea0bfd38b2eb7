/**
 * The questions of docs/queries.md, each asked of a small company whose answers were worked out by hand: it is noon in
 * Brasília on Wednesday, 15 July 2026, and July began there at 03:00 UTC.
 */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import text from '../../docs/queries.md?raw'
import { at, queriesIn } from '../../scripts/business/documented-queries.ts'
import { NOW, order, payment, quarantined } from '../../scripts/business/rows.ts'
import { withoutDeadlines } from '../tools/deadlines.ts'
import { seed } from '../tools/seed.ts'

const QUERIES = queriesIn(text)

const LATE = 'Autorizado (paid) after Baixado (closed without payment) was not expected.'
const UNKNOWN = 'The life cycle does not know the status WaitingResources.'
const CHANGED = 'The amount changed after payment, from 10000 to 11000 cents.'

const ORDERS = [
  // Issued half an hour after approval, and paid.
  order(
    1001,
    [
      { status: 'WaitingValidation', at: '2026-07-06T12:00:00' },
      { status: 'InValidation', at: '2026-07-06T13:00:00' },
      { status: 'WaitingConfirmation', at: '2026-07-06T14:00:00' },
      { status: 'InConfirmation', at: '2026-07-06T15:00:00' },
      { status: 'WaitingIssue', at: '2026-07-06T16:00:00' },
      { status: 'Issued', at: '2026-07-06T16:30:00' },
    ],
    { agent: 'Ana' },
  ),
  // Issued two hours after approval; then the payment was refunded.
  order(
    1002,
    [
      { status: 'WaitingValidation', at: '2026-07-08T12:00:00' },
      { status: 'InValidation', at: '2026-07-08T12:30:00' },
      { status: 'WaitingIssue', at: '2026-07-08T13:00:00' },
      { status: 'Issued', at: '2026-07-08T15:00:00' },
    ],
    { agent: 'Ana' },
  ),
  // Issued six minutes after approval, and never paid.
  order(
    1003,
    [
      { status: 'WaitingValidation', at: '2026-07-10T09:00:00' },
      { status: 'InValidation', at: '2026-07-10T09:30:00' },
      { status: 'WaitingIssue', at: '2026-07-10T10:00:00' },
      { status: 'Issued', at: '2026-07-10T10:06:00' },
    ],
    { agent: 'Bruno' },
  ),
  // Paid and waiting. In Brasília it came on the evening of the 12th.
  order(1004, [{ status: 'WaitingValidation', at: '2026-07-13T01:30:00' }]),
  order(1005, [{ status: 'WaitingValidation', at: '2026-07-15T10:00:00' }]),
  // Canceled a day after its boleto was paid late.
  order(1006, [
    { status: 'WaitingValidation', at: '2026-07-01T12:00:00' },
    { status: 'Canceled', at: '2026-07-09T12:00:00' },
  ]),
  order(
    1007,
    [
      { status: 'WaitingValidation', at: '2026-07-10T12:00:00' },
      { status: 'InValidation', at: '2026-07-10T13:00:00' },
      { status: 'Declined', at: '2026-07-11T12:00:00' },
    ],
    { agent: 'Bruno' },
  ),
  // WaitingConfirmation is missing. It was paid under the order's own number.
  order(
    1008,
    [
      { status: 'WaitingValidation', at: '2026-07-14T12:00:00' },
      { status: 'InValidation', at: '2026-07-14T13:00:00' },
      { status: 'InConfirmation', at: '2026-07-14T16:00:00', previous: 'WaitingConfirmation' },
      { status: 'WaitingIssue', at: '2026-07-14T18:00:00' },
    ],
    { agent: 'Carla', gaps: 1 },
  ),
  // Of last month, issued three hours after approval.
  order(
    1009,
    [
      { status: 'WaitingValidation', at: '2026-06-19T12:00:00' },
      { status: 'InValidation', at: '2026-06-19T13:00:00' },
      { status: 'WaitingIssue', at: '2026-06-20T09:00:00' },
      { status: 'Issued', at: '2026-06-20T12:00:00' },
    ],
    { agent: 'Ana' },
  ),
  // An Issued came after it was canceled.
  order(
    1010,
    [
      {
        status: 'WaitingValidation',
        at: '2026-07-03T12:00:00',
        reason: 'The first known status is WaitingValidation (order created).',
      },
      {
        status: 'InValidation',
        at: '2026-07-03T13:00:00',
        reason: 'The status moved from WaitingValidation (order created) to InValidation (being validated).',
      },
      {
        status: 'Canceled',
        at: '2026-07-04T12:00:00',
        reason: 'The status moved from InValidation (being validated) to Canceled (order canceled).',
      },
      {
        status: 'Issued',
        at: '2026-07-13T12:00:00',
        verdict: 'conflict',
        reason:
          'There is no move from Canceled (order canceled) to Issued (certificate issued), or back: refused, the status stays.',
      },
    ],
    { agent: 'Bruno' },
  ),
  // Somewhere that the table does not know.
  order(
    1011,
    [
      { status: 'WaitingValidation', at: '2026-07-12T12:00:00' },
      { status: 'InValidation', at: '2026-07-12T13:00:00' },
      { status: 'WaitingResources', at: '2026-07-12T14:00:00', notice: ['unknown_status', UNKNOWN] },
    ],
    { agent: 'Carla' },
  ),
  // In validation for more than a week.
  order(
    1013,
    [
      { status: 'WaitingValidation', at: '2026-07-06T09:00:00' },
      { status: 'InValidation', at: '2026-07-06T10:00:00' },
    ],
    { agent: 'Ana' },
  ),
]

const PAYMENTS = [
  // Safe2Pay's clock is arrival, so that its regression is nothing to look at.
  payment(
    9001,
    'pix',
    'S-1001',
    15000,
    [
      { status: 1, at: '2026-07-06T12:01:00' },
      { status: 3, at: '2026-07-06T12:05:00' },
      { status: 1, at: '2026-07-06T12:30:00', verdict: 'regression' },
    ],
    { tax: 99, paidAt: '2026-07-06T12:04:30Z' },
  ),
  // Paid and refunded this month; when it was paid is told by the arrival of 3.
  payment(
    9002,
    'card',
    'S-1002',
    20000,
    [
      { status: 3, at: '2026-07-08T12:10:00' },
      { status: 6, at: '2026-07-12T10:00:00' },
    ],
    { tax: 600 },
  ),
  payment(9004, 'card', 'S-1004', 18000, [{ status: 3, at: '2026-07-13T09:10:00' }], {
    tax: 540,
    paidAt: '2026-07-13T09:09:00Z',
  }),
  payment(9005, 'boleto', 'S-1005', 12000, [{ status: 1, at: '2026-07-15T10:05:00' }]),
  payment(
    9006,
    'boleto',
    'S-1006',
    13000,
    [
      { status: 1, at: '2026-06-25T12:00:00' },
      { status: 7, at: '2026-07-03T12:00:00' },
      { status: 3, at: '2026-07-08T12:00:00', notice: ['late_move', LATE] },
    ],
    { tax: 250, paidAt: '2026-07-07T03:00:00Z' },
  ),
  payment(9008, 'pix', '800-001-008', 15000, [{ status: 3, at: '2026-07-14T12:10:00' }], {
    tax: 99,
    paidAt: '2026-07-14T12:09:00Z',
  }),
  payment(
    9009,
    'pix',
    'S-1009',
    15000,
    [
      { status: 1, at: '2026-06-19T12:01:00' },
      { status: 3, at: '2026-06-19T12:05:00' },
    ],
    { tax: 99, paidAt: '2026-06-19T12:04:00Z' },
  ),
  // Paid in June, taken back in July.
  payment(
    9010,
    'card',
    'L-1',
    9000,
    [
      { status: 3, at: '2026-06-10T12:00:00' },
      { status: 5, at: '2026-07-01T12:00:00' },
      { status: 13, at: '2026-07-10T12:00:00' },
    ],
    { tax: 300 },
  ),
  // The same sale twice.
  payment(9011, 'pix', 'S-1012', 10000, [{ status: 3, at: '2026-07-12T12:05:00' }], {
    tax: 99,
    paidAt: '2026-07-12T12:04:00Z',
  }),
  payment(
    9012,
    'pix',
    'S-1012',
    11000,
    [
      { status: 3, at: '2026-07-12T12:20:00' },
      { status: 3, at: '2026-07-14T11:00:00', verdict: 'amended', notice: ['amount_changed', CHANGED] },
    ],
    { tax: 99, paidAt: '2026-07-12T12:19:00Z' },
  ),
  payment(9013, 'boleto', 'L-2', 5000, [
    { status: 1, at: '2026-06-22T12:00:00' },
    { status: 7, at: '2026-07-06T12:00:00' },
  ]),
  // Paid in the first second of July.
  payment(
    9014,
    'boleto',
    'L-3',
    7500,
    [
      { status: 1, at: '2026-06-30T12:00:00' },
      { status: 2, at: '2026-07-01T12:00:00' },
      { status: 3, at: '2026-07-02T12:00:00' },
    ],
    { tax: 250, paidAt: '2026-07-01T03:00:00Z' },
  ),
  // Released, which is not paid.
  payment(9015, 'boleto', 'L-4', 6000, [
    { status: 1, at: '2026-07-01T12:00:00' },
    { status: 11, at: '2026-07-02T12:00:00' },
  ]),
  payment(9016, 'card', 'L-5', 4000, [{ status: 8, at: '2026-07-05T12:00:00' }]),
  // Paid in the last half hour of June.
  payment(
    9017,
    'boleto',
    'L-6',
    7000,
    [
      { status: 1, at: '2026-06-29T12:00:00' },
      { status: 3, at: '2026-07-01T02:35:00' },
    ],
    { tax: 250, paidAt: '2026-07-01T02:30:00Z' },
  ),
]

const QUARANTINE = [
  quarantined('safe2pay-a1', 'safe2pay', 'invalid_schema', '2026-07-14T08:00:00', { attempts: 3 }),
  quarantined('safe2pay-a2', 'safe2pay', 'invalid_schema', '2026-07-15T09:00:00'),
  quarantined('amplia-a3', 'amplia', 'unsupported_type', '2026-07-11T09:00:00'),
  quarantined('amplia-a4', 'amplia', 'invalid_json', '2026-07-10T09:00:00', {
    resolvedAt: '2026-07-10T10:00:00.000Z',
  }),
]

beforeAll(withoutDeadlines)

describe('docs/queries.md', () => {
  it('asks 22 questions, numbered one by one, and has the answer to each', () => {
    expect(QUERIES.map(({ number }) => number)).toEqual(Array.from({ length: 22 }, (_, place) => place + 1))
    expect(QUERIES.filter(({ sample }) => sample.length < 2)).toEqual([])
  })

  it.each(QUERIES)('$title is answered with no row while nothing has arrived', async ({ title, sql }) => {
    const { results } = await env.DB.prepare(at(NOW, sql)).all()
    // The one question whose answer is always one row.
    expect(results).toEqual(
      title === 'How long from approval to issue?'
        ? [{ orders: null, p50_minutes: null, p95_minutes: null }]
        : [],
    )
  })
})

describe('asked of a company of twelve orders and fifteen payments,', () => {
  beforeAll(() => seed(ORDERS, PAYMENTS, QUARANTINE))

  // Worked out by hand, in the document alone: from approval to issue it took 6, 30, 120 and 180 minutes; in July, 9006 and
  // 9014 came in by boleto, 9002 and 9004 by card, 9001, 9008, 9011 and 9012 by Pix, and 9002 and 9010 went back.
  it.each(QUERIES)('$title gets the answer that the document has', async ({ sql, sample }) => {
    const { results } = await env.DB.prepare(at(NOW, sql)).all()
    const [columns, ...answers] = sample
    expect(Object.keys(results[0] ?? {})).toEqual(columns)
    expect(results.map((row) => Object.values(row).map(String))).toEqual(answers)
  })
})
