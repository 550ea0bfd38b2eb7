/** The routes, and the answer if none of them matches. */

import { HTTPException } from 'hono/http-exception'
import { Hono } from 'hono/tiny'
import { type WebhookPath, webhookPath } from './access/path.ts'
import { type Answer, responseOf } from './answer.ts'
import { api } from './api/index.ts'
import { drain } from './bytes.ts'
import { rootCause } from './db/faults.ts'
import { isBrowser, operatorConsole, wrongAddress } from './pages/console.ts'
import { problemAnswer, problemResponse } from './problem.ts'
import { writeLine } from './receive/line.ts'
import { reportRefusedKeys } from './receive/report.ts'
import { webhook } from './receive/webhook.ts'

type Bindings = { Bindings: Env }

export const app = new Hono<Bindings>()

/** Headers of every answer for browsers and caches, unless a page sets them itself. */
const HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=15552000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

// Around everything, so that every answer has them: of the API, of a webhook, and of an unforeseen error.
app.use(async (context, next) => {
  await reportRefusedKeys(context.env, context.req.url)
  await next()
  const page = await wrongAddress(context, app.routes)
  if (page) context.res = page
  for (const [name, value] of Object.entries(HEADERS)) {
    if (!context.res.headers.has(name)) context.header(name, value)
  }
  await drain(context.req.raw)
})

app.get('/healthz', (context) => context.json({ ok: true }))
app.all('/healthz', () => problemResponse({ kind: 'method_not_allowed', allow: 'GET, HEAD' }))

app.route('/api', api)
app.route('/', operatorConsole)

app.notFound(async (context) => {
  const path = webhookPath(context.req.url)
  return responseOf(
    path ? await webhook(context.req.raw, path, context.env) : problemAnswer({ kind: 'not_found' }),
  )
})

app.onError(async (error, context) => {
  if (error instanceof HTTPException && error.status === 403) return problemResponse({ kind: 'forbidden' })
  return responseOf(await failed(error, context.req.url))
})

const routed = app.fetch

// Deliveries bypass the router, which tries a hundred routes in turn and accepts neither double slashes nor another case.
// Browsers go through it, and get a page that says so if there is nothing at the address.
app.fetch = (request, env, ...rest) => {
  const path = isBrowser(request) ? null : webhookPath(request.url)
  return path ? delivered(request, path, env as Env) : routed(request, env, ...rest)
}

async function delivered(request: Request, path: WebhookPath, env: Env): Promise<Response> {
  let answer: Answer
  try {
    await reportRefusedKeys(env, request.url)
    answer = await webhook(request, path, env)
  } catch (error) {
    answer = await failed(error, request.url)
  }
  await drain(request)
  const response = responseOf(answer, HEADERS)
  return request.method === 'HEAD' ? new Response(null, response) : response
}

async function failed(error: unknown, url: string): Promise<Answer> {
  await writeLine('error', { event: 'unexpected_error', error: rootCause(error) }, url)
  return problemAnswer({ kind: 'internal' })
}
