/** The receiver, the floor and the afternoon's work, side by side, round after round: only ratios mean anything. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrationsIn } from '../migrations.ts'
import { bundle, CATRACA } from '../runtime/bundle.ts'
import { type Runtime, startRuntime } from '../runtime/process.ts'
import { root } from '../wrangler.ts'
import { payment } from './bodies.ts'
import { KEY, type Measured, send, spread } from './client.ts'

export interface Contestant {
  readonly name: string
  readonly runtime: Runtime
}

export type Kind = 'new entity' | 'known entity'

/** With what the deliveries cost afterwards, such as projections. */
export interface Round extends Measured {
  readonly cpuUs: number
}

export interface Result {
  readonly kind: Kind
  readonly connections: number
  readonly name: string
  readonly rounds: readonly Round[]
}

/** The two that the receiver is compared with. */
export const FLOOR = join(root, 'scripts/bench/workers/floor.toml')
const AFTERNOON = join(root, 'scripts/bench/workers/afternoon.toml')
const AFTERNOON_TABLE = `CREATE TABLE payments (id INTEGER PRIMARY KEY, status INTEGER NOT NULL, amount INTEGER,
  body TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;`

/** Entities that a known one is taken from; few enough that all are awake, many enough that deliveries seldom meet. */
const KNOWN = 256
/** What a round leaves behind, such as the receiver's projections, must not fall into the next. */
const REST_MS = 1_500

/** @param before a checkout of an earlier version, with its packages installed */
export async function contestants(folder: string, before?: string): Promise<readonly Contestant[]> {
  return [
    await start(folder, 'floor', FLOOR, { schema: [] }),
    await start(folder, 'catraca', CATRACA),
    await start(folder, 'afternoon', AFTERNOON, { schema: [AFTERNOON_TABLE] }),
    ...(before === undefined
      ? []
      : [
          await start(folder, 'before', join(before, 'wrangler.toml'), {
            schema: migrationsIn(join(before, 'migrations')).map(({ sql }) => sql),
          }),
        ]),
  ]
}

/** Bundles a Worker and starts it with its data in a folder of its own. */
export async function start(
  folder: string,
  name: string,
  config: string,
  {
    main,
    schema,
    bindings,
  }: {
    readonly main?: string
    readonly schema?: readonly string[]
    readonly bindings?: Readonly<Record<string, string>>
  } = {},
): Promise<Contestant> {
  const runtime = await startRuntime({
    config,
    bundle: bundle(config, join(folder, name), main),
    data: join(folder, `${name}-data`),
    bindings: { AMPLIA_KEYS: KEY, SAFE2PAY_KEYS: KEY, ...bindings },
    quiet: true,
    withoutFiles: true,
    ...(schema && { schema }),
  })
  return { name, runtime }
}

export async function contest(
  all: readonly Contestant[],
  kind: Kind,
  connections: number,
  rounds: number,
  roundMs: number,
): Promise<readonly Result[]> {
  const results = all.map(({ name }) => ({ kind, connections, name, rounds: [] as Round[] }))
  let number = 0
  for (let round = -1; round < rounds; round += 1) {
    const base =
      1_000_000_000 +
      (round + 2) * 1_000_000 +
      connections * 100_000_000 +
      (kind === 'new entity' ? 0 : 50_000_000)
    for (const [place, { runtime }] of all.entries()) {
      if (kind === 'known entity') {
        let known = 0
        await send(runtime, () => (known < KNOWN ? payment(base + known++, 100) : null), 16)
        await sleep(REST_MS)
      }
      const next = (): string => {
        number += 1
        return kind === 'new entity'
          ? payment(base + number, 100)
          : payment(base + (number % KNOWN), 101 + number)
      }
      const cpuMs = runtime.workerdCpuMs()
      const measured = await send(runtime, next, connections, {
        durationMs: round < 0 ? roundMs / 2 : roundMs,
      })
      await sleep(REST_MS)
      const cpuUs = ((runtime.workerdCpuMs() - cpuMs) / measured.count) * 1000
      // The round before the first one warms up.
      if (round >= 0) results[place]?.rounds.push({ ...measured, cpuUs })
    }
  }
  return results
}

/** Round by round, because what the machine did to one it did to its neighbours. */
export function ratios(
  results: readonly Result[],
  one: string,
  other: string,
  figure: keyof Round,
): ReturnType<typeof spread> {
  const roundsOf = (name: string): readonly Round[] =>
    results.find((result) => result.name === name)?.rounds ?? []
  return spread(
    roundsOf(one).flatMap((measured, round) => {
      const beside = roundsOf(other)[round]
      return beside ? [measured[figure] / beside[figure]] : []
    }),
  )
}
