/** Judges a stored log again by today's table: what counts can change, a verdict that was answered cannot. */
import { stillErased } from '../lifecycle/facts.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import { recount } from '../lifecycle/recount.ts'
import { hasTables, readLog, readState, setEffective, writeState } from './log.ts'
import { readBase } from './room.ts'

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
  const { head: folded, refused, counts } = recount(cycle, log, readBase(sql)?.head)
  const head = stillErased(state.head, folded)
  const changed = log.filter((entry) => entry.effective !== counts(entry))
  if (changed.length > 0 || JSON.stringify(head) !== JSON.stringify(state.head)) {
    const revision = state.revision + 1
    for (const { fingerprint, effective } of changed) setEffective(sql, fingerprint, !effective, revision)
    writeState(sql, { ...state, head, refused, revision })
    if (state.projected === state.revision) arm()
  }
  return {
    before: state.head?.status ?? null,
    after: head?.status ?? null,
    changed: changed.map(({ seq, status, effective }) => ({ seq, status, effective: !effective })),
  }
}
