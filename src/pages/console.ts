/** The pages as they are served: behind the door, with the headers that leave a browser nothing but our own style and script, and nothing to keep. */

import { csrf } from 'hono/csrf'
import { createMiddleware } from 'hono/factory'
import { Hono } from 'hono/tiny'
import { isConfigured, operatorsOnly } from '../access/operator.ts'
import { rootCause } from '../db/faults.ts'
import { log } from '../log.ts'
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
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
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
  try {
    context.set('text', await textIn(context.env, languageOf(context)))
  } catch (error) {
    log('error', { event: 'page_failed', error: rootCause(error) })
    return textlessPage(context)
  }
  return next()
})

const door = operatorsOnly((context, refusal) => {
  if (refusal === 'unavailable') return unavailablePage(context)
  const nobody = refusal !== 'too_many' && !isConfigured(context.env)
  return signInPage(context, nobody ? 'not_configured' : refusal)
})

/** What a browser is told of an address that no page has; null where it is no browser that asks. */
export async function wrongAddress(context: PageContext): Promise<Response | null> {
  if (!context.req.header('Accept')?.includes('text/html')) return null
  const { pathname } = new URL(context.req.url)
  const others = pages.routes.filter(({ path }) =>
    new RegExp(`^${path.replaceAll('.', '[.]').replaceAll(/:\w+/g, '[^/]+')}$`).test(pathname),
  )
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
  if (others.length > 0) context.header('Allow', others.map(({ method }) => method).join(', '))
  context.set('text', await textIn(context.env, languageOf(context)))
  return wrongAddressPage(context, others.length > 0)
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
