/** What every page needs to know about its request: the language, the time zone, and its address. */
import type { Context } from 'hono'
import { cookieIn, giveCookie } from '../access/cookie.ts'
import type { Deadline } from '../db/deadlines.ts'
import { deadlinesOf } from '../operations/deadlines.ts'
import { localPath } from './local-path.ts'
import type { Text } from './text/text.ts'

export type PageContext = Context<{ Bindings: Env }>

export type Language = 'en' | 'pt'

export type Zone = 'brasilia' | 'utc'

const COOKIE = 'catraca_language'
const ZONE_COOKIE = 'catraca_zone'
const YEAR_SECONDS = 365 * 24 * 60 * 60

declare module 'hono' {
  interface ContextVariableMap {
    /** The texts in the page's language, set before any page. */
    text: Text
  }
}

export interface View {
  readonly language: Language
  readonly text: Text
  /** The time zone of all times on the page. */
  readonly zone: Zone
  /** When the page was requested. */
  readonly now: number
  /** The address of this page, to return to. */
  readonly path: string
  /** How long an order may stay in a status, as AMPLIA_STUCK_HOURS says. */
  readonly deadlines: readonly Deadline[]
  /** Whether the operator may change something: if not, a page has no buttons. */
  readonly mayAct: boolean
}

export const languageOf = (context: PageContext): Language =>
  languageNamed(context.req.query('language')) ??
  languageNamed(cookieIn(context.req.raw, COOKIE)) ??
  acceptedLanguage(context.req.header('Accept-Language') ?? '')

export function viewOf(context: PageContext): View {
  const { pathname, search } = new URL(context.req.url)
  const zone = cookieIn(context.req.raw, ZONE_COOKIE) === 'utc' ? 'utc' : 'brasilia'
  return {
    language: languageOf(context),
    text: context.var.text,
    zone,
    now: Date.now(),
    path: localPath(pathname + search),
    deadlines: deadlinesOf(context.env) ?? [],
    mayAct: context.var.operator?.role === 'act',
  }
}

/** Remembers a language in the browser, if it is one of ours. */
export function rememberLanguage(context: PageContext, named: string | undefined): void {
  const language = languageNamed(named)
  if (language) remember(context, COOKIE, language)
}

/** Remembers the chosen time zone. */
export function rememberZone(context: PageContext, named: string | undefined): void {
  if (named === 'utc' || named === 'brasilia') remember(context, ZONE_COOKIE, named)
}

function remember(context: PageContext, name: string, value: string): void {
  // Without Secure, because it is not a secret and some browsers refuse Secure on localhost.
  giveCookie(context, name, value, { maxAgeSeconds: YEAR_SECONDS, sameSite: 'Lax', isSecure: false })
}

const languageNamed = (text: string | undefined): Language | undefined =>
  text === 'en' || text === 'pt' ? text : undefined

/** The first of our languages by the browser's order of preference; English if it asks for none of them. */
export function acceptedLanguage(header: string): Language {
  const ranges = header.split(',').map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return { primary: tag.split('-')[0], quality: quality ? Number(quality.slice(2)) : 1 }
  })
  const [best] = ranges
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .flatMap(({ primary }) => languageNamed(primary) ?? [])
  return best ?? 'en'
}
