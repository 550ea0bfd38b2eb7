/** Starts the runtime in a process group of its own, asks its D1, and ends it: kindly, or as a power cut would. */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { migrationsIn } from '../migrations.ts'

export interface RuntimeOptions {
  /** The path of its wrangler configuration. */
  readonly config: string
  /** The path of a module that exports a Worker. */
  readonly bundle: string
  /** Where objects and D1 are kept. */
  readonly data: string
  readonly bindings?: Readonly<Record<string, string>>
  /** What D1 is given when it is empty; the receiver's migrations, if nothing is said. */
  readonly schema?: readonly string[]
  /** Takes the Worker's log lines and drops them. */
  readonly quiet: boolean
  /**
   * Leaves out the static files. For a Worker that has any, Miniflare runs two Workers of its own in front of it, and every
   * request goes through both.
   */
  readonly withoutFiles?: boolean
}

export interface Runtime {
  readonly url: string
  /** What the process has printed so far, its errors among it. */
  output(): string
  query<Row>(
    sql: string,
    ...parameters: readonly string[]
  ): Promise<{ readonly rows: readonly Row[]; readonly rowsRead: number }>
  /** Kilobytes of memory that workerd holds. */
  workerdKb(): number
  /** Milliseconds of CPU that workerd has used so far; NaN where the system does not say. */
  workerdCpuMs(): number
  stop(): Promise<void>
  /** `kill -9` of the whole group. */
  kill(): Promise<void>
}

type Message =
  | { readonly ready: string }
  | { readonly id: number; readonly error: string }
  | {
      readonly id: number
      readonly results: readonly unknown[]
      readonly meta: { readonly rows_read: number }
    }

const script = fileURLToPath(import.meta.resolve('./host.ts'))

const OUTPUT_CHARACTERS = 8_000_000

/** How long a runtime may take to answer on a busy machine. */
const START_MS = 60_000

export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const child = fork(script, [JSON.stringify({ schema: migrationsIn().map(({ sql }) => sql), ...options })], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  })
  const group = child.pid
  if (group === undefined) throw new Error('The runtime did not start')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk
      // A long fuzz prints a lot, and its end matters most.
      if (output.length > OUTPUT_CHARACTERS)
        output = output.slice(output.indexOf('\n', OUTPUT_CHARACTERS / 2) + 1)
    })
  }
  const waiting = new Map<number, (message: Message) => void>()
  let queries = 0
  const ready = new Promise<string>((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error(`The runtime did not start:\n${output}`)), START_MS)
    child.on('message', (message: Message) => {
      if ('ready' in message) {
        clearTimeout(timeout)
        resolve(message.ready)
      } else waiting.get(message.id)?.(message)
    })
    child.once('exit', () => reject(new Error(`The runtime ended:\n${output}`)))
  })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    process.kill(-group, signal)
    await ended
  }
  return {
    url: (await ready).replace(/\/$/, ''),
    output: () => output,
    async query<Row>(sql: string, ...parameters: readonly string[]) {
      queries += 1
      const id = queries
      const answer = await new Promise<Message>((resolve) => {
        waiting.set(id, resolve)
        child.send({ id, query: sql, parameters })
      })
      waiting.delete(id)
      if ('error' in answer) throw new Error(answer.error)
      if (!('results' in answer)) throw new Error('Not an answer')
      return { rows: answer.results as readonly Row[], rowsRead: answer.meta.rows_read }
    },
    workerdKb: () => residentKb(child),
    workerdCpuMs: () => cpuMs(child),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** The children of the process with one of their figures: workerd is the only one. */
const workerds = (child: ChildProcess, figure: string): readonly number[] =>
  execFileSync('ps', ['-o', `${figure}=,comm=`, '--ppid', String(child.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('workerd'))
    .map((line) => Number.parseInt(line, 10))

/** Resident memory. */
const residentKb = (child: ChildProcess): number => workerds(child, 'rss').reduce((sum, kb) => sum + kb, 0)

/** User and system time, in ticks of 10 ms, of which a round has hundreds. */
function cpuMs(child: ChildProcess): number {
  if (!existsSync('/proc/self/stat')) return Number.NaN
  return workerds(child, 'pid').reduce((sum, pid) => {
    // After the name, which is in parentheses and may hold anything: the state is the third field, utime the 14th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return sum + 10 * (Number(fields[11]) + Number(fields[12]))
  }, 0)
}
