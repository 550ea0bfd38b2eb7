/** wrangler as a child whose output is kept back: shown only when it fails, and never with a key in it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { root, wranglerCommand, wranglerEnvironment } from '../wrangler.ts'

export type Ran =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly output: string }

const running = new Set<ChildProcess>()

/** Ends what still runs: for the signal that ends this process. */
export function endChildren(): void {
  for (const child of running) child.kill('SIGTERM')
}

/**
 * Runs wrangler to its end. It has no terminal there, so it asks nothing.
 * @param args no key may stand among them: every user of the machine can read a child's arguments
 */
export async function runWrangler(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const [command, ...before] = wranglerCommand
  const child = spawn(command, [...before, ...args], {
    cwd: root,
    env: { ...wranglerEnvironment, NO_COLOR: '1', WRANGLER_HIDE_BANNER: 'true', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  running.delete(child)
  return { ok: code === 0, output: output.trim() }
}

/** wrangler with the terminal of this process, for what only a person can do, such as signing in. */
export async function runWranglerInTerminal(args: readonly string[]): Promise<boolean> {
  const [command, ...before] = wranglerCommand
  const child = spawn(command, [...before, ...args], {
    cwd: root,
    env: wranglerEnvironment,
    stdio: 'inherit',
  })
  running.add(child)
  const [code] = (await once(child, 'close')) as [number | null]
  running.delete(child)
  return code === 0
}
