/** What became of a delivery. The answer and the line in the log are made of this, and of nothing else. */
import type { UsedKey } from '../access/keys.ts'
import type { Problem } from '../problem.ts'
import type { Event } from '../providers/event.ts'
import type { Sender } from './credential.ts'
import type { Handled } from './handling.ts'
import type { Unusable } from './unusable.ts'

/** What became of a body, or of one event of several. */
export type Result =
  | Extract<Handled, { readonly kind: 'judged' }>
  /** @param sandbox the sandbox's key with which it came */
  | {
      readonly kind: 'kept'
      readonly why: Unusable
      readonly id: string
      readonly sandbox: UsedKey | null
    }
  /** A ping says nothing of an order or a payment; a GET has no body, and gets none. */
  | { readonly kind: 'ping'; readonly isBodiless: boolean }
  | { readonly kind: 'test' }
  /** In their order. */
  | { readonly kind: 'several'; readonly results: readonly Result[] }
  | Refused

/** Nothing was taken. The event is known where its object could not be reached, and so is the platform's error. */
type Refused = Problem & { readonly event?: Event; readonly error?: string }

/** One request under /webhooks. */
export interface Delivery extends Sender {
  /** Absent where the path names none. */
  readonly provider?: string
  /** Absent where no body was accepted. */
  readonly bytes?: number
  readonly result: Result
}
