/** A verdict as a person reads it, with the word that D1 has for it to point at. */
import type { View } from './view.ts'

/** In the order in which they are drawn and listed: what moved first, what was refused last. */
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

/** Those that somebody should look at; an event that is only late harms nothing. */
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
