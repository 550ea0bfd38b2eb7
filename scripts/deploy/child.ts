/** wrangler as a child whose output is kept back: shown only when it fails, and never with a key in it. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { startWrangler } from '../wrangler.ts'

export interface Ran {
  readonly ok: boolean
  readonly output: string
}

const running = new Set<ChildProcess>()

/** Ends what still runs: for the signal that ends this process. */
export function endChildren(): void {
  for (const child of running) child.kill('SIGTERM')
}

/** Whether a child ended well. */
async function ended(child: ChildProcess): Promise<boolean> {
  running.add(child)
  const [code] = (await once(child, 'close')) as [number | null]
  running.delete(child)
  return code === 0
}

/**
 * Runs wrangler to its end. It has no terminal there, so it asks nothing.
 * @param args no key may stand among them: every user of the machine can read a child's arguments
 */
export async function runWrangler(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = startWrangler(args, { NO_COLOR: '1', WRANGLER_HIDE_BANNER: 'true', ...environment })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const ok = await ended(child)
  return { ok, output: output.trim() }
}

/** wrangler with the terminal of this process, for what only a person can do, such as signing in. */
export const runWranglerInTerminal = (args: readonly string[]): Promise<boolean> =>
  ended(startWrangler(args, {}, 'inherit'))
