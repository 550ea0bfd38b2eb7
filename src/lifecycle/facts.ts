/** The facts about an entity from all of its events: none is ever lost, whatever the order in which they came. Pure. */
import type { Facts, HistoryEvent } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'

/** JSON of the status whose event said each fact, where events have no clock; no column has this name. */
export const SAID_BY = 'saidBy'

/** What was known before an event, and in which status. */
interface Known {
  readonly status: string
  readonly facts: Facts
}

/**
 * The facts after an event. What it leaves out, or what cannot be stored, keeps what was said before. A later event
 * overrides an earlier one; a refused one only fills in what nobody has said, or what was said on the way to it.
 */
export function factsAfter(
  cycle: LifeCycle,
  known: Known | null,
  { status, facts }: Pick<HistoryEvent, 'status' | 'facts'>,
  isEffective: boolean,
): Facts {
  const byClock = cycle.clock === 'provider'
  const { status: metStatus, facts: met } = known ?? { status, facts: {} }
  // Only saves time: most events repeat what is known, and a log may have a thousand of them to be folded again.
  if (byClock && Object.keys(facts).every((name) => facts[name] === met[name])) return met
  const said = Object.entries(facts).filter(([, value]) => value !== null)
  // Null stands for what was erased: it is held where nothing else is known, so that a repetition says nothing new.
  const erased = Object.entries(facts).filter(([name, value]) => value === null && met[name] === undefined)
  const before: Facts = { ...met, ...Object.fromEntries(erased) }
  const sources = byClock ? {} : sourcesIn(before)
  const taken = said.filter(
    ([name]) =>
      before[name] === undefined ||
      // Version 0.1.0 noted no source.
      outweighs(cycle, name, sources[name] ?? metStatus, status, isEffective),
  )
  if (taken.length === 0) return before
  const after = { ...before, ...Object.fromEntries(taken) }
  if (byClock) return after
  return {
    ...after,
    [SAID_BY]: JSON.stringify({ ...sources, ...Object.fromEntries(taken.map(([name]) => [name, status])) }),
  }
}

/** Whether an event in one status overrides what one in another said. Without a clock only the table knows the order. */
function outweighs(
  cycle: LifeCycle,
  name: string,
  theirs: string,
  ours: string,
  isEffective: boolean,
): boolean {
  const { settles } = cycle
  const more = settles?.facts.includes(name)
    ? weight(cycle, settles.by, ours) - weight(cycle, settles.by, theirs)
    : 0
  return more > 0 || (more === 0 && (isEffective || ['ahead', 'late'].includes(cycle.way(theirs, ours))))
}

/** Settling statuses say most; what can follow them, least: a refund's amount is not what was paid. */
function weight({ status, way }: LifeCycle, settling: readonly string[], name: string): number {
  if (settling.includes(name)) return 2
  return status(name) && settling.every((each) => way(each, name) !== 'ahead') ? 1 : 0
}

function sourcesIn(facts: Facts): Readonly<Record<string, string>> {
  const sources = facts[SAID_BY]
  return typeof sources === 'string' ? (JSON.parse(sources) as Readonly<Record<string, string>>) : {}
}

/** What an event says over what another one said. */
export const over = (known: Facts, { facts }: Pick<HistoryEvent, 'facts'>): Facts => ({
  ...facts,
  ...known,
  ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)),
})

/**
 * A head that was computed again. Where the latest event is still the same one, what was erased of it stays erased,
 * whatever older event comes late.
 */
export function stillErased<H extends { readonly fingerprint: string; readonly facts: Facts }>(
  before: H | null,
  after: H | null,
): H | null {
  if (!before || after?.fingerprint !== before.fingerprint) return after
  const erased = Object.entries(before.facts).filter(([, value]) => value === null)
  return { ...after, facts: { ...after.facts, ...Object.fromEntries(erased) } }
}

/** Whether an event that is known already says something that nobody has said; what was erased had been said. */
export const saysMore = (known: Facts, facts: Facts): boolean =>
  Object.entries(facts).some(([name, value]) => value !== null && known[name] === undefined)
