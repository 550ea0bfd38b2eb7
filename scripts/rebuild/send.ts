/** Has the receiver send objects to D1 again, until D1 has them. */
import { setTimeout as sleep } from 'node:timers/promises'
import { stop } from '../deploy/stop.ts'
import { NOTHING, type Tally } from './progress.ts'
import type { Target } from './target.ts'

const REQUEST_MS = 120_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** Without anything taken meanwhile: then somebody should look at why. */
const PATIENCE_MS = 600_000
/** For objects that cannot bring what they keep to D1 while others can: one of them must not hold up the rest. */
const PATIENCE_WITH_ONE_MS = 60_000

/** When D1 last took something of any object, in milliseconds. */
export interface LastTaken {
  ms: number
}

interface Reprojected {
  readonly entities: number
  readonly objects: {
    readonly heads: number
    readonly events: number
    readonly bodies: number
    readonly empty: readonly string[]
    readonly waiting: readonly string[]
    readonly nameless: readonly string[]
  }
}

/** @param ids of at most a hundred objects */
export async function send(target: Target, ids: readonly string[], lastTaken: LastTaken): Promise<Tally> {
  let tally = NOTHING
  let waiting = ids
  const startedMs = Date.now()
  let pauseMs = FIRST_PAUSE_MS
  let why = 'D1 does not accept what the objects send'
  while (waiting.length > 0) {
    const answer = await post(target, waiting)
    if (typeof answer !== 'string') {
      const { entities, objects } = answer
      tally = {
        entities: tally.entities + entities,
        heads: tally.heads + objects.heads,
        events: tally.events + objects.events,
        bodies: tally.bodies + objects.bodies,
        empty: tally.empty + objects.empty.length,
        nameless: [...tally.nameless, ...objects.nameless],
        failed: [],
      }
      if (objects.waiting.length < waiting.length) {
        lastTaken.ms = Date.now()
        pauseMs = FIRST_PAUSE_MS
      }
      waiting = objects.waiting
    } else why = answer
    if (waiting.length === 0) break
    const nowMs = Date.now()
    if (nowMs - startedMs > PATIENCE_WITH_ONE_MS && lastTaken.ms > startedMs)
      return { ...tally, failed: waiting }
    if (nowMs - Math.max(lastTaken.ms, startedMs) > PATIENCE_MS)
      stop(`${why}. Run this again when that is over: it continues where it stopped.`)
    await sleep(pauseMs)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
  return tally
}

/** The receiver's answer, or why there is none now. */
async function post({ address, key }: Target, ids: readonly string[]): Promise<Reprojected | string> {
  let response: Response
  let body: Partial<Reprojected> & { readonly title?: string; readonly detail?: string }
  try {
    response = await fetch(`${address}/api/reproject`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ ids }),
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_MS),
    })
    body = (await response.json()) as typeof body
  } catch (error) {
    return `${address} does not answer: ${error instanceof Error ? (error.cause ?? error.message) : error}`
  }
  const says = `${address} answers ${response.status} (${body.title ?? 'no title'}: ${body.detail ?? ''})`
  if (response.status === 401) return stop(`${says}: the key is not one of its ADMIN_KEYS.`)
  if (response.status === 429 || response.status >= 500) return says
  if (response.status !== 200) return stop(says)
  const { entities, objects } = body
  if (entities === undefined || objects === undefined)
    return stop(`${address} runs a version that cannot be asked by ids. Deploy this one first.`)
  return { entities, objects }
}
