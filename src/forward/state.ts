/** The state of the endpoint for people, for alerts and for charts. */
import type { Health, Recent } from './health.ts'
import type { Counts, Waiting } from './list.ts'
import type { Misconfigured, Settings } from './settings.ts'

/** The endpoint, for people and for alerts. */
export interface EndpointState {
  readonly kind: Settings['kind']
  /** Its host, or the name of its binding; null if nothing usable is configured. */
  readonly host: string | null
  readonly reason: Misconfigured | null
  readonly paused: Health['paused']
  readonly failingSince: string | null
  /** Since when only one entity at a time may send, UTC text; null while all may. */
  readonly downSince: string | null
  readonly waiting: Counts
  readonly oldest: readonly Waiting[]
  readonly recent: readonly Recent[]
  /** How many secrets sign, and since when this set is in use. */
  readonly secrets: { readonly count: number; readonly since: string } | null
}

/** The endpoint in numbers, for a program that draws charts. */
export interface Gauges extends Counts {
  /** UTC text: since when the longest waiting entity waits; null if none waits. */
  readonly oldestSince: string | null
  readonly isPaused: boolean
  readonly isFailing: boolean
  readonly isDown: boolean
}
