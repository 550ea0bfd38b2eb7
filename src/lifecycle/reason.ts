/**
 * Why an event got its verdict, as data: the statuses and times that a sentence about it needs.
 * Pure, and without a word of any language: src/language makes the sentences.
 */
import type { Head } from './fold.ts'
import { type HistoryEvent, isRead } from './history.ts'
import type { Judgement, Verdict } from './verdict.ts'

/** Stored as JSON, so no kind and no field is ever renamed, removed or given another meaning. */
export type Reason =
  /** The first status that is known. `missing` is the predecessor that it names and that has not arrived. */
  | { readonly kind: 'first'; readonly to: string; readonly missing: string | null }
  | { readonly kind: 'moved'; readonly from: string; readonly to: string }
  /** The status moved, and what lies between has not arrived. */
  | { readonly kind: 'moved_over_gap'; readonly from: string; readonly to: string }
  /** The status moved against expectation. */
  | { readonly kind: 'late'; readonly from: string; readonly to: string }
  /** The status moved back, as the event itself attests. */
  | { readonly kind: 'sent_back'; readonly from: string; readonly to: string }
  /** The table lacks the move, and the event names the status that it leaves: the sender's own word. */
  | { readonly kind: 'unlisted_move'; readonly from: string; readonly to: string }
  /** The status moved back so long after it came that no older event can still be under way. */
  | { readonly kind: 'reversal'; readonly from: string; readonly to: string }
  /** The sender says so when it is asked; no webhook did. `from` is null if nothing was known. */
  | { readonly kind: 'read'; readonly from: string | null; readonly to: string }
  /** The sender says the same when it is asked: what was refused was old. */
  | { readonly kind: 'confirmed'; readonly status: string }
  /** The status moved to one that the table lacks; the event attests where it belongs. */
  | { readonly kind: 'unlisted'; readonly from: string; readonly to: string }
  /** It arrived late, and by it other events count: the status is now another one than its own. */
  | { readonly kind: 'completed'; readonly status: string; readonly now: string }
  /** It arrived late and happened before `from`, which no longer counts after it. */
  | { readonly kind: 'overtook'; readonly status: string; readonly from: string; readonly now: string }
  /** The same status again with other details. */
  | { readonly kind: 'amended'; readonly status: string }
  /** It happened before the head. */
  | { readonly kind: 'older'; readonly status: string; readonly head: string }
  /** It happened before the head, and does not fit the history there. */
  | { readonly kind: 'older_unfit'; readonly status: string; readonly head: string }
  /** It would move the status back. */
  | { readonly kind: 'step_back'; readonly from: string; readonly to: string }
  /** No way leads from one to the other, or back. */
  | { readonly kind: 'no_way'; readonly from: string; readonly to: string }
  /** The table lacks its status, and nothing attests where it belongs. `head` is null while there is none. */
  | {
      readonly kind: 'unplaced'
      readonly status: string
      readonly head: string | null
      /** The sender's own, where the status is a code. */
      readonly name?: string
    }
  /** Known already. Never stored. */
  | { readonly kind: 'duplicate'; readonly of: Verdict; readonly receivedAt: string }
  /** What version 0.1.0 stored: an English sentence. */
  | { readonly kind: 'written'; readonly sentence: string }

/** Of a judged event; `before` is the head that it met on arrival. */
export function reasonOf(before: Head | null, event: HistoryEvent, judgement: Judgement): Reason {
  const { status } = event
  const { verdict, effective } = judgement
  const { head } = judgement.standing
  if (head === null) return { kind: 'unplaced', status, head }
  switch (verdict) {
    case 'applied':
      return applied(before, head, event, judgement)
    case 'amended':
      return { kind: isRead(event) ? 'confirmed' : 'amended', status }
    case 'stale':
      return { kind: effective ? 'older' : 'older_unfit', status, head: head.status }
    case 'regression':
      return { kind: 'step_back', from: head.status, to: status }
    case 'conflict':
      return { kind: 'no_way', from: head.status, to: status }
    case 'unknown':
      return { kind: 'unplaced', status, head: head.status }
  }
}

function applied(
  before: Head | null,
  after: Head,
  { status, previousStatus, fingerprint }: HistoryEvent,
  { relation, olderThanHead }: Judgement,
): Reason {
  if (after.fingerprint !== fingerprint) return { kind: 'completed', status, now: after.status }
  if (isRead({ fingerprint })) return { kind: 'read', from: before?.status ?? null, to: status }
  if (before === null) return { kind: 'first', to: status, missing: after.gaps > 0 ? previousStatus : null }
  const from = before.status
  if (olderThanHead) return { kind: 'overtook', status, from, now: after.status }
  switch (relation) {
    case 'late':
      return { kind: 'late', from, to: status }
    case 'rework':
      return { kind: 'sent_back', from, to: status }
    case 'unlisted':
    case 'unlisted_move':
    case 'reversal':
      return { kind: relation, from, to: status }
    default:
      return { kind: after.gaps > before.gaps ? 'moved_over_gap' : 'moved', from, to: status }
  }
}
