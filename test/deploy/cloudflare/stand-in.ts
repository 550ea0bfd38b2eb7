/**
 * Cloudflare on loopback: its API with an account behind it that remembers, and the Workers that were deployed to it.
 * Every call is written down, and any call can be left without an answer, as by a line that breaks.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { serve as listen } from '../../../scripts/local-server.ts'
import type { Script, State } from './account.ts'
import { answerCall, type Call } from './api.ts'
import { type Runtime, startRuntime } from './runtime.ts'

export const ACCOUNT = randomBytes(16).toString('hex')
export const TOKEN = 'stand-in-token'

export interface StandIn {
  readonly state: State
  readonly url: string
  /** What was asked of the API so far. */
  readonly calls: Call[]
  /** The calls that may have changed something, as `METHOD /path`. */
  writes(): readonly string[]
  /** Leaves the next such call without an answer, `after` it was carried out or `before`; resolves when it has come. */
  breakAt(when: 'before' | 'after', isIt: (call: Call) => boolean): Promise<void>
  /** Asks a deployed Worker. */
  fetch(url: string, init?: RequestInit): Promise<Response>
  /** The Worker of that name. */
  worker(name: string): Script
  /** The rows of a query against the database of that name. */
  rows(name: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  stop(): Promise<void>
}

/** Where a request of `https://<host>/…` is sent instead; the host stands in this header. */
export const HOST_HEADER = 'x-stand-in-host'

export async function startStandIn(subdomain: string | undefined): Promise<StandIn> {
  const state: State = { id: ACCOUNT, subdomain, databases: [], scripts: new Map(), assets: new Map() }
  const folder = mkdtempSync(join(tmpdir(), 'catraca-stand-in-'))
  const runtime = await startRuntime(state, folder)
  const calls: Call[] = []
  let breaking: { when: 'before' | 'after'; isIt: (call: Call) => boolean; arrived: () => void } | undefined

  const answerApi = async (call: Call, response: ServerResponse): Promise<void> => {
    calls.push(call)
    if (breaking?.isIt(call)) {
      const { when, arrived } = breaking
      breaking = undefined
      if (when === 'after') await answerCall(state, runtime, call)
      arrived()
      return
    }
    const reply = await answerCall(state, runtime, call)
    const ok = 'result' in reply
    const errors = ok ? [] : [{ code: reply.code, message: reply.message }]
    response.writeHead(ok ? 200 : reply.status, { 'Content-Type': 'application/json' })
    response.end(
      JSON.stringify({
        success: ok,
        errors,
        messages: [],
        result: ok ? reply.result : null,
        ...(ok && { result_info: { cursor: reply.cursor ?? '' } }),
      }),
    )
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams, search } = new URL(request.url ?? '', 'http://stand-in')
    const body = await buffer(request)
    const host = request.headers[HOST_HEADER]
    if (typeof host === 'string')
      return serve(state, runtime, host, pathname + search, request, body, response)
    // Static files come with the token of their own session.
    if (request.headers.authorization !== `Bearer ${TOKEN}` && !pathname.endsWith('/workers/assets/upload'))
      return refuse(response, 403, 'Authentication error')
    if (pathname === '/accounts') return accounts(response)
    const path = pathname.replace(`/accounts/${ACCOUNT}`, '')
    await answerApi(
      { method: request.method ?? '', path, query: searchParams, body, headers: request.headers },
      response,
    )
  }

  const { url: base, close } = await listen((request, response) =>
    answer(request, response).catch((error) => refuse(response, 500, String(error))),
  )
  return {
    state,
    url: base,
    calls,
    writes: () => calls.filter(isWrite).map(({ method, path }) => `${method} ${path}`),
    breakAt: (when, isIt) =>
      new Promise((arrived) => {
        breaking = { when, isIt, arrived }
      }),
    fetch(url, init) {
      const { hostname, pathname, search } = new URL(url)
      const headers = new Headers(init?.headers)
      headers.set(HOST_HEADER, hostname)
      return fetch(`${base}${pathname}${search}`, { ...init, headers })
    },
    worker(name) {
      const script = state.scripts.get(name)
      if (!script) throw new Error(`There is no Worker ${name}`)
      return script
    },
    async rows(name, sql) {
      const database = state.databases.find((each) => each.name === name)
      if (!database) throw new Error(`There is no database ${name}`)
      const [answer] = await runtime.query(database.uuid, sql)
      return answer?.results ?? []
    },
    async stop() {
      await close()
      await runtime.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const isWrite = ({ method, path, body }: Call): boolean =>
  method !== 'GET' && !(/\/(query|raw)$/.test(path) && /^\{"sql":"SELECT /.test(body.toString('utf8')))

async function serve(
  state: State,
  runtime: Runtime,
  host: string,
  path: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const script = [...state.scripts.values()].find(
    ({ name }) => host === `${name}.${state.subdomain}.workers.dev`,
  )
  if (!script?.enabled) return refuse(response, 404, 'There is nothing here yet')
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && name !== HOST_HEADER && name !== 'host' && name !== 'connection')
      headers.set(name, value)
  }
  headers.set('CF-Connecting-IP', '192.0.2.1')
  const answer = await runtime.fetch(script, `https://${host}${path}`, {
    method: request.method ?? 'GET',
    headers,
    body,
  })
  response.writeHead(answer.status, [...answer.headers].flat())
  response.end(Buffer.from(await answer.arrayBuffer()))
}

function accounts(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(
    JSON.stringify({ success: true, errors: [], messages: [], result: [{ id: ACCOUNT, name: 'Stand-in' }] }),
  )
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(
    JSON.stringify({ success: false, errors: [{ code: 10000, message }], messages: [], result: null }),
  )
}
