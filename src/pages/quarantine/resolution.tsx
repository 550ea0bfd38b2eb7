/** The state of a body in quarantine: open, or resolved and how. */
import type { Quarantined } from '../../db/quarantine-list.ts'
import { DISMISSED } from '../../operations/dismissal.ts'
import type { View } from '../view.ts'

export function Resolution({ view, row }: { readonly view: View; readonly row: Quarantined }) {
  const { held } = view.text
  const { resolvedAt, resolution } = row
  if (resolvedAt === null) return <span class="chip held">{held.open}</span>
  if (resolution?.startsWith(DISMISSED)) {
    return (
      <>
        <span class="chip ended">{held.dismissed}</span> <small>{resolution.slice(DISMISSED.length)}</small>
      </>
    )
  }
  return <span class="chip good">{resolution === 'judged' || !resolution ? held.judged : resolution}</span>
}
