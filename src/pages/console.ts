/** The pages as they are served: behind the door, with the headers that leave a browser nothing but our own style and script, and nothing to keep. */

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

/** What a person must see who has no key yet. */
const OPEN = new Set(['/sign-in'])

/** Forms that change nothing but who is signed in. */
const UNCHANGING = new Set(['/sign-in', '/sign-out'])

const actorsOnly = createMiddleware<Operator>((context, next) =>
  context.var.operator.role === 'act' ? next() : viewOnlyPage(context),
)

/** What app.ts says of every answer, it says of these too. */
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

/** Pages show what only operators may see: no cache on the way may keep them. */
const uncached = createMiddleware<Operator>(async (context, next) => {
  await next()
  if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store')
})

/** Before the door, so that no form changes anything that its page could not then tell of. */
const inWords = createMiddleware<Operator>(async (context, next) => {
  const error = await wordless(context)
  if (error === null) return next()
  log('error', error)
  return textlessPage(context)
})

/** Gives a page its texts; where they cannot be read, what the log is to say of it. */
async function wordless(context: PageContext): Promise<Line | null> {
  try {
    context.set('text', await textIn(context.env, languageOf(context)))
    return null
  } catch (error) {
    return { event: 'page_failed', error: rootCause(error) }
  }
}

const door = operatorsOnly((context, refusal) => {
  if (refusal === 'unavailable') return unavailablePage(context)
  const nobody = refusal !== 'too_many' && !isConfigured(context.env)
  return signInPage(context, nobody ? 'not_configured' : refusal)
})

/** Whether a person looks at the answer. */
export const isBrowser = ({ method, headers }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && headers.get('Accept')?.includes('text/html') === true

/** A page in place of the problem that a browser would get for an address without one; null where it is another answer. */
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
  // Which addresses the API has is in its description, so one that it lacks needs no key.
  const isApi = /^\/api(?:\/|$)/.test(pathname)
  if (status !== 404 && status !== 405 && !(status === 401 && isApi && !isThere)) return null
  // It has no order of that id, say: the answer of a program.
  if (others.some(({ method }) => method === 'GET')) return null
  const error = await wordless(context)
  if (error) {
    await writeAside('error', error)
    return null
  }
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
  // The address may end in a key, which would then stand in the next request.
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
    OPEN.has(path) ? csrf() : door,
    ...(isChange ? [actorsOnly] : []),
  )
}
operatorConsole.route('/', pages)
