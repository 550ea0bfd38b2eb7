/** Judges a stored log again by today's table: what counts can change, a verdict that was answered cannot. */
import { fold, isEffective } from '../lifecycle/fold.ts'
import { inHistoricalOrder } from '../lifecycle/history.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import { hasTables, readLog, readState, setEffective, writeState } from './log.ts'

export interface Refolded {
  readonly before: string | null
  readonly after: string | null
  /** The events that count otherwise than before. */
  readonly changed: readonly { readonly seq: number; readonly status: string; readonly effective: boolean }[]
}

/** Folds the log again and stores what changed, or returns null when nothing is stored of the entity. */
export function refold(sql: SqlStorage, cycle: LifeCycle, arm: () => void): Refolded | null {
  const state = hasTables(sql) ? readState(sql) : null
  if (!state) return null
  const log = readLog(sql)
  const { head, relations } = fold(cycle, cycle.clock === 'provider' ? inHistoricalOrder(log) : log)
  const changed = log.flatMap(({ fingerprint, seq, status, effective }) => {
    const counts = isEffective(relations.get(fingerprint) ?? 'unknown')
    return counts === effective ? [] : [{ fingerprint, seq, status, effective: counts }]
  })
  if (changed.length > 0 || JSON.stringify(head) !== JSON.stringify(state.head)) {
    const revision = state.revision + 1
    for (const { fingerprint, effective } of changed) setEffective(sql, fingerprint, effective, revision)
    const refused = log.length - [...relations.values()].filter(isEffective).length
    writeState(sql, { ...state, head, refused, revision })
    if (state.projected === state.revision) arm()
  }
  return {
    before: state.head?.status ?? null,
    after: head?.status ?? null,
    changed: changed.map(({ seq, status, effective }) => ({ seq, status, effective })),
  }
}
