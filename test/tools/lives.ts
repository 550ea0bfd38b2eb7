/** A life in memory, with the verdict and the reason of each event. */
import { type Kept, ledger } from '../../scripts/prove/ledger.ts'
import { noticeTexts, reasonText } from '../../src/language/en.ts'
import type { Head } from '../../src/lifecycle/fold.ts'
import { comparable, type Facts, type HistoryEvent } from '../../src/lifecycle/history.ts'
import { type Notice, noticesOf } from '../../src/lifecycle/notice.ts'
import { type Reason, reasonOf } from '../../src/lifecycle/reason.ts'
import type { Judgement, Verdict } from '../../src/lifecycle/verdict.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'

/** The rules that judge a life. */
export type Rules = Pick<Provider, 'lifeCycle' | 'notices'>

/** An event on its way; its time of arrival follows from its place in the order of arrival. */
export type Sent = Omit<HistoryEvent, 'receivedAt'>

export interface Answer {
  readonly verdict: Verdict
  readonly head: Head | null
  /** Null for a duplicate. */
  readonly why: Reason | null
  readonly notices: readonly Notice[]
  /** The same in English, as in the answer to a sender. */
  readonly reason: string
  readonly warnings: readonly string[]
  /** Fingerprints of the stored events that this one made effective, or no longer so. */
  readonly changed: Judgement['changed']
}

export interface Life {
  readonly head: Head | null
  readonly refused: number
  /** In the order of arrival, without duplicates. */
  readonly log: readonly Kept[]
  /** One for each delivery. */
  readonly answers: readonly Answer[]
}

/** When the delivery with that number, from 0, arrives: a second after the one before. */
export const arrivalTime = (delivery: number): string =>
  new Date(Date.UTC(2025, 2, 20) + delivery * 1000).toISOString()

/** The life of an entity whose events arrive in this order, and by this clock. */
export function live(
  { lifeCycle: cycle, notices }: Rules,
  deliveries: readonly Sent[],
  clock: (delivery: number) => string = arrivalTime,
): Life {
  const taken = ledger(cycle)
  const answers = deliveries.map((sent, delivery): Answer => {
    const met = taken.standing?.head ?? null
    const event = { ...sent, receivedAt: clock(delivery) }
    const judgement = taken.take(event)
    const head = taken.standing?.head ?? null
    if (!judgement) {
      return { verdict: 'duplicate', head, why: null, notices: [], reason: '', warnings: [], changed: [] }
    }
    const { verdict, changed } = judgement
    const why = reasonOf(met, event, judgement)
    const all = [...noticesOf(cycle, met, event, judgement), ...notices(met, head, event.facts)]
    const [reason, warnings] = [reasonText(cycle, why), noticeTexts(cycle, all)]
    return { verdict, head, why, notices: all, reason, warnings, changed }
  })
  const { standing, log } = taken
  return { head: standing?.head ?? null, refused: standing?.refused ?? 0, log: [...log.values()], answers }
}

export const order = (...events: readonly Sent[]): Life => live(amplia, events)

/** An event of a payment: its status alone, or with what it says. */
export type Paid = string | number | readonly [status: number, facts?: Facts] | Sent

export const payment = (...events: readonly Paid[]): Life =>
  live(
    safe2pay,
    events.map((each) => {
      if (typeof each !== 'object') return transactionEvent(each)
      return 'status' in each ? each : transactionEvent(...each)
    }),
  )

export const verdictsOf = (life: Life): readonly Verdict[] => life.answers.map(({ verdict }) => verdict)

/** The answer to the newest delivery. */
export function lastAnswer({ answers }: Life): Answer {
  const answer = answers.at(-1)
  if (!answer) throw new Error('Nothing was delivered')
  return answer
}

/** Fingerprints of what the history counts, sorted, so that two orders of arrival can be compared. */
export const effectiveIn = ({ log }: Life): readonly string[] =>
  log
    .filter(({ effective }) => effective)
    .map(({ fingerprint }) => fingerprint)
    .sort()

/** All that must not depend on the order of arrival, as one text. */
export const outcomeOf = (life: Life): string =>
  JSON.stringify({ head: life.head, refused: life.refused, effective: effectiveIn(life) })

/**
 * A status change of an order.
 * @param at the time of day, such as `10:00:00.358558`
 */
export function orderEvent(
  previousStatus: string | null,
  status: string,
  at: string,
  facts: Facts = {},
): Sent {
  const occurredAt = `2025-03-18T${at}Z`
  const fingerprint = JSON.stringify([previousStatus, status, comparable(occurredAt)])
  return { fingerprint, status, previousStatus, occurredAt, facts }
}

/** A status change of a transaction; `facts` tells apart two with the same status. */
export const transactionEvent = (status: string | number, facts: Facts = {}): Sent => ({
  fingerprint: JSON.stringify([status, facts]),
  status: String(status),
  previousStatus: null,
  occurredAt: null,
  facts,
})

/** The beginning of an order's life, a minute from each event to the next. */
export const created = orderEvent(null, 'WaitingValidation', '10:00:00')
export const inValidation = orderEvent('WaitingValidation', 'InValidation', '10:01:00')
export const waitingConfirmation = orderEvent('InValidation', 'WaitingConfirmation', '10:02:00')
export const inConfirmation = orderEvent('WaitingConfirmation', 'InConfirmation', '10:03:00')
