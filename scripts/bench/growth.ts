/** How cost grows: with the events of one entity, with the rows of D1, and with a burst. */
import { setTimeout as sleep } from 'node:timers/promises'
import { payment } from './bodies.ts'
import { run, spread } from './client.ts'
import { KEY } from './contest.ts'
import type { Runtime } from './process.ts'

const sender = (runtime: Runtime, next: () => string | null, connections: number) =>
  run({ url: runtime.url, path: '/webhooks/safe2pay', headers: { 'X-Api-Key': KEY }, next, connections })

const orders = (runtime: Runtime, next: () => string | null, connections: number) =>
  run({ url: runtime.url, path: '/webhooks/amplia', headers: { 'X-Api-Key': KEY }, next, connections })

export interface Depth {
  readonly what: string
  readonly tenthMs: ReturnType<typeof spread>
  readonly nineHundredthMs: ReturnType<typeof spread>
}

/** The time of one delivery on a single connection, around the 10th and around the 900th event of one entity. */
export async function depth(runtime: Runtime, entities: number): Promise<readonly Depth[]> {
  const around = async (
    send: (next: () => string | null, connections: number) => ReturnType<typeof run>,
    body: (entity: number, event: number) => string,
  ): Promise<{ tenth: number[]; nineHundredth: number[] }> => {
    const times = { tenth: [] as number[], nineHundredth: [] as number[] }
    for (let entity = 0; entity < entities; entity += 1) {
      const upTo = async (from: number, to: number): Promise<number> => {
        let event = from
        const { p50Ms } = await send(() => (event < to ? body(entity, event++) : null), 1)
        return p50Ms
      }
      await upTo(0, 5)
      times.tenth.push(await upTo(5, 15))
      await upTo(15, 890)
      times.nineHundredth.push(await upTo(890, 910))
    }
    return times
  }
  const first = 2_000_000_000 + Math.floor(Math.random() * 1_000_000)
  const payments = await around(
    (next, connections) => sender(runtime, next, connections),
    (entity, event) => payment(first + entity, 100 + event),
  )
  const inOrder = await around(
    (next, connections) => orders(runtime, next, connections),
    (entity, event) => orderEvent(first + entity, event),
  )
  const backwards = await around(
    (next, connections) => orders(runtime, next, connections),
    (entity, event) => orderEvent(first + 1_000 + entity, 2_000 - event),
  )
  return [
    { what: 'Safe2Pay, by arrival', times: payments },
    { what: 'Amplia, in the order of its clock', times: inOrder },
    { what: 'Amplia, each older than all before it (folds the whole log)', times: backwards },
  ].map(({ what, times }) => ({
    what,
    tenthMs: spread(times.tenth),
    nineHundredthMs: spread(times.nineHundredth),
  }))
}

/** The same status again, a second later. */
function orderEvent(order: number, event: number): string {
  const date = new Date(Date.UTC(2026, 0, 1) + event * 1000).toISOString().replace('Z', '000+00:00')
  return JSON.stringify({
    type: 'OrderStatusChanged',
    orderStatusTransitionModel: {
      orderId: `0195a9dc-c0f0-4f5c-83d3-${order.toString(16).padStart(12, '0')}`,
      orderNumber: '800-005-520',
      orderSaleNumber: null,
      previousStatus: 'InValidation',
      status: 'InValidation',
      date,
      validationAgent: null,
      confirmationAgent: null,
    },
  })
}

export interface Burst {
  readonly entities: number
  readonly sendMs: number
  /** From the last answer until D1 has everything. */
  readonly catchUpMs: number
  /** From the arrival of an event until D1 has it. */
  readonly lagP50Ms: number
  readonly lagP99Ms: number
}

/** As many entities as that have their first event at once. */
export async function burst(runtime: Runtime, entities: number): Promise<Burst> {
  const first = 3_000_000_000 + Math.floor(Math.random() * 100_000_000)
  const where = `provider = 'safe2pay' AND entity_id >= '${first}' AND entity_id < '${first + entities}'`
  const startedAt = performance.now()
  let sent = 0
  await sender(runtime, () => (sent < entities ? payment(first + sent++, 100) : null), 32)
  const sentAt = performance.now()
  const count = async (): Promise<number> => {
    const { rows } = await runtime.query<{ n: number }>(
      `SELECT count(*) AS n FROM transitions WHERE ${where}`,
    )
    return rows[0]?.n ?? 0
  }
  while ((await count()) < entities) await sleep(50)
  const doneAt = performance.now()
  const { rows } = await runtime.query<{ lag: number }>(
    `SELECT (unixepoch(projected_at, 'subsec') - unixepoch(received_at, 'subsec')) * 1000 AS lag FROM transitions WHERE ${where} ORDER BY lag`,
  )
  const lag = (part: number): number => rows[Math.floor(rows.length * part)]?.lag ?? 0
  return {
    entities,
    sendMs: sentAt - startedAt,
    catchUpMs: doneAt - sentAt,
    lagP50Ms: lag(0.5),
    lagP99Ms: lag(0.99),
  }
}

