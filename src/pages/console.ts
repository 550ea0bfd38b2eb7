/** Serves the pages: after the sign-in, with headers that allow a browser only our own style and script, and no caching. */

import { csrf } from 'hono/csrf'
import { createMiddleware } from 'hono/factory'
import { Hono } from 'hono/tiny'
import { writeAside } from '../access/aside.ts'
import { isConfigured, operatorsOnly } from '../access/operator.ts'
import { rootCause } from '../db/faults.ts'
import { type Line, log } from '../log.ts'
import { textlessPage, unavailablePage, viewOnlyPage, wrongAddressPage } from './errors.tsx'
import { pages } from './index.tsx'
import { signInPage } from './sign-in.tsx'
import { textIn } from './text/asset.ts'
import { languageOf, type PageContext } from './view.ts'

type Operator = { Bindings: Env }

/** Paths that are open without a sign-in. */
const OPEN = new Set(['/sign-in'])

/** Forms that change nothing except who is signed in. */
const UNCHANGING = new Set(['/sign-in', '/sign-out'])

const actorsOnly = createMiddleware<Operator>((context, next) =>
  context.var.operator.role === 'act' ? next() : viewOnlyPage(context),
)

/** In addition to the headers that app.ts sets for every answer. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'same-origin',
}

const headers = createMiddleware<Operator>(async (context, next) => {
  await next()
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
})

/** Only operators may see the pages, so no cache may keep them. */
const uncached = createMiddleware<Operator>(async (context, next) => {
  await next()
  if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store')
})

/** Runs before the sign-in, so that no form changes anything if its page could then not be shown. */
const inWords = createMiddleware<Operator>(async (context, next) => {
  const error = await wordless(context)
  if (error === null) return next()
  log('error', error)
  return textlessPage(context)
})

/** Gives a page its texts; if they cannot be read, returns the line for the log. */
async function wordless(context: PageContext): Promise<Line | null> {
  try {
    context.set('text', await textIn(context.env, languageOf(context)))
    return null
  } catch (error) {
    return { event: 'page_failed', error: rootCause(error) }
  }
}

const signedIn = operatorsOnly((context, refusal) => {
  if (refusal === 'unavailable') return unavailablePage(context)
  const nobody = refusal !== 'too_many' && !isConfigured(context.env)
  return signInPage(context, nobody ? 'not_configured' : refusal)
})

/** Whether a person will see the answer. */
export const isBrowser = ({ method, headers }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && headers.get('Accept')?.includes('text/html') === true

/** The page for a browser that asked for an address without one, instead of a problem in JSON; null for any other answer. */
export async function wrongAddress(
  context: PageContext,
  routes: readonly { readonly method: string; readonly path: string }[],
): Promise<Response | null> {
  const { status, headers } = context.res
  if (!isBrowser(context.req.raw) || !headers.get('Content-Type')?.includes('problem')) return null
  const { pathname } = new URL(context.req.url)
  const others = routes.filter(
    ({ method, path }) =>
      method !== 'ALL' &&
      new RegExp(`^${path.replaceAll('.', '[.]').replaceAll(/:\w+/g, '[^/]+')}$`).test(pathname),
  )
  const isThere = status === 405 || others.length > 0
  // The API's description lists all its addresses, so this one may be answered without a key.
  const isApi = /^\/api(?:\/|$)/.test(pathname)
  if (status !== 404 && status !== 405 && !(status === 401 && isApi && !isThere)) return null
  // The address exists, but for example has no order with that id: keep the answer for programs.
  if (others.some(({ method }) => method === 'GET')) return null
  const error = await wordless(context)
  if (error) {
    await writeAside('error', error)
    return null
  }
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
  // The address may end in a key, which the next request would send along as its referrer.
  context.header('Referrer-Policy', 'no-referrer')
  if (status !== 405 && isThere)
    context.header('Allow', [...new Set(others.map(({ method }) => method))].join(', '))
  return wrongAddressPage(context, isThere)
}

export const operatorConsole = new Hono<Operator>()

for (const { method, path } of pages.routes) {
  const isChange = method === 'POST' && !UNCHANGING.has(path)
  operatorConsole.on(
    method,
    path,
    headers,
    uncached,
    inWords,
    OPEN.has(path) ? csrf() : signedIn,
    ...(isChange ? [actorsOnly] : []),
  )
}
operatorConsole.route('/', pages)
