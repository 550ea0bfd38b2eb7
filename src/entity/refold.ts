/** Judges a stored log again by today's table: which events count can change, a verdict that was answered cannot. */
import { stillErased } from '../lifecycle/facts.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import { recount } from '../lifecycle/recount.ts'
import { entriesOf, type Log, setEffective, writeState } from './log.ts'
import { type Forwarding, withOwed } from './owing.ts'
import { readBase } from './room.ts'

export interface Refolded {
  readonly before: string | null
  readonly after: string | null
  /** The events that count now and did not before, or the other way round. */
  readonly changed: readonly { readonly seq: number; readonly status: string; readonly effective: boolean }[]
}

/** Folds the log again and stores what changed, or returns null if nothing is stored of the entity. */
export function refold(
  sql: SqlStorage,
  log: Log,
  cycle: LifeCycle,
  forwarding: Forwarding | null,
  arm: () => void,
): Refolded | null {
  const { state } = log
  if (!state) return null
  const entries = entriesOf(log)
  const { head: folded, refused, counts } = recount(cycle, entries, readBase(sql)?.head)
  const head = stillErased(state.head, folded)
  const changed = entries.filter((entry) => entry.effective !== counts(entry))
  if (changed.length > 0 || JSON.stringify(head) !== JSON.stringify(state.head)) {
    const revision = state.revision + 1
    for (const { fingerprint, effective } of changed)
      setEffective(sql, log, fingerprint, !effective, revision)
    const standing = { ...state, head, refused, revision }
    const after = { state: standing, log: entriesOf(log) }
    writeState(sql, log, forwarding ? withOwed(forwarding, { state, log: entries }, after, null) : standing)
    arm()
  }
  return {
    before: state.head?.status ?? null,
    after: head?.status ?? null,
    changed: changed.map(({ seq, status, effective }) => ({ seq, status, effective: !effective })),
  }
}
