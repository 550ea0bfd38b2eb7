/** The receiver with forwarding and without, side by side, and how soon a burst of changes is sent. */
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '../local-server.ts'
import { table } from '../prove/document.ts'
import { CATRACA } from '../runtime/bundle.ts'
import type { Runtime } from '../runtime/process.ts'
import { until } from '../until.ts'
import { payment } from './bodies.ts'
import { type Measured, send, shown, spread } from './client.ts'
import { type Contestant, start } from './contest.ts'
import { atMost, type Target } from './targets.ts'

/** The user's own system: it takes everything at once. */
interface Taker {
  readonly url: string
  /** When a message about an entity was last answered with 2xx, in milliseconds since 1970, by its id. */
  readonly takenAt: ReadonlyMap<string, number>
  stop(): Promise<void>
}

async function startTaker(): Promise<Taker> {
  const takenAt = new Map<string, number>()
  const { url, close } = await serve(async (request, response) => {
    const told = JSON.parse(await text(request)) as { data: { entity: { id: string } } }
    takenAt.set(told.data.entity.id, Date.now())
    response.writeHead(204).end()
  })
  return { url: `${url}/`, takenAt, stop: close }
}

/** As senders deliver: each connection pauses between two deliveries. */
const CONNECTIONS = 4
const PAUSE_MS = 50
/** Entities that a known one is taken from. */
const KNOWN = 256
/** What a round leaves behind must not fall into the next. */
const REST_MS = 1_500

let ids = 1_500_000_000 + Math.floor(Math.random() * 100_000_000)

/** The two at the same time, so that what the machine does to one it does to the other; for each of them its rounds. */
async function besides(
  two: readonly [Contestant, Contestant],
  isKnown: boolean,
  rounds: number,
  roundMs: number,
): Promise<readonly (readonly Measured[])[]> {
  const measured: Measured[][] = [[], []]
  for (let round = -1; round < rounds; round += 1) {
    const each = await Promise.all(two.map(({ runtime }) => one(runtime, isKnown, roundMs)))
    await sleep(REST_MS)
    // The round before the first one warms up.
    if (round >= 0) for (const [place, figures] of each.entries()) measured[place]?.push(figures)
  }
  return measured
}

async function one(runtime: Runtime, isKnown: boolean, roundMs: number): Promise<Measured> {
  const base = ids
  ids += 100_000
  let number = 0
  if (isKnown) await send(runtime, () => (number < KNOWN ? payment(base + number++, 100) : null), 16)
  if (isKnown) await sleep(REST_MS)
  const next = (): string => {
    number += 1
    return isKnown ? payment(base + (number % KNOWN), 100 + number) : payment(base + number, 100)
  }
  return send(runtime, next, CONNECTIONS, { pauseMs: PAUSE_MS, durationMs: roundMs })
}

/** Of the second to the first, round by round. */
const ratio = (
  [without = [], telling = []]: readonly (readonly Measured[])[],
  figure: keyof Measured,
): ReturnType<typeof spread> =>
  spread(telling.flatMap((each, round) => (without[round] ? [each[figure] / without[round][figure]] : [])))

interface Told {
  readonly entities: number
  readonly sendMs: number
  /** From the event's arrival, which is when it is committed, to the receiver's 2xx. */
  readonly lagP50Ms: number
  readonly lagP99Ms: number
}

/** As many entities as that have their first event at once. */
async function burst({ runtime }: Contestant, taker: Taker, entities: number): Promise<Told> {
  const first = ids
  ids += entities
  let sent = 0
  const startedAt = performance.now()
  await send(runtime, () => (sent < entities ? payment(first + sent++, 100) : null), 32)
  const sendMs = performance.now() - startedAt
  const all = Array.from({ length: entities }, (_, number) => String(first + number))
  if (!(await until(() => all.every((id) => taker.takenAt.has(id)), 60_000)))
    throw new Error('Not all of the burst was sent')
  const { rows } = await runtime.query<{ id: string; at: string }>(
    `SELECT entity_id AS id, received_at AS at FROM transitions WHERE provider = 'safe2pay'
     AND entity_id >= '${first}' AND entity_id < '${first + entities}'`,
  )
  if (rows.length !== entities) throw new Error(`D1 has ${rows.length} of ${entities}`)
  const lags = rows
    .map(({ id, at }) => (taker.takenAt.get(id) ?? Number.NaN) - Date.parse(at))
    .sort((a, b) => a - b)
  const part = (share: number): number => lags[Math.floor(lags.length * share)] ?? 0
  return { entities, sendMs, lagP50Ms: part(0.5), lagP99Ms: part(0.99) }
}

/**
 * What forwarding costs, as it is written down.
 * @param targets are told what was measured
 */
export async function forwarding(
  folder: string,
  rounds: number,
  roundMs: number,
  entities: number,
  targets: Target[],
): Promise<readonly string[]> {
  const taker = await startTaker()
  const started: Contestant[] = []
  try {
    const without = await start(folder, 'without', CATRACA)
    started.push(without)
    const bindings = {
      FORWARD_URL: taker.url,
      FORWARD_SECRETS: `whsec_${btoa('secret-of-the-benchmark-0')}`,
      LOCAL: 'true',
    }
    const telling = await start(folder, 'telling', CATRACA, { bindings })
    started.push(telling)
    const rows: (readonly string[])[] = []
    for (const isKnown of [false, true]) {
      const measured = await besides([without, telling], isKnown, rounds, roundMs)
      const p50 = ratio(measured, 'p50Ms')
      const kind = isKnown ? 'known entity' : 'new entity'
      const of = measured.map((each) => shown(spread(each.map(({ p50Ms }) => p50Ms)), 1))
      rows.push([kind, ...of, shown(p50), shown(ratio(measured, 'p99Ms'))])
      targets.push(atMost(1.1, `${kind}, p50 with forwarding to p50 without`, p50.median))
    }
    const told = await burst(telling, taker, entities)
    const seconds = [told.sendMs, told.lagP50Ms, told.lagP99Ms].map((ms) => `${(ms / 1000).toFixed(2)} s`)
    return [
      `The bundle without forwarding and with it, at the same time, each with ${CONNECTIONS} connections that pause ${PAUSE_MS} ms after an answer; ${rounds} rounds of ${roundMs / 1000} s, median (lowest–highest). The receiver takes each message at once. All of it shares the cores of one machine.`,
      table(['', 'p50 ms without', 'with', 'p50 with / without', 'p99 with / without'], rows),
      table(
        ['burst of entities', 'all answered after', 'from arrival to the 2xx of the message, p50', 'p99'],
        [[told.entities, ...seconds]],
      ),
      'A message that is taken at once costs one written row, in its object: `test/object/forward.test.ts` counts it.',
    ]
  } finally {
    for (const { runtime } of started) await runtime.stop()
    await taker.stop()
  }
}
