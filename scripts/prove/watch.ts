/** Looks at one entity after every step, by plain SQL on its disk and on D1, and says which invariant is broken. */
import { type EntityState, type LogEntry, readLog } from '../../src/entity/log.ts'
import type { D1 } from './d1.ts'
import { assertEnd } from './end.ts'
import { assertKnown } from './known.ts'
import { assertMove, assertWalk, type Counted, endOf } from './oracle.ts'
import type { ReadStory } from './reading.ts'
import { type Row, SHOWN_COLUMNS, shownRow } from './shown.ts'
import type { ObjectStorage } from './sqlite.ts'
import { Violation } from './violation.ts'

export function watch(read: ReadStory, disk: ObjectStorage, d1: D1) {
  const { story } = read
  const acknowledged = new Set<number>()
  const through = new Set<number>()
  const answered = new Set<number>()
  const seen = new Map<string, string>()
  const erased = new Set<string>()
  let headBefore: string | null = null
  let d1Revision = 0
  const entity = story.entityId.replaceAll("'", '')
  const table = story.provider === 'amplia' ? 'orders' : 'transactions'
  const key = story.provider === 'amplia' ? `order_id = '${entity}'` : `transaction_id = ${Number(entity)}`

  /** As an object would know them that has just come to memory. */
  const log = () => [...readLog(disk.sql, null).entries.values()].sort((a, b) => a.seq - b.seq)
  const state = () => readLog(disk.sql, null).state
  const counted = (rows: readonly LogEntry[]): readonly Counted[] =>
    rows.map(({ fingerprint, effective }) => ({ index: read.indexOf(fingerprint), effective }))
  const transitions = () =>
    d1.rows<Row>(
      `SELECT ${SHOWN_COLUMNS} FROM transitions WHERE provider = '${story.provider}' AND entity_id = '${entity}' ORDER BY seq`,
    )
  const row = () => d1.rows<Row>(`SELECT * FROM ${table} WHERE ${key}`)[0]

  /** At any moment. */
  const look = (): void => {
    const rows = log()
    const now = state()
    assertLogKept(rows, seen)
    const bodiless = disk.rows<{ seq: number }>("SELECT seq FROM log WHERE body = 'null'")
    for (const { fingerprint } of rows.filter((each) => bodiless.some(({ seq }) => seq === each.seq)))
      erased.add(fingerprint)
    if (bodiless.length < erased.size) throw new Violation('what was erased stays erased', [...erased].join())
    if (rows.length !== through.size) {
      throw new Violation('what the object took is in its log, once', `${rows.length} of ${through.size}`)
    }
    const indexes = rows.map(({ fingerprint }) => read.indexOf(fingerprint))
    if (new Set(indexes).size !== indexes.length)
      throw new Violation('an event is stored once', indexes.join())
    if (indexes.includes(-1)) throw new Violation('only what was sent is stored', JSON.stringify(rows))
    for (const index of acknowledged) {
      if (!indexes.includes(index))
        throw new Violation('an acknowledged event is in the log', `event ${index}`)
    }
    const head = now?.head?.status ?? null
    assertWalk(story, counted(rows), head)
    assertMove(story, counted(rows), headBefore, head)
    headBefore = head
    if (disk.alarmAt() === null) {
      const lacking = lacks(rows, now)
      if (lacking) throw new Violation('an alarm is set while D1 lacks something', lacking)
    }
    for (const shown of transitions()) {
      const stored = rows.find(({ seq }) => seq === shown.seq)
      if (!stored || stored.verdict !== shown.verdict || stored.revision < Number(shown.revision)) {
        throw new Violation('D1 knows nothing that the object does not have', JSON.stringify(shown))
      }
    }
    const revision = Number(row()?.revision ?? 0)
    if (revision < d1Revision) throw new Violation('D1 never goes back', `${d1Revision} → ${revision}`)
    d1Revision = revision
  }

  /** What D1 has otherwise than the object; null if both are equal, and nothing is to be sent. */
  const lacks = (rows: readonly LogEntry[], now: EntityState | null): string | null => {
    const shown = JSON.stringify(transitions())
    const stored = JSON.stringify(rows.map((each) => shownRow(story.provider, story.entityId, each)))
    return shown === stored ? rowLacks(now, row()) : `${shown}, not ${stored}`
  }

  /** When everything has been sent and D1 has been given time. */
  const lookAtRest = (): void => {
    look()
    const rows = log()
    const now = state()
    const lacking = lacks(rows, now)
    if (lacking) throw new Violation('D1 at rest equals the object', lacking)
    const head = now?.head ?? null
    // An event that came after the erasure has brought what it says, also where an erased one is the latest.
    if (head && erased.size === rows.length) assertErased(row())
    const events = counted(rows)
    const due = endOf(story, new Set(events.map(({ index }) => index)))
    assertEnd(due, events, head, now?.refused ?? 0)
    if (head && erased.size === 0) assertDetails(events, row())
  }

  /** After a step back the order of arrival says more than the story does. */
  const assertDetails = (events: readonly Counted[], shown: Row | undefined): void => {
    const stored = new Set(events.map(({ index }) => index))
    const isReversed = story.events.some(({ kind }) => kind === 'reversal')
    assertKnown(story, stored, isReversed ? null : endOf(story, stored), { ...shown })
  }

  return {
    /** The sender has a 2xx for this event of the story. */
    acknowledged: (index: number) => acknowledged.add(index),
    isAcknowledged: (index: number) => acknowledged.has(index) || answered.has(index),
    /** The sender has a 2xx for an event of which the object took another with the same words. */
    acknowledgedToo: (index: number) => answered.add(index),
    hasTaken: (index: number) => through.has(index),
    /** Whether the words of one event, said again by another, are news. */
    isReturn: (first: number, again: number) =>
      !through.has(first) ||
      story.events.some(
        ({ kind, status }, index) =>
          kind === 'life' &&
          index > first &&
          index < again &&
          through.has(index) &&
          status !== story.events[first]?.status,
      ),
    /** After an event of the story was answered as a duplicate; `met` is the status that it found. */
    lookAtRepeated: (index: number, met: string | undefined) => {
      const place = (status: string | undefined): number =>
        story.events.findIndex((event) => event.kind === 'life' && event.status === status)
      const event = story.events[index]
      if (story.provider === 'amplia' || story.events.some(({ kind }) => kind === 'reversal')) return
      if (!event || event.kind === 'unheard' || place(event.status) >= place(met)) return
      // On the event that came last by then; others may have come since.
      if (!log().some(({ notices }) => notices.some(({ kind }) => kind === 'step_back')))
        throw new Violation('a step back in known words is shown', `${event.status} after ${met}`)
    },
    look,
    lookAtRest,
    /** The object took this event of the story, whether or not the sender knows. */
    wentThrough: (index: number) => through.add(index),
    isTold: () => endOf(story, through) !== null,
    /** At rest, by what D1 shows and the sender knows, whatever is inside. */
    lookFromOutside: () => {
      const due = endOf(story, through)
      const shown = row()
      if (due && String(shown?.status) !== due.status) {
        throw new Violation(
          'D1 shows the status that the provider has',
          `${shown?.status}, not ${due.status}`,
        )
      }
      if (due?.gaps !== undefined && shown?.gaps !== due.gaps) {
        throw new Violation('D1 counts the events that are missing', `${shown?.gaps}, not ${due.gaps}`)
      }
      const rows = transitions().length
      if (rows !== through.size) {
        const what =
          rows < through.size ? 'D1 has every event' : 'D1 has no event twice, and none that never was'
        throw new Violation(what, `${rows} rows for ${through.size} events`)
      }
    },
  }
}

