/** What a person should look at in a payment although each of its events was legal. Pure. */
import type { Head } from '../../lifecycle/fold.ts'
import type { Notice } from '../../lifecycle/notice.ts'
import type { TransactionFacts } from './read.ts'

/** Paid; paid and available; kept after a dispute. */
const MONEY_IN = new Set(['3', '4', '15'])

/** Notes on the step of a transaction from one head to the next. */
export function paymentNotices(before: Head | null, after: Head | null): readonly Notice[] {
  if (!before || !after || !MONEY_IN.has(before.status)) return []
  const fromCents = (before.facts as TransactionFacts).amountCents
  const toCents = (after.facts as TransactionFacts).amountCents ?? null
  return fromCents != null && fromCents !== toCents ? [{ kind: 'amount_changed', fromCents, toCents }] : []
}
