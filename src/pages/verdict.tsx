/** A verdict as a person reads it, with D1's word for it as a tooltip. */
import type { View } from './view.ts'

/** In the order in which they are drawn and listed: moves first, refusals last. */
export const VERDICTS = [
  'applied',
  'amended',
  'stale',
  'regression',
  'duplicate',
  'ping',
  'conflict',
  'unknown',
  'refused',
] as const

/** Verdicts that somebody should look at; an event that is only late does no harm. */
export const TROUBLE: ReadonlySet<string> = new Set(['conflict', 'unknown'])

export const known: ReadonlySet<string> = new Set(VERDICTS)

export const verdictName = (view: View, verdict: string): string => view.text.verdicts[verdict] ?? verdict

export function Verdict({ view, verdict }: { readonly view: View; readonly verdict: string }) {
  return (
    <span class={`verdict ${known.has(verdict) ? verdict : ''}`} title={verdict}>
      {verdictName(view, verdict)}
    </span>
  )
}
