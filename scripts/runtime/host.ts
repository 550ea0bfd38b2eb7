/**
 * The runtime in a process of its own: workerd with one Worker, its objects and its D1 on disk, and no development
 * proxy before it. Started by process.ts, which it tells its address and answers queries of D1.
 */
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { wranglerFunctions } from '../wrangler.ts'
import type { RuntimeOptions } from './process.ts'
import { ALONE, bundledWorker } from './worker.ts'

interface Question {
  readonly id: number
  readonly query: string
  readonly parameters: readonly string[]
}

const { config, bundle, data, bindings, schema, quiet, withoutFiles } = JSON.parse(
  process.argv[2] ?? '{}',
) as RuntimeOptions

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    ...ALONE,
    ...bundledWorker('worker', config, bundle, bindings, withoutFiles),
    resourcePersistencePath: data,
    // Requests go straight to the Worker: Miniflare's own entry Worker would stand in the way of every one.
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    ...(quiet && { handleStructuredLogs: () => undefined }),
  }),
)
await miniflare.ready
const d1 = await miniflare.getD1Database('DB')
const made = await d1
  .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")
  .first()
if (!made) {
  const { unstable_splitSqlQuery } = wranglerFunctions()
  for (const sql of schema ?? []) {
    await d1.batch(unstable_splitSqlQuery(sql).map((statement) => d1.prepare(statement)))
  }
}

process.on('message', async ({ id, query, parameters }: Question) => {
  try {
    const { results, meta } = await d1
      .prepare(query)
      .bind(...parameters)
      .all()
    process.send?.({ id, results, meta })
  } catch (error) {
    process.send?.({ id, error: String(error) })
  }
})
process.on('disconnect', () => process.exit(0))
const url = await miniflare.unsafeGetDirectURL('worker')
process.send?.({ ready: url.href })
