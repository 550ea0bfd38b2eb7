/** What an object answers that did not look. */
import type { Outcome } from '../../../../src/entity/acceptance.ts'

export const APPLIED: Outcome = {
  kind: 'judged',
  verdict: 'applied',
  reason: { kind: 'first', to: '3', missing: null },
  warnings: [],
  head: { status: '3', since: null, revision: 1 },
}
