/**
 * One sentence for a person: why an event got its verdict. Plain words, the status with its meaning.
 * Pure.
 */
import type { Head } from './fold.ts'
import type { HistoryEvent } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'
import type { Judgement } from './verdict.ts'

/** The sentence for a judged event; `before` is the head that it met on arrival. */
export function reasonOf(
  cycle: LifeCycle,
  before: Head | null,
  event: HistoryEvent,
  judgement: Judgement,
): string {
  const it = describe(cycle, event.status)
  const head = describeHead(cycle, before)
  const { verdict, effective, standing } = judgement
  switch (verdict) {
    case 'applied':
      return applied(cycle, before, event, judgement)
    case 'amended':
      return `${it} again: its details are replaced, the status stays.`
    case 'stale':
      return effective
        ? `${it} happened before ${head}, which is known already: it is added to the history, the status stays.`
        : `${it} happened before ${head} and does not fit the history there: it is kept, the status stays.`
    case 'regression':
      return `${it} would move the status back from ${head}: refused, the status stays.`
    case 'conflict':
      return `No way leads from ${head} to ${it}, or back: refused, the status stays.`
    case 'unknown':
      return standing.head
        ? `${it} is not in the life cycle, and nothing says where it belongs: kept, the status stays ${head}.`
        : `${it} is not in the life cycle, and nothing says where it belongs: kept, no status yet.`
  }
}

/** Things that a person should look at although the event was judged. */
export function warningsOf(
  cycle: LifeCycle,
  before: Head | null,
  event: HistoryEvent,
  { relation, olderThanHead, standing }: Judgement,
): readonly string[] {
  const it = describe(cycle, event.status)
  if (olderThanHead && before && standing.head?.status !== before.status) {
    return [`${describe(cycle, before.status)} no longer counts: ${it} happened before it.`]
  }
  if (relation === 'late') return [`${it} after ${describeHead(cycle, before)} was not expected.`]
  if (!cycle.status(event.status)) return [`The life cycle does not know the status ${it}.`]
  return []
}

/** A status as a person reads it: `Autorizado (paid)`. */
export function describe(cycle: LifeCycle, status: string): string {
  const known = cycle.status(status)
  return known ? `${known.name ?? status} (${known.meaning})` : status
}

const describeHead = (cycle: LifeCycle, head: Head | null): string =>
  head ? describe(cycle, head.status) : 'no status'

function applied(
  cycle: LifeCycle,
  before: Head | null,
  event: HistoryEvent,
  { relation, olderThanHead, standing }: Judgement,
): string {
  const it = describe(cycle, event.status)
  const now = describeHead(cycle, standing.head)
  if (standing.head?.fingerprint !== event.fingerprint) {
    return `${it} came late and completes the history: the status is now ${now}.`
  }
  if (before === null) {
    const gap =
      standing.head.gaps > 0 ? ` What came before it, ${event.previousStatus}, has not arrived.` : ''
    return `The first known status is ${it}.${gap}`
  }
  const from = describe(cycle, before.status)
  if (olderThanHead)
    return `${it} came late but happened before ${from}, which no longer counts after it: the status is now ${now}.`
  switch (relation) {
    case 'late':
      return `${it} came after ${from}, against expectation: the status moved.`
    case 'rework':
      return `Sent back from ${from} to ${it}: the event itself says so.`
    case 'unlisted':
      return `${it} is not in the life cycle, but the event says that it follows ${from}: the status moved.`
    default:
      return standing.head.gaps > before.gaps
        ? `The status moved from ${from} to ${it}; what lies between has not arrived.`
        : `The status moved from ${from} to ${it}.`
  }
}
