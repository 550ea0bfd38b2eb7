/** The part of Cloudflare's API that wrangler and setup use, over an account in memory. */
import type { IncomingMessage } from 'node:http'
import {
  createDatabase,
  deleteSecret,
  deployVersion,
  isNewestServing,
  putSecret,
  type Refusal,
  type Script,
  type State,
  secretsOf,
  serving,
  type Upload,
  uploadScript,
  type Version,
} from './account.ts'
import type { Runtime } from './runtime.ts'

export interface Call {
  readonly method: string
  /** Behind /accounts/<id>. */
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Buffer
  readonly headers: IncomingMessage['headers']
}

export type Reply =
  | { readonly result: unknown /** Where a list goes on. */; readonly cursor?: string }
  | Refusal

const notFound = (message: string, code = 10007): Refusal => ({ status: 404, code, message })

/** Answers one call. */
export async function answerCall(state: State, runtime: Runtime, call: Call): Promise<Reply> {
  const [area, ...rest] = call.path.split('/').filter(Boolean).map(decodeURIComponent)
  if (area === 'd1' && rest[0] === 'database') return answerDatabase(state, runtime, call, rest.slice(1))
  if (area !== 'workers') return unknownCall(call)
  const [kind, name = '', ...more] = rest
  if (kind === 'assets') return takeAssets(state, call)
  if (kind === 'durable_objects') return answerObjects(state, runtime, call, more)
  if (kind === 'subdomain') return answerSubdomain(state, call)
  const script = state.scripts.get(name)
  if (kind === 'services') {
    if (!script) return notFound('This Worker does not exist on your account.', 10090)
    return {
      result: {
        default_environment: {
          environment: 'production',
          script: { tag: name, tags: script.tags, last_deployed_from: 'wrangler' },
        },
      },
    }
  }
  if (kind === 'workers' && call.method === 'GET') {
    if (!script) return notFound('This Worker does not exist on your account.')
    return { result: { name, subdomain: { enabled: script.enabled, previews_enabled: false } } }
  }
  if (kind !== 'scripts') return unknownCall(call)
  if (more[0] === 'assets-upload-session') return openAssetSession(state, call)
  if (call.method === 'PUT' && more.length === 0) return takeUpload(state, name, call)
  if (!script) return notFound('This Worker does not exist on your account.')
  return answerScript(script, call, more)
}

const unknownCall = ({ method, path }: Call): Refusal => ({
  status: 501,
  code: 1,
  message: `the stand-in knows no ${method} ${path}`,
})

async function answerDatabase(
  state: State,
  runtime: Runtime,
  call: Call,
  [key, action]: readonly string[],
): Promise<Reply> {
  if (key === undefined) {
    if (call.method === 'POST') {
      const { name, primary_location_hint } = json<{ name: string; primary_location_hint?: string }>(call)
      return resultOf(createDatabase(state, name, primary_location_hint))
    }
    const name = call.query.get('name')
    return { result: state.databases.filter((database) => name === null || database.name.includes(name)) }
  }
  const database = state.databases.find(({ uuid, name }) => uuid === key || name === key)
  if (!database) return notFound(`The database ${key} could not be found`, 7404)
  if (action === undefined) return { result: database }
  if (action !== 'query' && action !== 'raw') return unknownCall(call)
  try {
    const { sql, params } = json<{ sql: string; params?: readonly (string | number)[] }>(call)
    const results = await runtime.query(database.uuid, sql, params)
    return {
      result: results.map(({ results: rows, meta }) => ({
        results: action === 'raw' ? rawOf(rows) : rows,
        success: true,
        meta,
      })),
    }
  } catch (error) {
    return {
      status: 400,
      code: 7500,
      message: String(error instanceof Error ? error.message : error).replace('D1_ERROR: ', ''),
    }
  }
}

const rawOf = (rows: readonly Readonly<Record<string, unknown>>[]) => ({
  columns: Object.keys(rows[0] ?? {}),
  rows: rows.map((row) => Object.values(row)),
})

/** A namespace's id says whose it is; its objects are listed by their ids, some at a time. */
function answerObjects(state: State, runtime: Runtime, call: Call, [id, objects]: readonly string[]): Reply {
  const namespaces = [...state.scripts.values()].flatMap((script) =>
    (serving(script)?.upload.bindings ?? [])
      .filter(({ type }) => type === 'durable_object_namespace')
      .map(({ class_name = '' }) => ({
        id: Buffer.from(`${script.name}/${class_name}`).toString('hex'),
        name: `${script.name}_${class_name}`,
        script: script.name,
        class: class_name,
      })),
  )
  if (id === undefined) return { result: Number(call.query.get('page') ?? 1) === 1 ? namespaces : [] }
  const namespace = namespaces.find((each) => each.id === id)
  if (!namespace || objects !== 'objects') return notFound('namespace not found', 10066)
  const after = call.query.get('cursor') ?? ''
  const limit = Number(call.query.get('limit'))
  const ids = runtime.objects(namespace.script, namespace.class).filter((each) => each > after)
  const page = ids.slice(0, limit)
  return {
    result: page.map((each) => ({ id: each, hasStoredData: true })),
    cursor: ids.length > limit ? (page.at(-1) ?? '') : '',
  }
}

