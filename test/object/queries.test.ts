/**
 * The questions of docs/queries.md, each asked of a small company whose answers were worked out by hand: it is noon in
 * Brasília on Wednesday, 15 July 2026, and July began there at 03:00 UTC.
 */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import text from '../../docs/queries.md?raw'
import { at, queriesIn } from '../../scripts/business/documented-queries.ts'
import { NOW, order, payment, quarantined } from '../../scripts/business/rows.ts'
import { orderId } from '../tools/bodies.ts'
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

type Cell = string | number | null

/** By question: every row of the answer, column by column in the order of the SELECT. */
const ANSWERS: Readonly<Record<string, readonly (readonly Cell[])[]>> = {
  'What needs attention?': [
    ['quarantine', 'safe2pay', 'safe2pay-a2', '2026-07-15T09:00:00.900Z', 'A body breaks the schema.'],
    [
      'gap',
      'amplia',
      orderId(1008),
      '2026-07-14T16:00:00.900Z',
      'The order is WaitingIssue, but an earlier event has not arrived.',
    ],
    ['amount_changed', 'safe2pay', '9012', '2026-07-14T11:00:00.900Z', CHANGED],
    [
      'quarantine',
      'safe2pay',
      'safe2pay-a1',
      '2026-07-14T08:00:00.900Z',
      'A body breaks the schema; it came 3 times.',
    ],
    [
      'conflict',
      'amplia',
      orderId(1010),
      '2026-07-13T12:00:00.900Z',
      'There is no move from Canceled (order canceled) to Issued (certificate issued), or back: refused, the status stays.',
    ],
    ['unknown_status', 'amplia', orderId(1011), '2026-07-12T14:00:00.900Z', UNKNOWN],
    [
      'issued_money_back',
      'amplia',
      orderId(1002),
      '2026-07-12T10:00:00.900Z',
      'The certificate is issued, but payment 9002 is Estornado (refunded).',
    ],
    [
      'quarantine',
      'amplia',
      'amplia-a3',
      '2026-07-11T09:00:00.900Z',
      'A body is of a type that nothing here reads.',
    ],
    [
      'paid_order_closed',
      'amplia',
      orderId(1006),
      '2026-07-09T12:00:00.358558Z',
      'The order is Canceled, but payment 9006 is Autorizado (paid).',
    ],
    ['late_move', 'safe2pay', '9006', '2026-07-08T12:00:00.900Z', LATE],
  ],
  'What is waiting for validation for over a day?': [
    ['800-001-004', 'S-1004', '2026-07-13T01:30:00.358558Z', 61],
  ],
  'Where are the open orders, and for how long?': [
    ['InValidation', 1, 1, 1, '2026-07-06T10:00:00.358558Z'],
    ['WaitingIssue', 1, 0, 0, '2026-07-14T18:00:00.358558Z'],
    ['WaitingValidation', 2, 1, 0, '2026-07-13T01:30:00.358558Z'],
  ],
  'Which orders lack an event, and which one?': [
    ['800-001-008', 'WaitingIssue', 'WaitingConfirmation', 'InConfirmation', '2026-07-14T16:00:00.900Z'],
  ],
  'Which statuses does the life cycle not know yet?': [
    ['amplia', 'WaitingResources', 1, '2026-07-12T14:00:00.900Z', '2026-07-12T14:00:00.900Z'],
  ],
  'What is in quarantine, and why?': [
    ['amplia', 'unsupported_type', 1, 1, '2026-07-11T09:00:00.900Z'],
    ['safe2pay', 'invalid_schema', 2, 4, '2026-07-14T08:00:00.900Z'],
  ],
  'How many events a day, and what became of them?': [
    ['2026-07-15', 'amplia', 1, 1, 0, 0, 0],
    ['2026-07-15', 'safe2pay', 1, 1, 0, 0, 0],
    ['2026-07-14', 'amplia', 4, 4, 0, 0, 0],
    ['2026-07-14', 'safe2pay', 2, 1, 1, 0, 0],
    ['2026-07-13', 'amplia', 1, 0, 0, 0, 1],
    ['2026-07-13', 'safe2pay', 1, 1, 0, 0, 0],
    ['2026-07-12', 'amplia', 4, 4, 0, 0, 0],
    ['2026-07-12', 'safe2pay', 3, 3, 0, 0, 0],
    ['2026-07-11', 'amplia', 1, 1, 0, 0, 0],
    ['2026-07-10', 'amplia', 6, 6, 0, 0, 0],
    ['2026-07-10', 'safe2pay', 1, 1, 0, 0, 0],
    ['2026-07-09', 'amplia', 1, 1, 0, 0, 0],
  ],
  'What happened to this order?': [
    [
      '2026-07-03T12:00:00.358558Z',
      'WaitingValidation',
      'order created',
      'applied',
      'The first known status is WaitingValidation (order created).',
    ],
    [
      '2026-07-03T13:00:00.358558Z',
      'InValidation',
      'being validated',
      'applied',
      'The status moved from WaitingValidation (order created) to InValidation (being validated).',
    ],
    [
      '2026-07-04T12:00:00.358558Z',
      'Canceled',
      'order canceled',
      'applied',
      'The status moved from InValidation (being validated) to Canceled (order canceled).',
    ],
    [
      '2026-07-13T12:00:00.358558Z',
      'Issued',
      'certificate issued',
      'conflict',
      'There is no move from Canceled (order canceled) to Issued (certificate issued), or back: refused, the status stays.',
    ],
  ],
  'Is this sale paid?': [
    [9002, 6, 'Estornado', 'refunded', '2026-07-12T10:00:00.900Z', 'Cartão de Crédito', '200.00'],
  ],
  'Which payments belong to this order?': [['800-001-002', 'Issued', 9002, 'Estornado', 'refunded', 'out']],
  'What was paid, but is not issued?': [
    ['800-001-004', 'WaitingValidation', '2026-07-13T01:30:00.358558Z', 9004, '2026-07-13T09:10:00.900Z'],
    ['800-001-008', 'WaitingIssue', '2026-07-14T18:00:00.358558Z', 9008, '2026-07-14T12:10:00.900Z'],
  ],
  'What was issued in the last 30 days, but is not paid?': [
    ['800-001-003', 'S-1003', '2026-07-10T10:06:00.358558Z'],
    ['800-001-002', 'S-1002', '2026-07-08T15:00:00.358558Z'],
  ],
  // 6, 30, 120 and 180 minutes.
  'How long from approval to issue?': [[4, 30, 180]],
  'Which agent validates how many orders this month?': [
    ['(nobody yet)', 3, 0, 0, 1],
    ['Ana', 3, 2, 0, 0],
    ['Bruno', 3, 1, 1, 1],
    ['Carla', 2, 1, 0, 0],
  ],
  'How many orders came in each day, and what became of them?': [
    ['2026-07-15', 1, 0, 0, 1],
    ['2026-07-14', 1, 0, 0, 1],
    ['2026-07-12', 2, 0, 0, 2],
    ['2026-07-10', 2, 1, 1, 0],
  ],
  // Boleto: 9006 and 9014. Card: 9002 and 9004; 9002 and 9010 went back. Pix: 9001, 9008, 9011 and 9012.
  'What came in and went back in a month, by method?': [
    ['Boleto', 2, '205.00', '5.00', '0.00', '200.00'],
    ['Cartão de Crédito', 2, '380.00', '11.40', '290.00', '78.60'],
    ['Pix', 4, '510.00', '3.96', '0.00', '506.04'],
  ],
  'What went back this month?': [
    ['2026-07-12T10:00:00.900Z', 9002, 'Estornado', 'S-1002', 'Cartão de Crédito', '200.00'],
    ['2026-07-10T12:00:00.900Z', 9010, 'Chargeback', 'L-1', 'Cartão de Crédito', '90.00'],
  ],
  'Which boletos were paid after they were written off?': [
    ['2026-07-08T12:00:00.900Z', 9006, 'S-1006', '130.00', LATE],
  ],
  'How many boletos get paid?': [
    ['2026-07-13', 1, 0, 1, 0, 0],
    ['2026-06-29', 3, 2, 1, 0, 66.7],
    ['2026-06-22', 2, 1, 0, 1, 50],
  ],
  'Which payments are still awaited, and since when?': [
    ['Boleto', 2, '180.00', 1, '2026-07-02T12:00:00.900Z'],
  ],
  'Whose amount changed after payment?': [
    ['2026-07-14T11:00:00.900Z', 9012, 'S-1012', 'Autorizado', CHANGED],
  ],
  'What was paid twice this month?': [['S-1012', 9012, 9011, '2026-07-12T12:20:00.900Z', '110.00']],
}

beforeAll(withoutDeadlines)

describe('docs/queries.md', () => {
  it('asks 22 questions, numbered one by one, and this file knows the answer to each', () => {
    expect(QUERIES.map(({ number }) => number)).toEqual(Array.from({ length: 22 }, (_, place) => place + 1))
    expect(QUERIES.map(({ title }) => title)).toEqual(Object.keys(ANSWERS))
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

  it.each(QUERIES)(
    '$title gets the answer worked out by hand, which is its sample',
    async ({ title, sql, sample }) => {
      const { results } = await env.DB.prepare(at(NOW, sql)).all<Record<string, Cell>>()
      const answers = results.map((row) => Object.values(row))
      expect(answers).toEqual(ANSWERS[title])
      const [columns, ...cells] = sample
      expect(columns).toEqual(Object.keys(results[0] ?? {}))
      expect(cells).toEqual(answers.map((row) => row.map(String)))
    },
  )
})