export interface Query {
  readonly what: string
  readonly sql: string
  readonly page: boolean
}

/** What people ask of D1, and the dashboard. */
export const QUERIES: readonly Query[] = [
  { what: 'one order', sql: "SELECT * FROM orders WHERE order_id = '{order}'", page: true },
  {
    what: 'one transaction',
    sql: 'SELECT * FROM transactions WHERE transaction_id = {transaction}',
    page: true,
  },
  {
    what: 'the history of one entity',
    sql: "SELECT * FROM transitions WHERE provider = 'safe2pay' AND entity_id = '{transaction}' ORDER BY seq",
    page: true,
  },
  {
    what: 'how many in each status',
    sql: 'SELECT status_name, count(*) FROM transactions GROUP BY 1',
    page: false,
  },
]

/** Fills D1 up to as many transitions, three of each entity, as the projection would have written them. */
export async function fill(runtime: Runtime, upTo: number): Promise<void> {
  const columns = await runtime.query<{ name: string; type: string; notnull: number }>(
    "PRAGMA table_info('transitions')",
  )
  const per = 50_000
  for (let from = 0; from < upTo; from += per) {
    const known: Readonly<Record<string, string>> = {
      provider: "'safe2pay'",
      entity_id: 'CAST(5000000000 + n / 3 AS TEXT)',
      seq: 'n % 3 + 1',
      verdict: "'applied'",
      effective: '1',
      status: "'3'",
      received_at: "'2026-01-01T00:00:00.000Z'",
      reason: "'The status moved from Pendente (awaiting payment) to Autorizado (paid).'",
      rules_version: "'safe2pay-1'",
      revision: 'n % 3 + 1',
    }
    const values = columns.rows.map(
      ({ name, type, notnull }) =>
        known[name] ?? (notnull === 0 ? 'NULL' : type === 'TEXT' ? "'2026-01-01T00:00:00.000Z'" : '0'),
    )
    await runtime.query(
      `WITH RECURSIVE k(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM k WHERE n < ${Math.min(from + per, upTo) - 1})
       INSERT OR IGNORE INTO transitions (${columns.rows.map(({ name }) => name).join()}) SELECT ${values.join()} FROM k`,
    )
    await runtime.query(
      `WITH RECURSIVE k(n) AS (SELECT ${Math.floor(from / 3)} UNION ALL SELECT n + 1 FROM k WHERE n < ${Math.floor(Math.min(from + per, upTo) / 3) - 1})
       INSERT OR IGNORE INTO transactions (transaction_id, status, status_name, status_since, amount_cents, details, refused, revision, first_received_at, last_received_at)
       SELECT 5000000000 + n, 3, 'Autorizado', '2026-01-01T00:00:00.000Z', 100, '{}', 0, 3, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' FROM k`,
    )
  }
}

/** Rows that D1 reads for each query. */
export async function rowsRead(runtime: Runtime): Promise<ReadonlyMap<string, number>> {
  const one = async (sql: string): Promise<string> =>
    String((await runtime.query<{ id: unknown }>(sql)).rows[0]?.id)
  const order = await one('SELECT order_id AS id FROM orders LIMIT 1')
  const transaction = await one('SELECT transaction_id AS id FROM transactions ORDER BY 1 DESC LIMIT 1')
  const result = new Map<string, number>()
  for (const { what, sql } of QUERIES) {
    const filled = sql.replaceAll('{transaction}', transaction).replaceAll('{order}', order)
    result.set(what, (await runtime.query(filled)).rowsRead)
  }
  return result
}

/** How many events D1 shows. */
export async function transitionsIn(runtime: Runtime): Promise<number> {
  return (await runtime.query<{ n: number }>('SELECT count(*) AS n FROM transitions')).rows[0]?.n ?? 0
}
