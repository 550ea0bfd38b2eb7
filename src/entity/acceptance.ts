/**
 * One event into one entity, in one synchronous transaction: either the event, its verdict, the head and the alarm
 * are all on disk, or none of them is.
 */
import type { Facts } from '../lifecycle/history.ts'
import { type Notice, noticesOf } from '../lifecycle/notice.ts'
import { type Reason, reasonOf } from '../lifecycle/reason.ts'
import { judge, type Verdict } from '../lifecycle/verdict.ts'
import { LIMITS } from '../limits.ts'
import type { Event } from '../providers/event.ts'
import { providerNamed } from '../providers/index.ts'
import {
  appendEntry,
  type EntityState,
  type LogEntry,
  readLog,
  readState,
  setEffective,
  writeState,
} from './log.ts'
import { repetitionOf } from './repetition.ts'
import { dropLargeBodies, makeRoom, readBase } from './room.ts'

export interface Outcome {
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
  const provider = providerNamed(event.provider)
  const cycle = provider.lifeCycle
  const stored = readState(sql)
  const repetition = repetitionOf(sql, cycle, stored, event, receivedAt)
  if (repetition.kind === 'known') {
    const reason: Reason = { kind: 'duplicate', of: repetition.verdict, receivedAt: repetition.receivedAt }
    return { kind: 'judged', verdict: 'duplicate', reason, warnings: event.notices, head: headOf(stored) }
  }
  const room = stored && stored.lastSeq >= LIMITS.eventsPerEntity ? makeRoom(sql, cycle, stored) : null
  const before = room?.state ?? stored
  const seq = room?.seq ?? (stored?.lastSeq ?? 0) + 1

  const arrived = {
    ...event,
    fingerprint: repetition.fingerprint,
    facts: shortened(event.facts),
    receivedAt: arrival(before, receivedAt),
  }
  const judgement = judge(
    cycle,
    before,
    () => readLog(sql),
    arrived,
    () => readBase(sql)?.head ?? null,
  )
  const met = before?.head ?? null
  const notices: readonly Notice[] = [
    ...noticesOf(cycle, met, arrived, judgement),
    ...provider.notices(met, judgement.standing.head, arrived.facts),
    ...event.notices,
    // On the event that has the last place, whichever it is by now: so one row of D1 says it, always.
    ...(seq === LIMITS.eventsPerEntity
      ? [{ kind: 'many_events', kept: LIMITS.eventsPerEntity } as const]
      : []),
  ]
  const revision = (before?.revision ?? 0) + 1
  const entry: LogEntry = {
    ...arrived,
    seq,
    revision,
    verdict: judgement.verdict,
    effective: judgement.effective,
    reason: reasonOf(met, arrived, judgement),
    notices,
    rulesVersion: cycle.version,
  }
  const nowMs = Date.parse(now)
  const clean = before === null || before.projected === before.revision
  // An alarm runs within the longest wait; one that did not was lost, and without this nothing would set another.
  const arming = clean || nowMs - before.armedAtMs > 2 * LIMITS.projectionRetryCapMs
  const state: EntityState = {
    ...judgement.standing,
    lastSeq: Math.max(before?.lastSeq ?? 0, seq),
    revision,
    projected: before?.projected ?? 0,
    failures: before?.failures ?? 0,
    armedAtMs: arming ? nowMs : (before?.armedAtMs ?? nowMs),
    firstReceivedAt: before?.firstReceivedAt ?? arrived.receivedAt,
    lastReceivedAt: arrived.receivedAt,
  }
  appendEntry(sql, entry, event.body)
  for (const { fingerprint, effective } of judgement.changed)
    setEffective(sql, fingerprint, effective, revision)
  if (event.body.length > LIMITS.largeBodyBytes) dropLargeBodies(sql, state.head?.fingerprint)
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

/**
 * When an event arrived: never before the one that arrived before it, whatever the clock says, and after it where
 * numbers are given anew and only the time tells the order.
 */
function arrival(before: EntityState | null, now: string): string {
  if (before === null || now > before.lastReceivedAt) return now
  if (before.lastSeq < LIMITS.eventsPerEntity) return before.lastReceivedAt
  return new Date(Date.parse(before.lastReceivedAt) + 1).toISOString()
}

/** Texts cut to what a column holds, and to whole characters. */
const shortened = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > LIMITS.textCharacters
        ? value.slice(0, LIMITS.textCharacters).replace(/[\ud800-\udbff]$/, '')
        : value,
    ]),
  )

const headOf = (state: EntityState | null) =>
  state?.head ? { status: state.head.status, since: state.head.since, revision: state.revision } : null
