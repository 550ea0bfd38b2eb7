/** What a person should look at in a payment although each of its events was legal. Pure. */
import type { Head } from '../../lifecycle/fold.ts'
import type { TransactionFacts } from './read.ts'

/** Paid; paid and available; kept after a dispute. */
const MONEY_IN = new Set(['3', '4', '15'])

/** Notes on the step of a transaction from one head to the next. */
export function paymentNotices(before: Head | null, after: Head | null): readonly string[] {
  if (!before || !after || !MONEY_IN.has(before.status)) return []
  const was = (before.facts as TransactionFacts).amountCents
  const is = (after.facts as TransactionFacts).amountCents
  return was != null && was !== is ? [`The amount changed after payment, from ${was} to ${is} cents.`] : []
}
