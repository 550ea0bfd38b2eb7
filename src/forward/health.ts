/** What is known of the endpoint, and what each answer of it changes. Pure. */
import { type Failure, isOfEndpoint } from './answer.ts'
import { type Breaker, CLOSED, failed, permit } from './breaker.ts'
import type { Counts, Waiting } from './list.ts'

/** One of them stands otherwise than before; null where it does not wait. */
export const moved = (counts: Counts, before: Waiting | null, after: Waiting | null): Counts => ({
  ...counts,
  ...(before && { [before.stands]: counts[before.stands] - 1 }),
  ...(after && { [after.stands]: counts[after.stands] + (before?.stands === after.stands ? 0 : 1) }),
})

/** One attempt, as it is shown to people. */
export interface Recent {
  /** UTC text. */
  readonly at: string
  /** Of the entity's object; null for a test. */
  readonly name: string | null
  readonly tookMs: number
  /** The status of the answer; null where there was none. */
  readonly code: number | null
  /** Null where it was taken. */
  readonly failure: Failure | null
  /** The beginning of the answer, masked. */
  readonly excerpt: string
}

/** Stored as JSON, so no field is ever renamed, removed or given another meaning. */
export interface Health {
  readonly breaker: Breaker
  readonly paused: { readonly since: string; readonly by: 'operator' | 'endpoint' } | null
  /** UTC text: the first failure since the last message that was taken. */
  readonly failingSince: string | null
  /** The newest first. Messages that are taken at once are not among them: telling of them would cost a call each. */
  readonly recent: readonly Recent[]
  /** Those that wait are called, a few a second, after the last one that was; null where nobody is called. */
  readonly releasing: { readonly after: string; readonly isForAll: boolean } | null
  /** The last one that was called to try whether the endpoint is up again. */
  readonly probed: string
  /** Of the set of secrets: a digest, and since when it is configured. */
  readonly secrets: { readonly digest: string; readonly since: string } | null
  /** The configuration is such that nothing is sent. */
  readonly isMisconfigured: boolean
  /** How many entities wait, and how; not there in what was stored before it was counted. */
  readonly counts?: Counts
}

export const UNKNOWN: Health = {
  breaker: CLOSED,
  paused: null,
  failingSince: null,
  recent: [],
  releasing: null,
  probed: '',
  secrets: null,
  isMisconfigured: false,
}

/** What the receiver does not want of one message, it does not want any sooner: that one is not called. */
const RECOVERED: Health['releasing'] = { after: '', isForAll: false }

/** How many attempts are kept for people. */
const RECENT = 10

/** An attempt that changes nothing else. */
export const seen = (health: Health, recent: Recent): Health => ({
  ...health,
  recent: [recent, ...health.recent].slice(0, RECENT),
})

/** The endpoint took a message: it is up, and all that wait can go. */
export const taken = (health: Health, recent: Recent): Health => ({
  ...seen(health, recent),
  breaker: CLOSED,
  failingSince: null,
  releasing: health.breaker.failures > 0 ? RECOVERED : health.releasing,
})

/** An attempt failed. A failure of one message alone shows that the endpoint is up. */
export function notTaken(health: Health, recent: Recent, name: string, failure: Failure): Health {
  const nowMs = Date.parse(recent.at)
  const { breaker } = health
  const isDown = isOfEndpoint(failure)
  return {
    ...seen(health, recent),
    breaker: isDown ? failed(breaker, name, nowMs) : breaker.open ? CLOSED : breaker,
    failingSince: health.failingSince ?? recent.at,
    releasing: !isDown && breaker.open ? RECOVERED : health.releasing,
  }
}

export const paused = (health: Health, by: 'operator' | 'endpoint', since: string): Health => ({
  ...health,
  paused: health.paused ?? { by, since },
  releasing: null,
})

/** Everything that waits goes, and anyone who is still down will say so. */
export const resumed = (health: Health): Health => ({
  ...health,
  paused: null,
  breaker: CLOSED,
  releasing: { after: '', isForAll: true },
  isMisconfigured: false,
})

export type Permit = 'free' | 'paused' | 'down' | 'misconfigured'

/** Whether an entity may send now. */
export function permitted(
  health: Health,
  isReady: boolean,
  nowMs: number,
): { readonly health: Health; readonly permit: Permit } {
  if (!isReady) return { health: { ...health, isMisconfigured: true }, permit: 'misconfigured' }
  if (health.paused) return { health, permit: 'paused' }
  const { breaker, isFree } = permit(health.breaker, nowMs)
  return {
    health: breaker === health.breaker ? health : { ...health, breaker },
    permit: isFree ? 'free' : 'down',
  }
}

/** Whether those that wait may be called, all of them, one after the other. */
export const isReleasing = ({ releasing, paused, breaker }: Health): boolean =>
  releasing !== null && !paused && !breaker.open

/** When somebody is to be called to try the endpoint; null where nobody is. */
export const probeAtMs = ({ paused, breaker }: Health): number | null =>
  paused ? null : (breaker.open?.probeAtMs ?? null)
