/**
 * Stands in for Safe2Pay's API over real HTTP: the documented shapes, and every fault that a test asks for. Runs in Node; a
 * test in the Workers runtime configures it under `/stand-in`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { serve } from '../../scripts/local-server.ts'
import {
  answerTo,
  modelOf,
  refusal,
  type Sender,
  type Transaction as Told,
} from '../../scripts/prove/sender-api.ts'

export interface Transaction extends Told {
  /** The key of its account; if left out, every key sees it. */
  readonly key?: string
}

export type FaultKind =
  | 'reset'
  | 'cut'
  | 'silence'
  | 'redirect'
  | 'large'
  | 'html'
  | 'error'
  | 'busy'
  | 'forbidden'
  | 'missing'
  | 'has_error'
  | 'error_as_text'
  | 'no_envelope'
  | 'other_transaction'
  | 'webhook_shape'
  | 'unknown_status'
  | 'echo_key'

export interface Fault {
  readonly kind: FaultKind
  /** The end of the path that has the fault; if left out, every path. */
  readonly at?: 'Get' | 'List' | 'ResubmitCallback'
  /** How many calls have it; if left out, all. */
  readonly times?: number
  readonly retryAfter?: string
}

export interface State extends Sender {
  readonly keys: readonly string[]
  readonly transactions: readonly Transaction[]
  readonly faults: readonly Fault[]
}

export interface Heard {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly key: string | null
}

const EMPTY: State = { keys: ['api-key-of-the-tests'], transactions: [], disputes: [], faults: [] }

export interface StandIn {
  readonly url: string
  set(state: Partial<State>): void
  readonly heard: readonly Heard[]
  close(): Promise<void>
}

export async function safe2payApi(): Promise<StandIn> {
  let state = EMPTY
  let heard: Heard[] = []
  let left = new Map<Fault, number>()
  const set = (next: Partial<State>): void => {
    state = { ...EMPTY, ...next }
    heard = []
    left = new Map(state.faults.map((fault) => [fault, fault.times ?? Number.POSITIVE_INFINITY]))
  }

  const faultAt = (path: string): Fault | undefined => {
    const fault = state.faults.find((each) => path.endsWith(each.at ?? '') && (left.get(each) ?? 0) > 0)
    if (fault) left.set(fault, (left.get(fault) ?? 0) - 1)
    return fault
  }

  const {
    url: base,
    server,
    close,
  } = await serve(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://stand-in')
    if (url.pathname.startsWith('/stand-in')) {
      if (request.method === 'POST') set(JSON.parse(await text(request)) as Partial<State>)
      json(response, 200, heard)
      return
    }
    const key = request.headers['x-api-key']
    const presented = typeof key === 'string' ? key : null
    heard.push({
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      key: presented,
    })
    const fault = faultAt(url.pathname)
    if (fault && applyFault(fault, request, response, url, presented)) return
    const isKnown = presented !== null && state.keys.includes(presented)
    const transactions = state.transactions.filter(({ key: of = presented }) => of === presented)
    const answer = isKnown ? answerTo({ ...state, transactions }, request.method, url, toldWith(fault)) : null
    json(response, isKnown ? (answer ? 200 : 404) : 401, answer ?? {})
  })
  server.unref()
  return {
    url: `${base}/`,
    set,
    get heard() {
      return heard
    },
    close,
  }
}

/** Faults that are a whole answer. */
const ANSWERS: Partial<Record<FaultKind, (url: URL, key: string | null) => readonly [number, unknown]>> = {
  error: () => [503, { Message: 'away' }],
  busy: () => [429, { Message: 'slow down' }],
  forbidden: () => [403, {}],
  missing: () => [404, {}],
  has_error: () => [200, refusal('Transação não encontrada.')],
  error_as_text: () => [200, { HasError: 'false', ResponseDetail: { IdTransaction: 1, Status: '3' } }],
  no_envelope: (url) => [200, { IdTransaction: Number(url.searchParams.get('Id')), Status: '3' }],
  echo_key: (_, key) => [200, refusal(`The key ${key} of Fulano, CPF 529.982.247-25, is not allowed`)],
}

/** Applies the fault; returns whether that was the whole answer. */
function applyFault(
  { kind, retryAfter }: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  key: string | null,
): boolean {
  const answer = ANSWERS[kind]?.(url, key)
  if (answer) {
    json(response, ...answer, retryAfter)
    return true
  }
  switch (kind) {
    case 'reset':
      request.socket.destroy()
      return true
    case 'cut':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
      response.write('{"HasError":false,')
      setTimeout(() => request.socket.destroy(), 20)
      return true
    case 'silence':
      return true
    case 'redirect':
      response.writeHead(302, { Location: `${url.pathname}/elsewhere` }).end()
      return true
    case 'large': {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      const more = (): void => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
      return true
    }
    case 'html':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Maintenance</html>')
      return true
    default:
      return false
  }
}

/** The model as it is documented, or with the fault in it. */
const toldWith = (fault: Fault | undefined) => (transaction: Told) => {
  const { Status, IdTransaction, ...model } = modelOf(transaction)
  switch (fault?.kind) {
    case 'other_transaction':
      return { ...model, Status, IdTransaction: IdTransaction + 1 }
    case 'webhook_shape':
      return { ...model, IdTransaction, TransactionStatus: { Id: Status, Code: String(Status) } }
    case 'unknown_status':
      return { ...model, IdTransaction, Status: 16 }
    default:
      return { ...model, IdTransaction, Status }
  }
}

function json(response: ServerResponse, status: number, value: unknown, retryAfter?: string): void {
  response
    .writeHead(status, {
      'Content-Type': 'application/json',
      ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
    })
    .end(JSON.stringify(value))
}
