/** Fills the tables of D1 directly. */
import { env } from 'cloudflare:workers'
import { inserts } from '../../scripts/business/rows.ts'

export async function seed(...rows: Parameters<typeof inserts>): Promise<void> {
  for (const { sql, json } of inserts(...rows)) await env.DB.prepare(sql).bind(json).run()
}
