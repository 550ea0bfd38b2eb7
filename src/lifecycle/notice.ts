/**
 * What a person should look at although an event was taken, as data.
 * Pure, and without a word of any language: src/language makes the sentences.
 */
import type { Head } from './fold.ts'
import { clockOf, type HistoryEvent, isRead } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'
import type { Judgement } from './verdict.ts'

/** Stored as JSON, so no kind and no field is ever renamed, removed or given another meaning. */
export type Notice =
  /** `status` counted, until an event arrived that happened before it. */
  | { readonly kind: 'out_of_place'; readonly status: string; readonly by: string }
  /** The amount of a payment is another one than when it was paid; null is too large to be told. */
  | { readonly kind: 'amount_changed'; readonly fromCents: number; readonly toCents: number | null }
  /** The money that went back is more than what was paid. */
  | { readonly kind: 'refund_exceeds'; readonly paidCents: number; readonly refundedCents: number }
  /** A move against expectation. */
  | { readonly kind: 'late_move'; readonly from: string; readonly to: string }
  /** A move that the table lacks; the event attests it. */
  | { readonly kind: 'unlisted_move'; readonly from: string; readonly to: string }
  /** A payment went back, long after its status came. */
  | { readonly kind: 'reversal'; readonly from: string; readonly to: string }
  /** The sender said so when it was asked, and its webhook never came. */
  | { readonly kind: 'read'; readonly from: string; readonly to: string }
  /** A refused step back of a payment, of which nothing says whether it is old or new; `again` where its words are known. */
  | {
      readonly kind: 'step_back'
      readonly from: string
      readonly to: string
      readonly again?: true
      /** UTC text: when a later event settled it; it then hides nothing else. */
      readonly settledAt?: string
    }
  /** The event's date and its previous status say different things, and the date was taken. */
  | { readonly kind: 'clock_contradicts_chain'; readonly status: string }
  /** A date that cannot be: in the future, or before the senders existed. It orders nothing. */
  | { readonly kind: 'implausible_date'; readonly at: string }
  /** The table lacks the status, which is a code where it has a name of the sender's. */
  | { readonly kind: 'unknown_status'; readonly status: string; readonly name?: string }
  /** `TransactionStatus` says one status by its number and another by its code. */
  | { readonly kind: 'code_differs'; readonly taken: string }
  /** The time of the event cannot be read: its arrival decides its place in the history. */
  | { readonly kind: 'time_ignored'; readonly path: string }
  /** A field's value cannot be stored: its column stays empty. */
  | {
      readonly kind: 'field_ignored'
      readonly path: string
      readonly why: 'not_a_date' | 'too_large' | 'other_form' | 'cut'
    }
  /** A text is not in the form of a name; what has another form in it is masked. */
  | { readonly kind: 'text_masked'; readonly path: string }
  /** It has as many events as are kept: each further one replaces another. */
  | { readonly kind: 'many_events'; readonly kept: number }
  /** What version 0.1.0 stored: English sentences. */
  | { readonly kind: 'notice'; readonly sentence: string }

/**
 * The graver, the higher: D1 has one kind for each event. `out_of_place` leads, because by it the view `attention` knows
 * that one row stands for several events.
 */
const GRAVITY: Readonly<Record<Notice['kind'], number>> = {
  out_of_place: 13,
  step_back: 12,
  reversal: 11,
  read: 11,
  amount_changed: 10,
  refund_exceeds: 10,
  unlisted_move: 9,
  late_move: 8,
  clock_contradicts_chain: 7,
  implausible_date: 6,
  unknown_status: 5,
  many_events: 4,
  code_differs: 3,
  time_ignored: 2,
  field_ignored: 1,
  text_masked: 1,
  notice: 0,
}

/** The kinds, gravest first. */
export const NOTICE_KINDS = Object.keys(GRAVITY) as readonly Notice['kind'][]

/** Those that nothing has settled, as far as they say so. */
export const unsettled = (notices: readonly Notice[]): Notice[] =>
  notices.filter((notice) => !('settledAt' in notice))

/** The kind of the gravest; null if there is none. */
export const gravestOf = (notices: readonly Notice[]): Notice['kind'] | null =>
  unsettled(notices).sort((a, b) => GRAVITY[b.kind] - GRAVITY[a.kind])[0]?.kind ?? null

/** The sender's own name of a status that the table lacks. */
export const nameGiven = (notices: readonly Notice[]): string | undefined =>
  notices.find((notice) => notice.kind === 'unknown_status')?.name

/** Of a judged event; `before` is the head that it met on arrival. */
export const noticesOf = (
  cycle: LifeCycle,
  before: Head | null,
  event: HistoryEvent,
  judgement: Judgement,
): readonly Notice[] => [
  ...ofMove(cycle, before, event, judgement),
  ...(judgement.isContradicted ? [{ kind: 'clock_contradicts_chain', status: event.status } as const] : []),
  ...(event.occurredAt !== null && clockOf(event) === null
    ? [{ kind: 'implausible_date', at: event.occurredAt } as const]
    : []),
]

function ofMove(
  cycle: LifeCycle,
  before: Head | null,
  { status, fingerprint }: HistoryEvent,
  { verdict, relation, olderThanHead }: Judgement,
): readonly Notice[] {
  if (isRead({ fingerprint })) {
    return before && before.status !== status ? [{ kind: 'read', from: before.status, to: status }] : []
  }
  if (before && olderThanHead && verdict === 'applied') {
    return [{ kind: 'out_of_place', status: before.status, by: status }]
  }
  if (before && relation === 'late') return [{ kind: 'late_move', from: before.status, to: status }]
  if (before && (relation === 'unlisted_move' || relation === 'reversal')) {
    return [{ kind: relation, from: before.status, to: status }]
  }
  // With a clock of its own an older event is known to be old, and without one it may be the newest.
  if (before && relation === 'behind' && cycle.clock === 'arrival') {
    return [{ kind: 'step_back', from: before.status, to: status }]
  }
  return cycle.status(status) ? [] : [{ kind: 'unknown_status', status }]
}
