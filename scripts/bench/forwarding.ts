/** The receiver with forwarding and without, side by side, and how soon a burst of changes is sent. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../until.ts'
import { payment } from './bodies.ts'
import { type Measured, run, spread } from './client.ts'
import { type Contestant, KEY } from './contest.ts'
import type { Runtime } from './process.ts'

/** The user's own system: it takes everything at once. */
export interface Taker {
  readonly url: string
  /** When a message about an entity was last answered with 2xx, in milliseconds since 1970, by its id. */
  readonly takenAt: ReadonlyMap<string, number>
  /** All of them. */
  messages(): number
  stop(): void
}

export async function startTaker(): Promise<Taker> {
  const takenAt = new Map<string, number>()
  let messages = 0
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const told = JSON.parse(Buffer.concat(chunks).toString()) as { data: { entity: { id: string } } }
      messages += 1
      takenAt.set(told.data.entity.id, Date.now())
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    takenAt,
    messages: () => messages,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
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
export async function besides(
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
  if (isKnown) await send(runtime, () => (number < KNOWN ? payment(base + number++, 100) : null), 16, 0)
  if (isKnown) await sleep(REST_MS)
  const next = (): string => {
    number += 1
    return isKnown ? payment(base + (number % KNOWN), 100 + number) : payment(base + number, 100)
  }
  return send(runtime, next, CONNECTIONS, PAUSE_MS, roundMs)
}

const send = (
  { url }: Runtime,
  next: () => string | null,
  connections: number,
  pauseMs: number,
  durationMs?: number,
): Promise<Measured> =>
  run(
    { url, path: '/webhooks/safe2pay', headers: { 'X-Api-Key': KEY }, next, connections, pauseMs },
    durationMs,
  )

/** Of the second to the first, round by round. */
export const ratio = (
  [without = [], telling = []]: readonly (readonly Measured[])[],
  figure: keyof Measured,
): ReturnType<typeof spread> =>
  spread(telling.flatMap((each, round) => (without[round] ? [each[figure] / without[round][figure]] : [])))

export interface Told {
  readonly entities: number
  readonly sendMs: number
  /** From the event's arrival, which is when it is committed, to the receiver's 2xx. */
  readonly lagP50Ms: number
  readonly lagP99Ms: number
}

/** As many entities as that have their first event at once. */
export async function burst({ runtime }: Contestant, taker: Taker, entities: number): Promise<Told> {
  const first = ids
  ids += entities
  let sent = 0
  const startedAt = performance.now()
  await send(runtime, () => (sent < entities ? payment(first + sent++, 100) : null), 32, 0)
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
