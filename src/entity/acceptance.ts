/**
 * Accepts one event into one entity, in one synchronous transaction: either the event, its verdict, the head and the alarm
 * are all on disk, or none of them is.
 */
import type { Facts } from '../lifecycle/history.ts'
import { type Notice, noticesOf } from '../lifecycle/notice.ts'
import { type Reason, reasonOf } from '../lifecycle/reason.ts'
import { type Judgement, judge, type Verdict } from '../lifecycle/verdict.ts'
import * as LIMITS from '../limits.ts'
import type { Event } from '../providers/event.ts'
import { providerNamed } from '../providers/index.ts'
import { noteAgain, settleAgain } from './again.ts'
import {
  append,
  type EntityState,
  entriesOf,
  type Log,
  type LogEntry,
  nextArrival,
  setEffective,
  writeState,
} from './log.ts'
import { nameOf } from './name.ts'
import { type Forwarding, withOwed } from './owing.ts'
import { repetitionOf } from './repetition.ts'
import { dropLargeBodies, makeRoom, readBase } from './room.ts'

export interface Outcome {
  readonly kind: 'judged'
  readonly verdict: Verdict
  readonly reason: Reason
  readonly warnings: readonly Notice[]
  /** Null as long as no event is effective. */
  readonly head: {
    readonly status: string
    readonly since: string | null
    readonly revision: number
  } | null
}

/**
 * Judges an event and stores it. Throws only if the platform fails, and then nothing is stored.
 * @param receivedAt UTC text, milliseconds: when the event arrived, or first arrived
 * @param forwarding how changes are sent to the user's own system; null if they are not
 * @param arm makes sure that the object's alarm is set; called when something was stored
 */
export function accept(
  sql: SqlStorage,
  log: Log,
  event: Event,
  receivedAt: string,
  forwarding: Forwarding | null,
  arm: () => void,
): Outcome {
  const provider = providerNamed(event.provider)
  const cycle = provider.lifeCycle
  const stored = log.state
  const repetition = repetitionOf(log, provider, event, receivedAt)
  if (repetition.kind === 'known') {
    const { of } = repetition
    const reason: Reason = { kind: 'duplicate', of: of.verdict, receivedAt: of.receivedAt }
    const known = entriesOf(log)
    const noted = noteAgain(sql, log, cycle, event.status)
    if (noted && forwarding && log.state) {
      const after = { state: log.state, log: entriesOf(log) }
      writeState(sql, log, withOwed(forwarding, { state: stored, log: known }, after, null))
    }
    if (noted) arm()
    const warnings = noted ? [noted, ...event.notices] : event.notices
    // The head as the delivery found it: it does not change.
    return { kind: 'judged', verdict: 'duplicate', reason, warnings, head: headOf(stored) }
  }
  const isFull = log.entries.size >= LIMITS.eventsPerEntity
  const room = stored && isFull ? makeRoom(sql, log, cycle, stored) : null
  const before = room?.state ?? stored
  const seq = room?.seq ?? log.entries.size + 1

  // The log keeps everything in memory except the body, which can be large.
  const { body, provider: _, entityId: __, statusName, ...told } = event
  const arrived = {
    ...told,
    fingerprint: repetition.fingerprint,
    facts: shortened(event.facts),
    receivedAt: notBefore(before, receivedAt),
  }
  const judgement = judge(
    cycle,
    before,
    () => entriesOf(log),
    arrived,
    () => readBase(sql)?.head ?? null,
  )
  const met = before?.head ?? null
  const notices: readonly Notice[] = [
    ...noticesOf(cycle, met, arrived, judgement).map((notice) => withName(notice, statusName)),
    ...provider.notices(met, judgement.standing.head, arrived.facts),
    ...event.notices,
    // On the event that has the last number, whichever it is now, so that always exactly one row of D1 says it.
    ...(seq === LIMITS.eventsPerEntity
      ? [{ kind: 'many_events', kept: LIMITS.eventsPerEntity } as const]
      : []),
  ]
  const revision = (before?.revision ?? 0) + 1
  const entry: LogEntry = {
    ...arrived,
    arrival: nextArrival(log),
    seq,
    revision,
    verdict: judgement.verdict,
    effective: judgement.effective,
    reason: withName(reasonOf(met, arrived, judgement), statusName),
    notices,
    rulesVersion: cycle.version,
  }
  if (judgement.effective && cycle.clock === 'arrival') settleAgain(sql, log, arrived.receivedAt, revision)
  const standing: EntityState = {
    ...judgement.standing,
    revision,
    projected: before?.projected ?? 0,
    firstReceivedAt: before?.firstReceivedAt ?? arrived.receivedAt,
    lastReceivedAt: arrived.receivedAt,
    forward: before?.forward ?? null,
  }
  const state = forwarding
    ? withOwed(
        forwarding,
        { state: before, log: entriesOf(log) },
        { state: standing, log: [...recounted(log, judgement), entry] },
        entry,
      )
    : standing
  append(sql, log, entry, body, state, nameOf(event))
  for (const { fingerprint, effective } of judgement.changed)
    setEffective(sql, log, fingerprint, effective, revision)
  if (body.length > LIMITS.largeBodyBytes) dropLargeBodies(sql, log, state.head?.fingerprint)
  arm()
  return {
    kind: 'judged',
    verdict: entry.verdict,
    reason: entry.reason,
    warnings: notices,
    head: headOf(state),
  }
}

/** The stored events with their new effect. */
function recounted(log: Log, { changed }: Judgement): readonly LogEntry[] {
  const counted = new Map(changed.map(({ fingerprint, effective }) => [fingerprint, effective]))
  return entriesOf(log).map((each) => ({
    ...each,
    effective: counted.get(each.fingerprint) ?? each.effective,
  }))
}

const withName = <Said extends Reason | Notice>(said: Said, name: string | undefined): Said =>
  name && (said.kind === 'unplaced' || said.kind === 'unknown_status') ? { ...said, name } : said

/** When an event arrived: never earlier than the previous arrival, whatever the clock says. */
const notBefore = (before: EntityState | null, now: string): string =>
  before === null || now > before.lastReceivedAt ? now : before.lastReceivedAt

/** Texts cut to the length of a column, at whole characters. */
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
