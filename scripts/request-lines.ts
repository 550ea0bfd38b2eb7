/** What wrangler prints of requests, without what stands in their paths: a key, perhaps with a mistake before it. Pure. */
import { PROVIDERS } from '../src/providers/index.ts'

/** Words of our own routes. Whatever else stands in a path, and all that follows it, may be a key. */
const WORDS: ReadonlySet<string> = new Set([
  'healthz',
  'webhooks',
  ...PROVIDERS.map(({ name }) => name),
  'api',
  'openapi.json',
  'docs.html',
  'search',
  'orders',
  'transactions',
  'quarantine',
  'attention',
  'settle',
  'operations',
  'reproject',
  'replay',
  'ticked',
  'sign-in',
  'sign-out',
  'language',
  'live',
  'zone',
  'system',
  'month',
  'month.csv',
  'orders.csv',
  'transactions.csv',
  'assets',
  'style.css',
  'console.js',
  'favicon.ico',
  // wrangler's own.
  'cdn-cgi',
  'local',
  'scheduled',
])

/** A path as far as it is known, and a mark for the rest. */
export function maskPath(path: string): string {
  const [, ...segments] = path.split('/')
  const known = segments.findIndex((segment, place) => !isKnown(segment, place === segments.length - 1))
  return known < 0 ? path : `/${[...segments.slice(0, known), '…'].join('/')}`
}

/** A path may end in a slash; two of them are a mistake, and a key may follow. */
const isKnown = (segment: string, isLast: boolean): boolean =>
  WORDS.has(segment) || (segment === '' && isLast)

/** A line of wrangler's output as it may be shown. */
export const maskLine = (line: string): string =>
  line
    // `[wrangler:info] POST /path 401 Unauthorized (12ms)`
    .replace(/^(.*?\b[A-Za-z]+ )(\S+)(?= \d{3} .*\(\d+ms\))/, (_, before: string, path: string) =>
      before.concat(path.startsWith('/') ? maskPath(path) : '…'),
    )
    // `POST https://any.host/path (failed after 1 attempt)`, by whatever name a tunnel calls this machine.
    .replace(
      /\b([A-Z]+ https?:\/\/[^/\s"'<>]+)(\/[^\s"'<>]*)/g,
      (_, before: string, path: string) => before + maskPath(path),
    )
    .replace(
      /(https?:\/\/[^/\s"'<>]+)(\/[^\s"'<>]*)/g,
      (_, origin: string, path: string) => origin + (isLocal(origin) ? maskPath(path) : path),
    )
    .replace(/(?<![^\s"'`(])\/[^\s"'`)]*webhooks?[^\s"'`)]*/gi, maskPath)

const isLocal = (origin: string): boolean =>
  /\/(localhost|127\.0\.0\.1|\[::1?\]|0\.0\.0\.0)(:\d+)?$/.test(origin)
