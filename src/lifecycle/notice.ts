/**
 * What a person should look at although an event was taken, as data.
 * Pure, and without a word of any language: src/language makes the sentences.
 */
import type { Head } from './fold.ts'
import type { HistoryEvent } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'
import type { Judgement } from './verdict.ts'

/** Stored as JSON, so no kind and no field is ever renamed, removed or given another meaning. */
export type Notice =
  /** `status` counted, until an event arrived that happened before it. */
  | { readonly kind: 'out_of_place'; readonly status: string; readonly by: string }
  /** The amount of a payment is another one than when it was paid; null is too large to be told. */
  | { readonly kind: 'amount_changed'; readonly fromCents: number; readonly toCents: number | null }
  /** A move against expectation. */
  | { readonly kind: 'late_move'; readonly from: string; readonly to: string }
  /** The table lacks the status. */
  | { readonly kind: 'unknown_status'; readonly status: string }
  /** `TransactionStatus` says one status by its number and another by its code. */
  | { readonly kind: 'code_differs'; readonly taken: string }
  /** The time of the event cannot be read: its arrival decides its place in the history. */
  | { readonly kind: 'time_ignored'; readonly path: string }
  /** A field's value cannot be stored: its column stays empty. */
  | { readonly kind: 'field_ignored'; readonly path: string; readonly why: 'not_a_date' | 'too_large' }
  /** What version 0.1.0 stored: English sentences. */
  | { readonly kind: 'notice'; readonly sentence: string }

/**
 * The graver, the higher: D1 has one kind for each event. `out_of_place` leads, because by it the view `attention` knows
 * that one row stands for several events.
 */
const GRAVITY: Readonly<Record<Notice['kind'], number>> = {
  out_of_place: 8,
  amount_changed: 7,
  late_move: 6,
  unknown_status: 5,
  code_differs: 4,
  time_ignored: 3,
  field_ignored: 2,
  notice: 1,
}

/** The kind of the gravest; null where there is none. */
export const gravestOf = (notices: readonly Notice[]): Notice['kind'] | null =>
  [...notices].sort((a, b) => GRAVITY[b.kind] - GRAVITY[a.kind])[0]?.kind ?? null

/** Of a judged event; `before` is the head that it met on arrival. */
export function noticesOf(
  cycle: LifeCycle,
  before: Head | null,
  { status }: HistoryEvent,
  { verdict, relation, olderThanHead }: Judgement,
): readonly Notice[] {
  if (before && olderThanHead && verdict === 'applied') {
    return [{ kind: 'out_of_place', status: before.status, by: status }]
  }
  if (before && relation === 'late') return [{ kind: 'late_move', from: before.status, to: status }]
  return cycle.status(status) ? [] : [{ kind: 'unknown_status', status }]
}
