/** The rows that a company's orders and payments would have left in D1 by one moment. */
import type { Notice } from '../../src/lifecycle/notice.ts'
import { transactionLifeCycle } from '../../src/providers/safe2pay/life-cycle.ts'

/** A GUID of its own for each number. */
export const orderId = (number: number): string =>
  `0195a9dc-c0f0-4f5c-83d3-${number.toString(16).padStart(12, '0')}`

/** Noon in Brasília on a Wednesday. What was seeded lies before it. */
export const NOW = '2026-07-15T15:00:00Z'

export type Row = Readonly<Record<string, string | number | null>>

/** One stored event: its status, when it happened, and what is out of the ordinary about it. */
export interface SeededEvent {
  readonly status: string | number
  /** UTC, `2026-07-06T13:00:00`. */
  readonly at: string
  /** Only where it is not the status of the effective event before. */
  readonly previous?: string
  /** `applied` when left out. */
  readonly verdict?: 'applied' | 'amended' | 'stale' | 'regression' | 'conflict' | 'unknown'
  readonly reason?: string
  /** The kind of its notice, and the sentence. */
  readonly notice?: readonly [kind: Notice['kind'], sentence: string]
}

/** In what is seeded here, what was refused on arrival stays so. */
const isEffective = ({ verdict = 'applied' }: SeededEvent): boolean =>
  verdict === 'applied' || verdict === 'amended'
const moves = ({ verdict = 'applied' }: SeededEvent): boolean => verdict === 'applied'

export interface Life {
  readonly entity: Row
  readonly transitions: readonly Row[]
}

/** An order and its events, by Amplia's clock to the microsecond; each arrives half a second after it happened. */
export function order(
  number: number,
  events: readonly SeededEvent[],
  fields: { readonly sale?: string | null; readonly agent?: string; readonly gaps?: number } = {},
): Life {
  const id = orderId(number)
  const { sale = `S-${number}`, agent, gaps = 0 } = fields
  const head = events.findLast(moves)
  const orderNumber = `800-00${Math.floor(number / 1000)}-${String(number % 1000).padStart(3, '0')}`
  const entity = {
    order_id: id,
    order_number: orderNumber,
    sale_number: sale,
    number_key: seededKey(orderNumber),
    sale_key: seededKey(sale),
    status: String(head?.status),
    status_since: `${head?.at}.358558Z`,
    validation_agent_id: agent ? `agent-${agent}` : null,
    validation_agent_name: agent ?? null,
    gaps,
    ...shared(events),
  }
  let before: string | null = null
  const transitions = events.map((event, place) => {
    const row = transition('amplia', id, place, event, `${event.at}.358558Z`, event.previous ?? before)
    if (isEffective(event)) before = String(event.status)
    return row
  })
  return { entity, transitions }
}

const METHODS = { boleto: [1, 'Boleto'], card: [2, 'Cartão de Crédito'], pix: [6, 'Pix'] } as const

/** A transaction and its events, in the order of their arrival. */
export function payment(
  id: number,
  method: keyof typeof METHODS,
  reference: string | null,
  cents: number,
  events: readonly SeededEvent[],
  fields: { readonly tax?: number; readonly paidAt?: string } = {},
): Life {
  const head = events.findLast(moves)
  const [methodId, methodName] = METHODS[method]
  const entity = {
    transaction_id: id,
    status: Number(head?.status),
    status_name: transactionLifeCycle.status(String(head?.status))?.name ?? String(head?.status),
    status_since: arrival(head?.at ?? ''),
    payment_method: methodId,
    payment_method_name: methodName,
    reference,
    sale_key: seededKey(reference),
    amount_cents: cents,
    paid_cents: fields.tax === undefined ? null : cents,
    tax_cents: fields.tax ?? null,
    paid_at: fields.paidAt ?? null,
    details: '{}',
    ...shared(events),
  }
  return {
    entity,
    transitions: events.map((event, place) => transition('safe2pay', String(id), place, event, null, null)),
  }
}

/** Stands in for the vault's digest, whose key no test and no benchmark can know beforehand: another for each number. */
export const seededKey = (number: string | null): string | null =>
  number === null
    ? null
    : [...new TextEncoder().encode(number)]
        .map((byte) => byte.toString(16))
        .join('')
        .padEnd(32, '0')

const arrival = (at: string): string => `${at}.900Z`

const shared = (events: readonly SeededEvent[]) => ({
  refused: events.filter((event) => !isEffective(event)).length,
  revision: events.length,
  first_received_at: arrival(events[0]?.at ?? ''),
  last_received_at: arrival(events.at(-1)?.at ?? ''),
})

const transition = (
  provider: string,
  entityId: string,
  place: number,
  event: SeededEvent,
  occurredAt: string | null,
  previous: string | null,
): Row => ({
  provider,
  entity_id: entityId,
  seq: place + 1,
  verdict: event.verdict ?? 'applied',
  effective: isEffective(event) ? 1 : 0,
  status: String(event.status),
  previous_status: previous,
  occurred_at: occurredAt,
  received_at: arrival(event.at),
  reason: event.reason ?? (isEffective(event) ? 'The status moved.' : 'Refused, the status stays.'),
  notice: event.notice?.[1] ?? null,
  notice_kind: event.notice?.[0] ?? null,
  rules_version: `${provider}-1`,
  revision: place + 1,
  projected_at: arrival(event.at),
})

/** A quarantined body. */
export const quarantined = (
  id: string,
  provider: string,
  reason: string,
  at: string,
  fields: { readonly attempts?: number; readonly resolvedAt?: string } = {},
): Row => ({
  id,
  provider,
  reason,
  issues: '[]',
  body: '{}',
  received_at: arrival(at),
  attempts: fields.attempts ?? 1,
  resolved_at: fields.resolvedAt ?? null,
})

/** Statements, each with the JSON text that it takes, that insert all of it. */
export function* inserts(
  orders: readonly Life[],
  payments: readonly Life[],
  quarantine: readonly Row[],
): Generator<{ readonly sql: string; readonly json: string }> {
  const entities = (lives: readonly Life[]): readonly Row[] => lives.map(({ entity }) => entity)
  yield* insertsInto('orders', entities(orders))
  yield* insertsInto('transactions', entities(payments))
  yield* insertsInto(
    'transitions',
    [...orders, ...payments].flatMap(({ transitions }) => transitions),
  )
  yield* insertsInto('quarantine', quarantine)
}

/** Rows that all have the columns of the first. */
function* insertsInto(table: string, rows: readonly Row[]) {
  const columns = Object.keys(rows[0] ?? {})
  const values = columns.map((column) => `value ->> '${column}'`)
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?)`
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    yield { sql, json: JSON.stringify(rows.slice(from, from + ROWS_PER_STATEMENT)) }
  }
}

/** A bound text has 2 MB at most. */
const ROWS_PER_STATEMENT = 4000
