/** An entity in memory: the real judgement, with a map for a disk. For hundreds of thousands of histories. */
import type { HistoryEvent } from '../../src/lifecycle/history.ts'
import { judge, type Standing, type StoredEvent } from '../../src/lifecycle/verdict.ts'
import type { Event } from '../../src/providers/event.ts'
import { providerNamed } from '../../src/providers/index.ts'

export interface Kept extends StoredEvent {
  readonly verdict: string
}

export interface Ledger {
  readonly log: ReadonlyMap<string, Kept>
  readonly standing: Standing | null
  /** Gives the verdict. */
  take(event: Event): string
}

export function ledger(startMs: number): Ledger {
  const log = new Map<string, Kept>()
  let standing: Standing | null = null
  let arrivals = 0
  return {
    log,
    get standing() {
      return standing
    },
    take(event) {
      if (log.has(event.fingerprint)) return 'duplicate'
      arrivals += 1
      const arrived: HistoryEvent = {
        ...event,
        receivedAt: new Date(startMs + arrivals * 1000).toISOString(),
      }
      const cycle = providerNamed(event.provider).lifeCycle
      const {
        verdict,
        effective,
        changed,
        standing: next,
      } = judge(cycle, standing, () => [...log.values()], arrived)
      log.set(event.fingerprint, { ...arrived, verdict, effective })
      for (const { fingerprint, effective: counts } of changed) {
        const stored = log.get(fingerprint)
        if (stored) log.set(fingerprint, { ...stored, effective: counts })
      }
      standing = next
      return verdict
    },
  }
}
