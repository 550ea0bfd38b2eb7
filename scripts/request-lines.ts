/** What wrangler prints about requests, without the rest of their paths: a key, perhaps with a mistake before it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OPERATIONS } from '../src/api/operations.ts'
import { PROVIDERS } from '../src/providers/index.ts'
import { root } from './wrangler.ts'

const PAGES = readdirSync(join(root, 'src/pages'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(join(root, 'src/pages', file), 'utf8'))

/** Words of our own routes. Whatever else stands in a path, and all that follows it, may be a key. */
const WORDS: ReadonlySet<string> = new Set(
  [
    ...PAGES.flatMap((text) =>
      [...text.matchAll(/\.(?:get|post)\('\/([^']*)'/g)].flatMap(([, path]) => path ?? []),
    ),
    ...OPERATIONS.map(({ path }) => path),
    ...PROVIDERS.map(({ name }) => `webhooks/${name}`),
    ...['api', 'assets'].flatMap((folder) =>
      readdirSync(join(root, 'public', folder)).map((file) => `${folder}/${file}`),
    ),
    // The Worker's own, and wrangler's.
    'healthz',
    'favicon.ico',
    'cdn-cgi/local/scheduled',
  ].flatMap((path) => path.split('/').filter((word) => word !== '' && !/[:{]/.test(word))),
)

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
