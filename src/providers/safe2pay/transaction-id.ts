/** The id of a transaction: a positive whole number that JSON can tell from its neighbours. */
import type { EntityId } from '../../id.ts'

/**
 * Null if no transaction can have it, or if it can be two: `81.000` is 81 or 81000. A body that could not be read may
 * write it as `+00119.0` or `#119`.
 */
export function transactionIdIn(text: string): EntityId | null {
  const digits = /^[+#]?0*(?![1-9]\d{0,2}[.,]0{3}$)([1-9]\d{0,15})(?:[.,]0+)?$/.exec(text.trim())?.[1]
  // A larger number would be rounded to another id.
  return digits && Number.isSafeInteger(Number(digits)) ? (digits as EntityId) : null
}
