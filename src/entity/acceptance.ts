/**
 * One event into one entity, in one synchronous transaction: either the event, its verdict, the head and the alarm
 * are all on disk, or none of them is.
 */
import { reasonOf, warningsOf } from '../lifecycle/reason.ts'
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
      readonly reason: string
      readonly warnings: readonly string[]
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
 * @param receivedAt UTC text, milliseconds: when the event came, or first came
 * @param arm sets the object's alarm; called when there was nothing to send before
 * @param now UTC text, milliseconds
 */
export function accept(
  sql: SqlStorage,
  event: Event,
  receivedAt: string,
  arm: () => void,
  now = receivedAt,
): Outcome {
  const { lifeCycle: cycle, notices: noticesOf } = providerNamed(event.provider)
  const before = readState(sql)
  const known = findVerdict(sql, event.fingerprint)
  if (known) {
    const reason = `Received already at ${known.receivedAt} (${known.verdict}): nothing changes.`
    return { kind: 'judged', verdict: 'duplicate', reason, warnings: [], head: headOf(before) }
  }
  if (before && before.lastSeq >= LIMITS.eventsPerEntity) return { kind: 'full' }

  const arrived = { ...event, receivedAt }
  const judgement = judge(cycle, before, () => readLog(sql), arrived)
  const warnings = [
    ...warningsOf(cycle, before?.head ?? null, arrived, judgement),
    ...noticesOf(before?.head ?? null, judgement.standing.head),
  ]
  const revision = (before?.revision ?? 0) + 1
  const entry: LogEntry = {
    ...arrived,
    seq: (before?.lastSeq ?? 0) + 1,
    revision,
    verdict: judgement.verdict,
    effective: judgement.effective,
    reason: reasonOf(cycle, before?.head ?? null, arrived, judgement),
    notice: warnings.join(' ') || null,
    rulesVersion: cycle.version,
  }
  const nowMs = Date.parse(now)
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
    // A body out of quarantine first came before what has come since.
    lastReceivedAt: before && before.lastReceivedAt > receivedAt ? before.lastReceivedAt : receivedAt,
  }
  appendEntry(sql, entry, event.body)
  for (const { fingerprint, effective } of judgement.changed)
    setEffective(sql, fingerprint, effective, revision)
  writeState(sql, state)
  if (arming) arm()
  return { kind: 'judged', verdict: entry.verdict, reason: entry.reason, warnings, head: headOf(state) }
}

const headOf = (state: EntityState | null) =>
  state?.head ? { status: state.head.status, since: state.head.since, revision: state.revision } : null
