/** What a person should look at in a payment although each of its events was legal. Pure. */
import type { Head } from '../../lifecycle/fold.ts'
import type { Facts } from '../../lifecycle/history.ts'
import type { Notice } from '../../lifecycle/notice.ts'
import { MONEY_IN, MONEY_OUT } from './money.ts'
import type { TransactionFacts } from './read.ts'

/**
 * Notes on the step of a transaction from one head to the next.
 * @param said the facts of the event that made the step
 */
export function paymentNotices(before: Head | null, after: Head | null, said: Facts): readonly Notice[] {
  if (!before || !after) return []
  const excess = refundExceeds(after)
  const isNew = excess && JSON.stringify(excess) !== JSON.stringify(refundExceeds(before))
  return [...amountChanged(before, after, said), ...(isNew ? [excess] : [])]
}

/**
 * After payment another amount is kept only where a paying event says it; it is reported in any case, except a refund's.
 * What a refused event says may be from before the payment.
 */
function amountChanged(before: Head, after: Head, said: Facts): readonly Notice[] {
  const { amountCents: fromCents } = before.facts as TransactionFacts
  const { amountCents: toCents, refundedCents } = said as TransactionFacts
  const isRefused = after.fingerprint === before.fingerprint
  if (isRefused || !MONEY_IN.has(before.status) || refundedCents != null) return []
  return fromCents != null && toCents != null && fromCents !== toCents
    ? [{ kind: 'amount_changed', fromCents, toCents }]
    : []
}

/** A part of a payment can be refunded, and no more than was paid. */
function refundExceeds({ status, facts }: Head): Notice | null {
  const { amountCents, paidCents, refundedCents } = facts as TransactionFacts
  const most = Math.max(amountCents ?? 0, paidCents ?? 0)
  const back = refundedCents ?? 0
  return MONEY_OUT.has(status) && back > most
    ? { kind: 'refund_exceeds', paidCents: most, refundedCents: back }
    : null
}
