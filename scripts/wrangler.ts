/**
 * wrangler, run by the Node that the project brings: without telemetry, without asking the network for `Request.cf`, and
 * without a store of traces on disk, which would hold the URL of each request, and so keys.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

const require = createRequire(import.meta.url)

/** What runs wrangler: a program and its first arguments. Its own command would start a second Node that starts this. */
export const wranglerCommand = [process.execPath, '--no-warnings', require.resolve('wrangler')] as const
const [node, ...first] = wranglerCommand

/**
 * wrangler's own functions, loaded when the first is needed, which takes most of a second. Required, because an import
 * would have Node read its 15 MB twice more, for the names in it.
 */
export const wranglerFunctions = (): typeof import('wrangler') => require('wrangler')

export const wranglerEnvironment = {
  ...process.env,
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
}

/** Runs wrangler to its end and returns what it printed. Throws with its complaint when it fails. */
export function wrangler(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(node, [...first, ...args], {
    cwd: root,
    env: wranglerEnvironment,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (error) throw error
  if (status !== 0) throw new Error(`wrangler ${args.slice(0, 3).join(' ')} failed:\n${stdout}${stderr}`)
  return stdout
}

/** Starts wrangler and leaves it running; its output is the caller's to read, or goes to the terminal of this process. */
export const startWrangler = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  output: 'pipe' | 'inherit' = 'pipe',
): ChildProcess =>
  spawn(node, [...first, ...args], {
    cwd: root,
    env: { ...wranglerEnvironment, ...environment },
    stdio: output === 'pipe' ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })

/** The rows of one query against D1. */
export function queryD1<Row>(sql: string, where: readonly string[]): readonly Row[] {
  const [answer] = JSON.parse(
    wrangler(['d1', 'execute', 'DB', ...where, '--json', '--command', sql]),
  ) as readonly { readonly results: readonly Row[] }[]
  return answer?.results ?? []
}
