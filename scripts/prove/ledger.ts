/** An entity in memory: the real judgement, as src/entity/acceptance.ts calls it, with a map for a disk. */
import type { HistoryEvent } from '../../src/lifecycle/history.ts'
import type { LifeCycle } from '../../src/lifecycle/life-cycle.ts'
import {
  type Judgement,
  judge,
  type Standing,
  type StoredEvent,
  type Verdict,
} from '../../src/lifecycle/verdict.ts'

export interface Kept extends StoredEvent {
  readonly verdict: Verdict
}

export interface Ledger {
  /** By fingerprint, in the order of arrival. */
  readonly log: ReadonlyMap<string, Kept>
  readonly standing: Standing | null
  /** Judges an event and keeps it; null for a duplicate. */
  take(event: HistoryEvent): Judgement | null
}

export function ledger(cycle: LifeCycle): Ledger {
  const log = new Map<string, Kept>()
  let standing: Standing | null = null
  return {
    log,
    get standing() {
      return standing
    },
    take(event) {
      if (log.has(event.fingerprint)) return null
      const judgement = judge(
        cycle,
        standing,
        () => [...log.values()],
        event,
        () => null,
      )
      const { verdict, effective, changed } = judgement
      log.set(event.fingerprint, { ...event, verdict, effective })
      for (const change of changed) {
        const stored = log.get(change.fingerprint)
        if (stored) log.set(change.fingerprint, { ...stored, effective: change.effective })
      }
      standing = judgement.standing
      return judgement
    },
  }
}
