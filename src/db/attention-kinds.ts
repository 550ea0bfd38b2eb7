/** The kinds of findings that need attention, ranked by importance as in the view `attention_found`. */

/** Up to this rank somebody should do something; the ranks after it are only good to know. */
export const NEEDED_RANK = 20

/** The rank of an open body in quarantine: after the findings about orders and payments. */
export const QUARANTINE_RANK = 57

const OTHER_RANK = 58

/** A gap of an order that has ended is only good to know. */
export const RANKS: Readonly<Record<string, readonly number[]>> = {
  issued_money_back: [99],
  paid_order_closed: [98],
  refund_exceeds: [97],
  amount_changed: [96],
  reversal: [95],
  read: [93],
  late_move: [94],
  conflict: [79],
  step_back: [78],
  unlisted_move: [77],
  unknown_status: [76],
  code_differs: [75],
  forward_refused: [62],
  forward_exhausted: [61],
  stuck: [60],
  gap: [59, 19],
  notice: [OTHER_RANK],
  regression: [18],
  out_of_place: [17],
  clock_contradicts_chain: [16],
  implausible_date: [15],
  many_events: [14],
  time_ignored: [13],
  field_ignored: [12],
  text_masked: [11],
}

export const KINDS: readonly string[] = Object.keys(RANKS)

export const ranksOf = (kind: string): readonly number[] =>
  Object.hasOwn(RANKS, kind) ? (RANKS[kind] ?? []) : [OTHER_RANK]

export const kindOfRank = (rank: number): string =>
  KINDS.find((kind) => RANKS[kind]?.includes(rank)) ?? 'notice'

/** States that are not settled; the other two are. */
export const UNSETTLED = ['open', 'in_progress'] as const
export const SETTLED = ['resolved', 'ignored'] as const
export const STATES = [...UNSETTLED, ...SETTLED] as const

export type State = (typeof STATES)[number]

export const isSettled = (state: State): boolean => SETTLED.some((each) => each === state)
