/** What a person should look at in one entity, by kind, as its log tells it. Pure; D1's view `attention` says the same. */
import type { LifeCycle } from './life-cycle.ts'
import { gravestOf, type Notice } from './notice.ts'

interface Seen {
  readonly seq: number
  readonly verdict: string
  readonly effective: boolean
  readonly notices: readonly Notice[]
}

/** Kinds in alphabetical order, each once. A gap counts after an hour, so no event can report it. */
export function attentionOf(cycle: LifeCycle, log: readonly Seen[]): readonly string[] {
  const lastEffective = log.reduce((last, { seq, effective }) => (effective ? Math.max(last, seq) : last), 0)
  const kinds = log.flatMap(({ seq, verdict, effective, notices }) => {
    const gravest = gravestOf(notices)
    // A later event that counts came from a sender who knew better.
    if (gravest === 'step_back' && seq < lastEffective) return []
    if (gravest) return [gravest]
    if (effective || (cycle.clock === 'arrival' && verdict === 'regression')) return []
    return verdict === 'conflict' || verdict === 'regression' ? [verdict] : ['out_of_place']
  })
  return [...new Set(kinds)].sort()
}
