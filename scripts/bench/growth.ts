/** How cost grows: with the events of one entity, with the rows of D1, and with a burst. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { at, queriesIn } from '../business/documented-queries.ts'
import { inserts, NOW } from '../business/rows.ts'
import { yearOfBusiness } from '../business/year.ts'
import type { Runtime } from '../runtime/process.ts'
import { root } from '../wrangler.ts'
import { payment } from './bodies.ts'
import { send, spread } from './client.ts'

/** The time of one delivery on a single connection, around the 10th and around the 900th event of one entity. */
export async function depth(runtime: Runtime, entities: number) {
  const around = async (
    what: string,
    provider: 'amplia' | 'safe2pay',
    body: (entity: number, event: number) => string,
  ) => {
    const [tenth, nineHundredth]: readonly [number[], number[]] = [[], []]
    for (let entity = 0; entity < entities; entity += 1) {
      const upTo = async (from: number, to: number): Promise<number> => {
        let event = from
        const next = () => (event < to ? body(entity, event++) : null)
        const { p50Ms } = await send(runtime, next, 1, { provider })
        return p50Ms
      }
      await upTo(0, 5)
      tenth.push(await upTo(5, 15))
      await upTo(15, 890)
      nineHundredth.push(await upTo(890, 910))
    }
    return { what, tenthMs: spread(tenth), nineHundredthMs: spread(nineHundredth) }
  }
  const first = 2_000_000_000 + Math.floor(Math.random() * 1_000_000)
  return [
    await around('Safe2Pay, by arrival', 'safe2pay', (entity, event) => payment(first + entity, 100 + event)),
    await around(
      'Amplia, by its clock, a second apart (the chain is asked for their order)',
      'amplia',
      (entity, event) => orderEvent(first + entity, event),
    ),
    await around('Amplia, each older than all before it (folds the whole log)', 'amplia', (entity, event) =>
      orderEvent(first + 1_000 + entity, 2_000 - event),
    ),
  ]
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

/** As many entities as that have their first event at once. */
export async function burst(runtime: Runtime, entities: number) {
  const first = 3_000_000_000 + Math.floor(Math.random() * 100_000_000)
  const where = `provider = 'safe2pay' AND entity_id >= '${first}' AND entity_id < '${first + entities}'`
  const startedAt = performance.now()
  let sent = 0
  await send(runtime, () => (sent < entities ? payment(first + sent++, 100) : null), 32)
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
  const { rows: batches } = await runtime.query<{ n: number }>(
    `SELECT count(DISTINCT projected_at) AS n FROM transitions WHERE ${where}`,
  )
  return {
    entities,
    /** That D1 took, told by their times. */
    batches: batches[0]?.n ?? 0,
    sendMs: sentAt - startedAt,
    /** From the last answer until D1 has everything. */
    catchUpMs: doneAt - sentAt,
    /** From the arrival of an event until D1 has it. */
    lagP50Ms: lag(0.5),
    lagP99Ms: lag(0.99),
  }
}

/** Fills an empty D1 with a year of a company that had as many transitions. */
export async function fill(runtime: Runtime, transitions: number): Promise<void> {
  const { orders: sales, payments, quarantine } = yearOfBusiness(transitions)
  for (const { sql, json } of inserts(sales, payments, quarantine)) await runtime.query(sql, json)
}

export interface Reading {
  readonly title: string
  /** Whether the answer is a page, whatever there is behind it. */
  readonly isPage: boolean
  readonly rowsRead: number
  readonly ms: number
}

/** What D1 reads for each question of docs/queries.md. */
export async function readings(runtime: Runtime): Promise<readonly Reading[]> {
  const questions = queriesIn(readFileSync(join(root, 'docs/queries.md'), 'utf8'))
  const answers: Reading[] = []
  for (const { number, title, sql } of questions) {
    const startedAt = performance.now()
    const { rowsRead } = await runtime.query(at(NOW, sql))
    const ms = performance.now() - startedAt
    answers.push({ title: `${number}. ${title}`, isPage: /\bLIMIT\b/.test(sql), rowsRead, ms })
  }
  return answers
}

/** How many events D1 shows. */
export async function transitionsIn(runtime: Runtime): Promise<number> {
  return (await runtime.query<{ n: number }>('SELECT count(*) AS n FROM transitions')).rows[0]?.n ?? 0
}