function answerSubdomain(state: State, call: Call): Reply {
  if (call.method === 'PUT') state.subdomain = json<{ subdomain: string }>(call).subdomain
  if (state.subdomain === undefined)
    return notFound('You need a workers.dev subdomain in order to proceed', 10007)
  return { result: { subdomain: state.subdomain } }
}

function answerScript(script: Script, call: Call, [part, id]: readonly string[]): Reply {
  const isRead = call.method === 'GET'
  switch (part) {
    case 'secrets':
      if (!isRead && !isNewestServing(script))
        return { status: 400, code: 10215, message: 'The latest version of the Worker is not deployed.' }
      if (call.method === 'PUT') {
        const { name, text } = json<{ name: string; text: string }>(call)
        putSecret(script, name, text)
      }
      if (call.method === 'DELETE') deleteSecret(script, id ?? '')
      return { result: secretsOf(script.versions.at(-1)).map(({ name, type }) => ({ name, type })) }
    case 'versions': {
      const versions = script.versions.map(shownVersion).reverse()
      if (id === undefined) return { result: { items: versions } }
      const version = versions.find((each) => each.id === id)
      return version ? { result: version } : notFound('version not found')
    }
    case 'deployments': {
      if (isRead) return { result: { deployments: script.deployments } }
      const { versions } = json<{ versions: readonly { version_id: string }[] }>(call)
      return resultOf(deployVersion(script, versions[0]?.version_id ?? '', call.query.has('force')))
    }
    case 'subdomain':
      if (!isRead) script.enabled = json<{ enabled: boolean }>(call).enabled
      return { result: { enabled: script.enabled, previews_enabled: false } }
    case 'schedules':
      if (!isRead) script.crons = json<readonly { cron: string }[]>(call).map(({ cron }) => cron)
      return { result: { schedules: script.crons.map((cron) => ({ cron })) } }
    case 'settings':
      return { result: { bindings: serving(script)?.upload.bindings ?? [] } }
    case 'script-settings':
      script.tags = json<{ tags?: readonly string[] }>(call).tags ?? script.tags
      return { result: { tags: script.tags } }
    default:
      return unknownCall(call)
  }
}

/** Says which static files the account lacks; without any, the answer is what a deploy shows for them. */
function openAssetSession(state: State, call: Call): Reply {
  const { manifest } = json<{ manifest: Readonly<Record<string, { hash: string }>> }>(call)
  const lacking = Object.values(manifest).flatMap(({ hash }) => (state.assets.has(hash) ? [] : [hash]))
  return { result: { jwt: ASSETS_TOKEN, buckets: lacking.length > 0 ? [lacking] : [] } }
}

/** Static files arrive as a form: a file for each hash. */
async function takeAssets(state: State, call: Call): Promise<Reply> {
  if (call.method !== 'POST' || call.headers.authorization !== `Bearer ${ASSETS_TOKEN}`)
    return unknownCall(call)
  for (const [hash, file] of await formOf(call)) state.assets.set(hash, await new Response(file).text())
  return { result: { jwt: ASSETS_TOKEN } }
}

/** A JWT, because wrangler reads when it ends. */
const ASSETS_TOKEN = ['{"alg":"none"}', '{"exp":32503680000}', 'stand-in']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')

const formOf = (call: Call): Promise<FormData> =>
  new Response(call.body, { headers: { 'Content-Type': call.headers['content-type'] ?? '' } }).formData()

/** A script arrives as a form: its metadata, and a file for each module. */
async function takeUpload(state: State, name: string, call: Call): Promise<Reply> {
  const form = await formOf(call)
  const upload = JSON.parse(String(form.get('metadata'))) as Upload
  const main = form.get(upload.main_module)
  if (!(main instanceof File)) return { status: 400, code: 10021, message: 'no main module' }
  const version = uploadScript(state, name, upload, await main.text())
  if (!('createdOn' in version)) return version
  return { result: { id: name, etag: version.id, deployment_id: version.id, startup_time_ms: 1 } }
}

const shownVersion = (version: Version) => ({
  id: version.id,
  number: version.number,
  metadata: { created_on: version.createdOn, source: 'wrangler', author_email: 'someone@example.com' },
  annotations: version.annotations,
  resources: {
    bindings: version.upload.bindings.map(({ name, type }) => ({ name, type })),
    script: { etag: version.id },
    script_runtime: { usage_model: 'standard' },
  },
})

const json = <Body>(call: Call): Body => JSON.parse(call.body.toString('utf8')) as Body

const resultOf = (result: object | Refusal): Reply => ('code' in result ? (result as Refusal) : { result })
