/**
 * wrangler, run by the Node that the project brings: without telemetry, without asking the network for `Request.cf`, and
 * without a store of traces on disk, which would hold the URL of each request, and so keys.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

const binary = join(root, 'node_modules/wrangler/bin/wrangler.js')

/** What runs wrangler: a program and its first argument. */
export const wranglerCommand = [process.execPath, binary] as const

export const wranglerEnvironment = {
  ...process.env,
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
}

/** Runs wrangler to its end and returns what it printed. Throws with its complaint when it fails. */
export function wrangler(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [binary, ...args], {
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
  spawn(process.execPath, [binary, ...args], {
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
