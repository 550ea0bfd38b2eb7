/** What serves: the real runtime with the uploaded bundles, their objects, and the databases of the account. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from 'miniflare'
import { ALONE } from '../../../scripts/runtime/worker.ts'
import { wranglerFunctions } from '../../../scripts/wrangler.ts'
import { type Script, type State, serving } from './account.ts'

interface Rows {
  readonly results: readonly Readonly<Record<string, unknown>>[]
  readonly meta: object
}

export interface Runtime {
  /** Runs every statement or none, as D1's API does. */
  query(uuid: string, sql: string, params?: readonly (string | number)[]): Promise<readonly Rows[]>
  /** Has the version of a Worker that serves now answer. */
  fetch(
    script: Script,
    url: string,
    init: { method: string; headers: Headers; body: Buffer },
  ): Promise<Response>
  /** The ids of a class's objects that have something stored, in their order. */
  objects(script: string, className: string): readonly string[]
  stop(): Promise<void>
}

/** Miniflare's own type needs the types of Workers, which are not those of Node. */
interface Fetcher {
  fetch(url: string, init: RequestInit): Promise<Response>
}

/** A Worker that does nothing, to reach the databases that no Worker is bound to yet. */
const DATABASES = 'databases'

export async function startRuntime(state: State, folder: string): Promise<Runtime> {
  let miniflare: Miniflare | undefined
  let shown = ''
  const upToDate = async (): Promise<Miniflare> => {
    const options = optionsFor(state, folder)
    const wanted = JSON.stringify(options)
    if (!miniflare) miniflare = new Miniflare(convertV4MiniflareOptions(options))
    else if (wanted !== shown) await miniflare.setOptions(convertV4MiniflareOptions(options))
    shown = wanted
    await miniflare.ready
    return miniflare
  }
  return {
    async query(uuid, sql, params = []) {
      const database = await (await upToDate()).getD1Database(uuid, DATABASES)
      if (params.length > 0)
        return [
          await database
            .prepare(sql)
            .bind(...params)
            .all(),
        ]
      const { unstable_splitSqlQuery } = wranglerFunctions()
      return database.batch(unstable_splitSqlQuery(sql).map((statement) => database.prepare(statement)))
    },
    async fetch(script, url, { method, headers, body }) {
      const worker = (await (await upToDate()).getWorker(script.name)) as unknown as Fetcher
      return worker.fetch(url, {
        method,
        headers: [...headers],
        ...(body.byteLength > 0 && { body }),
        redirect: 'manual',
      })
    },
    objects(script, className) {
      const objects = join(folder, 'do', `${script}-${className}`)
      if (!existsSync(objects)) return []
      return readdirSync(objects)
        .flatMap((file) => /^([0-9a-f]{64})\.sqlite$/.exec(file)?.[1] ?? [])
        .sort()
    },
    async stop() {
      await miniflare?.dispose()
    },
  }
}

function optionsFor(state: State, folder: string): V4MiniflareOptions {
  const databases = Object.fromEntries(state.databases.map(({ uuid }) => [uuid, { id: uuid }]))
  return {
    ...ALONE,
    resourcePersistencePath: folder,
    handleStructuredLogs: () => undefined,
    workers: [
      { name: DATABASES, modules: true, script: 'export default {}', d1Databases: databases },
      ...[...state.scripts.values()].map(workerOf),
    ],
  }
}

function workerOf(script: Script) {
  const version = serving(script)
  if (!version) throw new Error(`No version of ${script.name} serves`)
  const { bindings, compatibility_date, main_module } = version.upload
  const byType = <Value>(type: string, of: (binding: (typeof bindings)[number]) => Value) =>
    Object.fromEntries(bindings.filter((each) => each.type === type).map((each) => [each.name, of(each)]))
  return {
    name: script.name,
    compatibilityDate: compatibility_date,
    modules: [{ type: 'ESModule' as const, path: main_module, contents: version.code }],
    bindings: {
      ...byType('plain_text', ({ text }) => text ?? ''),
      ...byType('secret_text', ({ text }) => text ?? ''),
    },
    d1Databases: byType('d1', ({ database_id, id }) => ({ id: database_id ?? id ?? '' })),
    durableObjects: byType('durable_object_namespace', ({ class_name }) => ({
      className: class_name ?? '',
      useSQLite: true,
    })),
    ratelimits: byType('ratelimit', ({ namespace_id, simple }) => ({
      namespace_id: namespace_id ?? '',
      simple: simple ?? { limit: 1, period: 60 as const },
    })),
  }
}
