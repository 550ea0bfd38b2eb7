/** What every page needs to know of its request: the language, and where it is. */
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
    /** Set before any page: in its language. */
    text: Text
  }
}

export interface View {
  readonly language: Language
  readonly text: Text
  /** Whose times are shown. */
  readonly zone: Zone
  /** When the page was asked for. */
  readonly now: number
  /** The address of this page, to come back to. */
  readonly path: string
  /** How long an order may stay in a status, as AMPLIA_STUCK_HOURS says. */
  readonly deadlines: readonly Deadline[]
  /** Whether the operator may change something: without it a page has no buttons. */
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

/** Remembers a language in the browser; anything but a language of ours is not remembered. */
export function rememberLanguage(context: PageContext, named: string | undefined): void {
  const language = languageNamed(named)
  if (language) remember(context, COOKIE, language)
}

/** Remembers whose times somebody wants to see. */
export function rememberZone(context: PageContext, named: string | undefined): void {
  if (named === 'utc' || named === 'brasilia') remember(context, ZONE_COOKIE, named)
}

function remember(context: PageContext, name: string, value: string): void {
  // Without Secure, because it is no secret and some browsers refuse Secure on localhost.
  giveCookie(context, name, value, { maxAgeSeconds: YEAR_SECONDS, sameSite: 'Lax', isSecure: false })
}

const languageNamed = (text: string | undefined): Language | undefined =>
  text === 'en' || text === 'pt' ? text : undefined

/** The first of our languages by the browser's order of preference; English where it asks for neither. */
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