/** An event stays in the log forever, with the verdict that was answered. */
function assertLogKept(rows: readonly LogEntry[], seen: Map<string, string>): void {
  const now = new Map<string, string>()
  // A later delivery may note the same words once more; an erasure takes what an event said.
  for (const { effective: _, revision: __, facts: ___, notices, ...fixed } of rows) {
    const first = notices.filter((notice) => !('again' in notice && notice.again))
    now.set(fixed.fingerprint, JSON.stringify({ ...fixed, notices: first }))
  }
  for (const [fingerprint, before] of seen) {
    const after = now.get(fingerprint)
    if (after === undefined) throw new Violation('a stored event stays', before)
    if (after !== before) throw new Violation('a verdict never changes', `${before} → ${after}`)
  }
  for (const [fingerprint, fixed] of now) seen.set(fingerprint, fixed)
}

/** What D1 shows of an entity of which every event is erased. */
function assertErased(row: Row | undefined): void {
  const shown = row && [row.erased_at === null, row.validation_agent_name ?? null, row.details ?? 'null']
  if (JSON.stringify(shown) !== JSON.stringify([false, null, 'null']))
    throw new Violation('D1 has nothing left of the people in an erased event', JSON.stringify(row))
}

function rowLacks(now: EntityState | null, row: Row | undefined): string | null {
  if (!now?.head) return row ? 'a row without a head' : null
  const { head } = now
  const same =
    row !== undefined &&
    String(row.status) === head.status &&
    row.status_since === head.since &&
    (row.gaps ?? head.gaps) === head.gaps &&
    row.refused === now.refused &&
    row.revision === now.revision
  return same ? null : `${JSON.stringify(row)}, not ${JSON.stringify(head)}`
}
