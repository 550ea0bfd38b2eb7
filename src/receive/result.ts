/** The result of a delivery. The answer and the log line are made from this, and from nothing else. */
import type { UsedKey } from '../access/keys.ts'
import type { Problem } from '../problem.ts'
import type { Event } from '../providers/event.ts'
import type { Sender } from './credential.ts'
import type { Handled } from './handling.ts'
import type { Unusable } from './unusable.ts'

/** The result of a body, or of one event of several. */
export type Result =
  | Extract<Handled, { readonly kind: 'judged' }>
  /** @param sandbox the sandbox's key that it arrived with */
  | {
      readonly kind: 'kept'
      readonly why: Unusable
      readonly id: string
      readonly sandbox: UsedKey | null
    }
  /** A ping says nothing about an order or a payment; a GET has no body, and its answer has none. */
  | { readonly kind: 'ping'; readonly isBodiless: boolean }
  | { readonly kind: 'test' }
  /** The results in the order of the events. */
  | { readonly kind: 'several'; readonly results: readonly Result[] }
  | Refused

/**
 * Nothing was stored. If an object could not be reached, the platform's error is known, and the event, or the sandbox's key
 * of the body that was to be kept.
 */
type Refused = Problem & {
  readonly event?: Event
  readonly error?: string
  readonly sandbox?: UsedKey | null
}

/** One request under /webhooks. */
export interface Delivery extends Sender {
  /** Absent if the path names none. */
  readonly provider?: string
  /** Absent if no body was accepted. */
  readonly bytes?: number
  readonly result: Result
}
