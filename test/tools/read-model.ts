/** The read model as a person finds it: D1, after the objects have sent what they have. */
import { env } from 'cloudflare:workers'
import { keptObject, keptOn, runAlarms, settleKept, settleNewlyKept, settleQuarantine } from './kept.ts'
import { isDirty } from './object.ts'
import { reached } from './reached.ts'

export type Row = Readonly<Record<string, string | number | null>>

/** Runs the alarms of all objects until D1 has everything. Throws if an object cannot send its changes. */
export async function settle(): Promise<void> {
  for (const id of reached(env.ENTITIES)) await runAlarms(env.ENTITIES.get(id), isDirty)
  await settleNewlyKept()
}

/** The row of one order, or null. */
export const order = (id: string): Promise<Row | null> =>
  env.DB.prepare('SELECT * FROM orders WHERE order_id = ?').bind(id).first<Row>()

/** The row of one transaction, or null. */
export const transaction = (id: number): Promise<Row | null> =>
  env.DB.prepare('SELECT * FROM transactions WHERE transaction_id = ?').bind(id).first<Row>()

/** The stored events of one entity in D1, in the order of their arrival. */
export const transitions = (provider: string, id: string | number): Promise<readonly Row[]> =>
  rows('SELECT * FROM transitions WHERE provider = ? AND entity_id = ? ORDER BY seq', provider, String(id))

/** Everything in quarantine: the rows of D1, each with the body that its object has. */
export async function quarantined(): Promise<readonly Row[]> {
  await settleQuarantine()
  return Promise.all((await rows('SELECT * FROM quarantine ORDER BY id')).map(withBody))
}

/** The same of one, by the id that the answer gave, or null. */
export async function quarantinedAs(id: string | undefined): Promise<Row | null> {
  if (id) await settleKept(keptObject(id))
  const [row] = await rows('SELECT * FROM quarantine WHERE id = ?', id ?? '')
  return row ? withBody(row) : null
}

const withBody = async (row: Row): Promise<Row> =>
  row.body === '' ? { ...row, body: (await keptOn(keptObject(String(row.id))))?.body ?? null } : row

/** Rows of D1. */
export async function rows(
  query: string,
  ...parameters: readonly (string | number)[]
): Promise<readonly Row[]> {
  const { results } = await env.DB.prepare(query)
    .bind(...parameters)
    .all<Row>()
  return results
}
