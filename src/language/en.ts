/** Reasons and notices in English: for the answer to a sender, the API and D1, and for the pages. */
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import type { Notice } from '../lifecycle/notice.ts'
import type { Reason } from '../lifecycle/reason.ts'
import { type Language, type Name, sentence } from './language.ts'

export const english: Language = {
  reasons: {
    first: ({ to, missing }, name) =>
      `The first known status is ${name(to)}.` +
      (missing === null ? '' : ` What came before it, ${missing}, has not arrived.`),
    moved: ({ from, to }, name) => `The status moved from ${name(from)} to ${name(to)}.`,
    moved_over_gap: ({ from, to }, name) =>
      `The status moved from ${name(from)} to ${name(to)}; what lies between has not arrived.`,
    late: ({ from, to }, name) =>
      `${name(to)} came after ${name(from)}, against expectation: the status moved.`,
    sent_back: ({ from, to }, name) =>
      `Sent back from ${name(from)} to ${name(to)}: the event itself says so.`,
    unlisted_move: ({ from, to }, name) =>
      `The status moved from ${name(from)} to ${name(to)}: the life cycle has no such move, but the event itself says so.`,
    reversal: ({ from, to }, name) =>
      `The status went back from ${name(from)} to ${name(to)}: this arrived so late that it is no older event.`,
    read: ({ from, to }, name) =>
      from === null
        ? `The sender was asked and says ${name(to)}; it sent no webhook.`
        : `The sender was asked and says ${name(to)}, not ${name(from)}; it sent no webhook of that.`,
    confirmed: ({ status }, name) => `The sender was asked and says the same: ${name(status)}.`,
    unlisted: ({ from, to }, name) =>
      `${name(to)} is not in the life cycle, but the event says that it follows ${name(from)}: the status moved.`,
    completed: ({ status, now }, name) =>
      `${name(status)} came late and completes the history: the status is now ${name(now)}.`,
    overtook: ({ status, from, now }, name) =>
      `${name(status)} came late but happened before ${name(from)}, which no longer counts after it: the status is now ${name(now)}.`,
    amended: ({ status }, name) => `${name(status)} again: its details are replaced, the status stays.`,
    older: ({ status, head }, name) =>
      `${name(status)} happened before ${name(head)}, which is known already: it is added to the history, the status stays.`,
    older_unfit: ({ status, head }, name) =>
      `${name(status)} happened before ${name(head)} and does not fit the history there: it is kept, the status stays.`,
    step_back: ({ from, to }, name) =>
      `${name(to)} would move the status back from ${name(from)}: refused, the status stays.`,
    no_way: ({ from, to }, name) =>
      `No way leads from ${name(from)} to ${name(to)}, or back: refused, the status stays.`,
    unplaced: ({ status, head }, name) =>
      `${name(status)} is not in the life cycle, and nothing says where it belongs: kept, ` +
      (head === null ? 'no status yet.' : `the status stays ${name(head)}.`),
    duplicate: ({ of, receivedAt }) => `Received already at ${receivedAt} (${of}): nothing changes.`,
    written: ({ sentence: text }) => text,
  },
  notices: {
    out_of_place: ({ status, by }, name) =>
      `${name(status)} no longer counts: ${name(by)} happened before it.`,
    amount_changed: ({ fromCents, toCents }) =>
      toCents === null
        ? `The amount changed after payment, from ${fromCents} cents to one that is too large.`
        : `The amount changed after payment, from ${fromCents} to ${toCents} cents.`,
    late_move: ({ from, to }, name) => `${name(to)} after ${name(from)} was not expected.`,
    unlisted_move: ({ from, to }, name) =>
      `The life cycle has no move from ${name(from)} to ${name(to)}; the event itself says that it happened.`,
    reversal: ({ from, to }, name) => `The payment went back from ${name(from)} to ${name(to)}.`,
    read: ({ from, to }, name) =>
      `The webhook for ${name(to)} never came: the status was ${name(from)} until the sender was asked.`,
    step_back: ({ from, to, again }, name) =>
      `${name(to)} arrived ${again ? 'once more, in the same words, ' : ''}while the payment is ${name(from)}: an old event that came late, or a step back. Ask the sender.`,
    clock_contradicts_chain: ({ status }, name) =>
      `The date of ${name(status)} and its previous status say different things; the date was taken.`,
    implausible_date: ({ at }) =>
      `The date ${at} cannot be right: the event takes its place by what it says of the status before, or by its arrival.`,
    unknown_status: ({ status }, name) => `The life cycle does not know the status ${name(status)}.`,
    code_differs: ({ taken }) =>
      `TransactionStatus.Code differs from TransactionStatus.Id: ${taken} was taken.`,
    time_ignored: ({ path }) =>
      `${path} is not a date: the event takes its place in the history by its arrival, and its time is empty.`,
    field_ignored: ({ path, why }) => `${path} is ${IGNORED[why]}.`,
    refund_exceeds: ({ paidCents, refundedCents }) =>
      `${refundedCents} cents went back, and ${paidCents} had been paid.`,
    text_masked: ({ path }) => `${path} is not in the form of a name: what has another form in it is masked.`,
    many_events: ({ kept }) =>
      `It has ${kept} events, as many as are kept: each further one takes the place of one that the history can do without.`,
    notice: ({ sentence: text }) => text,
  },
}

const IGNORED = {
  not_a_date: 'not a date: what was known before stays',
  too_large: 'too large an amount: what was known before stays',
  other_form: 'not in its documented form: it is left out',
  cut: 'longer than its column: it is cut',
} as const

/** Statuses as the tables of the life cycles have them: `Autorizado (paid)`. */
export const nameIn =
  (cycle: LifeCycle): Name =>
  (status) => {
    const known = cycle.status(status)
    return known ? `${known.name ?? status} (${known.meaning})` : status
  }

/** Why, in one English sentence. */
export const reasonText = (cycle: LifeCycle, reason: Reason): string =>
  sentence(english.reasons, reason, nameIn(cycle))

/** What a person should look at, an English sentence each. */
export const noticeTexts = (cycle: LifeCycle, notices: readonly Notice[]): readonly string[] =>
  notices.map((notice) => sentence(english.notices, notice, nameIn(cycle)))
