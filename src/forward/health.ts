/** What is known about the endpoint, and how each of its answers changes that. Pure. */
import * as LIMITS from '../limits.ts'
import { type Failure, isOfEndpoint } from './answer.ts'
import { type Breaker, CLOSED, failed, permit } from './breaker.ts'
import type { Counts, Waiting } from './list.ts'

/** The counts after one entity has changed how it waits; null if it does not wait. */
export const moved = (counts: Counts, before: Waiting | null, after: Waiting | null): Counts => ({
  ...counts,
  ...(before && { [before.stands]: counts[before.stands] - 1 }),
  ...(after && { [after.stands]: counts[after.stands] + (before?.stands === after.stands ? 0 : 1) }),
})

/** One attempt, as it is shown to people. */
export interface Recent {
  /** UTC text. */
  readonly at: string
  /** The name of the entity's object; null for a test. */
  readonly name: string | null
  readonly tookMs: number
  /** The status of the answer; null if there was none. */
  readonly code: number | null
  /** Null if the message was acknowledged. */
  readonly failure: Failure | null
  /** The beginning of the answer, masked. */
  readonly excerpt: string
}

/** Stored as JSON, so no field is ever renamed, removed or given another meaning. */
export interface Health {
  readonly breaker: Breaker
  readonly paused: { readonly since: string; readonly by: 'operator' | 'endpoint' } | null
  /** UTC text: the first failure since the last acknowledged message. */
  readonly failingSince: string | null
  /** Newest first. Without messages that were acknowledged at once, because reporting them would cost a call each. */
  readonly recent: readonly Recent[]
  /** The waiting entities are being called, a few a second; `after` is the last one that was. Null if none are being called. */
  readonly releasing: { readonly after: string; readonly isForAll: boolean } | null
  /** The last entity that was called as a probe. */
  readonly probed: string
  /** A digest of the set of secrets, and since when it is configured. */
  readonly secrets: { readonly digest: string; readonly since: string } | null
  /** Whether nothing is sent because of the configuration. */
  readonly isMisconfigured: boolean
  /** How many entities wait, and how; missing in data that an older version stored. */
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

/** Does not call entities whose message the receiver rejected: it would reject that message again. */
const RECOVERED: Health['releasing'] = { after: '', isForAll: false }

/** Records an attempt that changes nothing else. */
export const seen = (health: Health, recent: Recent): Health => ({
  ...health,
  recent: [recent, ...health.recent].slice(0, LIMITS.forwardRecent),
})

/** The endpoint acknowledged a message: it is up, and all waiting messages can be sent. */
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

/** Sends everything that waits; if the endpoint is still down, the attempts will show it. */
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

/** Whether all waiting entities may be called, one after the other. */
export const isReleasing = ({ releasing, paused, breaker }: Health): boolean =>
  releasing !== null && !paused && !breaker.open

/** When an entity is to be called as a probe; null if none is. */
export const probeAtMs = ({ paused, breaker }: Health): number | null =>
  paused ? null : (breaker.open?.probeAtMs ?? null)
