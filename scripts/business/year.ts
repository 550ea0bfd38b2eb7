/** A year of an invented company, as large as a test wants it and every time the same. */
import { ORDER_LADDER } from '../prove/documented.ts'
import { NOW, order, payment, quarantined, type SeededEvent } from './rows.ts'

const NOW_MS = Date.parse(NOW)
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const CHAIN = ORDER_LADDER.slice(0, -1)
/** Of twenty orders of the last four weeks seven are still on their way, so many steps each. */
const OPEN_STEPS = [1, 1, 2, 3, 4, 5, 5]
const FOUR_WEEKS_MS = 28 * DAY_MS

interface Step extends Omit<SeededEvent, 'at'> {
  readonly afterMs: number
}

const step = (status: string | number, afterMs = 0, more: Partial<SeededEvent> = {}): Step => ({
  status,
  afterMs,
  ...more,
})

/** What had happened by now. */
const until = (startMs: number, steps: readonly Step[]): readonly SeededEvent[] =>
  steps
    .filter(({ afterMs }) => startMs + afterMs < NOW_MS)
    .map(({ afterMs, ...event }) => ({ ...event, at: time(startMs + afterMs) }))

const time = (ms: number): string => new Date(ms).toISOString().slice(0, 19)

function orderOf(number: number, age: number, startMs: number) {
  const pace = (1 + (age % 7)) * 10 * MINUTE_MS
  const steps = statusesOf(age, startMs).map((status, place) => step(status, place * pace))
  const gaps = age % 200 === 51 ? 1 : 0
  if (gaps) steps.splice(2, 2, step('InConfirmation', 3 * pace, { previous: 'WaitingConfirmation' }))
  if (age % 1000 === 98) {
    const notice = ['unknown_status', 'The life cycle does not know the status WaitingResources.'] as const
    steps.splice(2, 0, step('WaitingResources', 1.5 * pace, { notice }))
  }
  if (age % 500 === 77) steps.push(step('Declined', 7 * pace, { verdict: 'conflict' }))
  return order(number, until(startMs, steps), { agent: `Agent ${age % 12}`, gaps })
}

function statusesOf(age: number, startMs: number): readonly string[] {
  const kind = age % 20
  const young = startMs > NOW_MS - FOUR_WEEKS_MS
  if (young && kind < OPEN_STEPS.length) return CHAIN.slice(0, OPEN_STEPS[kind])
  if (kind === 7) return ['WaitingValidation', 'Canceled']
  if (kind === 8) return [...CHAIN.slice(0, 4), 'Declined']
  return kind === 9 && !young ? [...CHAIN, 'Revoked'] : CHAIN
}

const isClosed = (age: number): boolean => age % 20 === 7 || age % 20 === 8

function paymentOf(id: number, reference: string, age: number, startMs: number) {
  const turn = Math.floor(age / 4)
  const method = (['boleto', 'pix', 'pix', 'card'] as const)[age % 4] ?? 'pix'
  const events = until(startMs, LIVES[method](turn))
  const paid = events.find(({ status }) => status === 3)
  return payment(id, method, reference, 15000, events, {
    tax: 150,
    ...(paid && age % 10 && { paidAt: `${paid.at}Z` }),
  })
}

const LATE = {
  notice: ['late_move', 'Autorizado (paid) after Baixado (closed without payment) was not expected.'],
} as const
const CHANGED = {
  verdict: 'amended',
  notice: ['amount_changed', 'The amount changed after payment, from 14000 to 15000 cents.'],
} as const

/** What becomes of a payment; `turn` decides. */
const LIVES: Readonly<Record<'boleto' | 'pix' | 'card', (turn: number) => readonly Step[]>> = {
  boleto(turn) {
    const writtenOff = [step(1), step(7, 5 * DAY_MS)]
    if (turn % 50 === 7) return [...writtenOff, step(3, 6 * DAY_MS, LATE)]
    return turn % 10 < 3 ? writtenOff : [step(1), step(2, DAY_MS), step(3, 2 * DAY_MS)]
  },
  pix(turn) {
    const paid = [step(1), step(3, 2 * MINUTE_MS)]
    if (turn % 10 === 0) return [step(1)]
    if (turn % 40 === 11) return [...paid, step(1, 9 * MINUTE_MS, { verdict: 'regression' })]
    return turn % 400 === 21 ? [...paid, step(3, HOUR_MS, CHANGED)] : paid
  },
  card(turn) {
    if (turn % 12 === 0) return [step(8)]
    if (turn % 100 === 5) return [step(3), step(5, 10 * DAY_MS), step(13, 20 * DAY_MS)]
    return turn % 25 === 3 ? [step(3), step(6, 3 * DAY_MS)] : [step(3)]
  },
}

/** Orders and payments with so many transitions: six tenths of them of orders, most with a payment of theirs. */
export function yearOfBusiness(transitions: number) {
  const total = Math.round(transitions * 0.096)
  const everyMs = (335 * DAY_MS) / total
  const startOf = (age: number): number => NOW_MS - HOUR_MS - age * everyMs
  const orders = Array.from({ length: total }, (_, age) => orderOf(total - age, age, startOf(age)))
  const payments = []
  let left = transitions - orders.reduce((sum, each) => sum + each.transitions.length, 0)
  for (let age = 0; left > 0; age += 1) {
    // One order of 31 has no payment, and few of those that were closed. What comes after the orders' payments is of
    // some other sale, and every 300th of these is paid twice.
    const ofOrder = age < total
    const other = age - total
    const reference = ofOrder ? `S-${total - age}` : `L-${other % 300 === 9 ? other - 4 : other}`
    const startMs = startOf(ofOrder ? age : (other * 2) % total) + 5 * MINUTE_MS
    if (ofOrder && (age % 31 === 30 || (isClosed(age) && age % 100 > 8))) continue
    const life =
      left === 1
        ? payment(10_000 + age, 'card', reference, 15000, until(startMs, [step(8)]))
        : paymentOf(10_000 + age, reference, age, startMs)
    if (life.transitions.length > left) continue
    payments.push(life)
    left -= life.transitions.length
  }
  const quarantine = Array.from({ length: 400 }, (_, age) => {
    const id = `safe2pay-${String(age).padStart(4, '0')}`
    const received = time(NOW_MS - (age + 1) * 2 * HOUR_MS)
    const resolved = age % 10 ? { resolvedAt: `${received}.950Z` } : {}
    return quarantined(id, 'safe2pay', 'invalid_schema', received, resolved)
  })
  return { orders, payments, quarantine }
}
