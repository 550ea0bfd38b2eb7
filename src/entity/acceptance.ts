/**
 * One event into one entity, in one synchronous transaction: either the event, its verdict, the head and the alarm
 * are all on disk, or none of them is.
 */
import { type Notice, noticesOf } from '../lifecycle/notice.ts'
import { type Reason, reasonOf } from '../lifecycle/reason.ts'
import { judge, type Verdict } from '../lifecycle/verdict.ts'
import { LIMITS } from '../limits.ts'
import type { Event } from '../providers/event.ts'
import { providerNamed } from '../providers/index.ts'
import {
  appendEntry,
  type EntityState,
  findVerdict,
  type LogEntry,
  readLog,
  readState,
  setEffective,
  writeState,
} from './log.ts'

export type Outcome =
  | {
      readonly kind: 'judged'
      readonly verdict: Verdict
      readonly reason: Reason
      readonly warnings: readonly Notice[]
      /** Null while nothing is effective. */
      readonly head: {
        readonly status: string
        readonly since: string | null
        readonly revision: number
      } | null
    }
  /** The log holds as many events as one entity may have. */
  | { readonly kind: 'full' }

/**
 * Judges an event and stores it. Throws only when the platform fails, and then nothing is stored.
 * @param receivedAt UTC text, milliseconds
 * @param arm sets the object's alarm; called when there was nothing to send before
 */
export function accept(sql: SqlStorage, event: Event, receivedAt: string, arm: () => void): Outcome {
  const provider = providerNamed(event.provider)
  const cycle = provider.lifeCycle
  const before = readState(sql)
  const known = findVerdict(sql, event.fingerprint)
  if (known) {
    const reason: Reason = { kind: 'duplicate', of: known.verdict, receivedAt: known.receivedAt }
    return { kind: 'judged', verdict: 'duplicate', reason, warnings: [], head: headOf(before) }
  }
  if (before && before.lastSeq >= LIMITS.eventsPerEntity) return { kind: 'full' }

  const arrived = { ...event, receivedAt }
  const judgement = judge(cycle, before, () => readLog(sql), arrived)
  const met = before?.head ?? null
  const notices = [
    ...noticesOf(cycle, met, arrived, judgement),
    ...provider.notices(met, judgement.standing.head),
  ]
  const revision = (before?.revision ?? 0) + 1
  const entry: LogEntry = {
    ...arrived,
    seq: (before?.lastSeq ?? 0) + 1,
    revision,
    verdict: judgement.verdict,
    effective: judgement.effective,
    reason: reasonOf(met, arrived, judgement),
    notices,
    rulesVersion: cycle.version,
  }
  const nowMs = Date.parse(receivedAt)
  const clean = before === null || before.projected === before.revision
  // An alarm runs within the longest wait; one that did not was lost, and without this nothing would set another.
  const arming = clean || nowMs - before.armedAtMs > 2 * LIMITS.projectionRetryCapMs
  const state: EntityState = {
    ...judgement.standing,
    lastSeq: entry.seq,
    revision,
    projected: before?.projected ?? 0,
    failures: before?.failures ?? 0,
    armedAtMs: arming ? nowMs : (before?.armedAtMs ?? nowMs),
    firstReceivedAt: before?.firstReceivedAt ?? receivedAt,
    lastReceivedAt: receivedAt,
  }
  appendEntry(sql, entry, event.body)
  for (const { fingerprint, effective } of judgement.changed)
    setEffective(sql, fingerprint, effective, revision)
  writeState(sql, state)
  if (arming) arm()
  return {
    kind: 'judged',
    verdict: entry.verdict,
    reason: entry.reason,
    warnings: notices,
    head: headOf(state),
  }
}

const headOf = (state: EntityState | null) =>
  state?.head ? { status: state.head.status, since: state.head.since, revision: state.revision } : null
