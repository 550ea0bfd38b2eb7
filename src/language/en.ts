/** Reasons and notices in English: for the answer to a sender, the API and D1, and for the pages. */
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import type { Notice } from '../lifecycle/notice.ts'
import type { Reason } from '../lifecycle/reason.ts'
import { type Language, type Name, sentence } from './language.ts'

export const english: Language = {
  numbers: { group: ',', point: '.' },
  reasons: {
    first: 'The first known status is {to}. The status before it, {missing}, has not arrived.',
    first_without_missing: 'The first known status is {to}.',
    moved: 'The status moved from {from} to {to}.',
    moved_over_gap: 'The status moved from {from} to {to}; the events between them have not arrived.',
    late: '{to} came after {from}, against expectation: the status moved.',
    sent_back: 'Sent back from {from} to {to}: the event itself says so.',
    unlisted_move:
      'The status moved from {from} to {to}: the life cycle has no such move, but the event itself says so.',
    reversal: 'The status went back from {from} to {to}: this arrived too late to be an older event.',
    read: 'The sender was asked and says {to}, not {from}; it sent no webhook for that.',
    read_without_from: 'The sender was asked and says {to}; it sent no webhook.',
    confirmed: 'The sender was asked and says the same: {status}.',
    unlisted: '{to} is not in the life cycle, but the event says that it follows {from}: the status moved.',
    completed: '{status} came late and completes the history: the status is now {now}.',
    overtook:
      '{status} came late but happened before {from}, which no longer counts after it: the status is now {now}.',
    amended: '{status} again: its details are replaced, the status stays.',
    older:
      '{status} happened before {head}, which is already known: it is added to the history, the status stays.',
    older_unfit:
      '{status} happened before {head} and does not fit the history there: it is kept, the status stays.',
    step_back: '{to} would move the status back from {from}: refused, the status stays.',
    no_way: 'There is no move from {from} to {to}, or back: refused, the status stays.',
    unplaced:
      '{status} is not in the life cycle, and nothing says where it belongs: kept, the status stays {head}.',
    unplaced_without_head:
      '{status} is not in the life cycle, and nothing says where it belongs: kept, no status yet.',
    duplicate: 'Already received at {receivedAt} ({of}): nothing changes.',
    written: '{sentence}',
  },
  notices: {
    out_of_place: '{status} no longer counts: {by} happened before it.',
    amount_changed: 'The amount changed after payment, from {fromCents} to {toCents} cents.',
    amount_changed_without_toCents:
      'The amount changed after payment, from {fromCents} cents to one that is too large.',
    late_move: '{to} after {from} was not expected.',
    unlisted_move: 'The life cycle has no move from {from} to {to}; the event itself says that it happened.',
    reversal: 'The payment went back from {from} to {to}.',
    read: 'The webhook for {to} never came: the status was {from} until the sender was asked.',
    step_back:
      '{to} arrived while the payment is {from}: an old event that came late, or a step back. Ask the sender.',
    step_back_again:
      '{to} arrived once more, in the same words, while the payment is {from}: an old event that came late, or the status has changed to it again. Ask the sender.',
    clock_contradicts_chain:
      'The date of {status} and its previous status contradict each other; the date was used.',
    implausible_date:
      'The date {at} cannot be right: the event is placed by the previous status that it names, or by its arrival.',
    unknown_status: 'The life cycle does not know the status {status}.',
    code_differs: 'TransactionStatus.Code differs from TransactionStatus.Id: {taken} was used.',
    time_ignored:
      '{path} is not a date: the event is placed in the history by its arrival, and its time is empty.',
    field_ignored: '{path} is {why}.',
    refund_exceeds: '{refundedCents} cents went back, and {paidCents} had been paid.',
    text_masked: '{path} does not have the form of a name: the parts that do not fit are masked.',
    many_events:
      'It has {kept} events, as many as are kept: each new one replaces one that the history can do without.',
    notice: '{sentence}',
  },
  ignored: {
    not_a_date: 'not a date: the previous value stays',
    too_large: 'too large an amount: the previous value stays',
    other_form: 'not in its documented form: it is ignored',
    cut: 'longer than its column: it is cut',
  },
}

/** Statuses with their names from the tables of the life cycles: `Autorizado (paid)`. */
export const nameIn =
  (cycle: LifeCycle): Name =>
  (status) => {
    const known = cycle.status(status)
    return known ? `${known.name ?? status} (${known.meaning})` : status
  }

/** The reason as one English sentence. */
export const reasonText = (cycle: LifeCycle, reason: Reason): string =>
  sentence(english, 'reasons', reason, nameIn(cycle))

/** The notices, one English sentence each. */
export const noticeTexts = (cycle: LifeCycle, notices: readonly Notice[]): readonly string[] =>
  notices.map((notice) => sentence(english, 'notices', notice, nameIn(cycle)))
