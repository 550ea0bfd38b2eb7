/** What is known of an entity from all of its events: what is known is never lost, whatever order they came in. Pure. */
import type { Facts, HistoryEvent } from './history.ts'
import type { LifeCycle } from './life-cycle.ts'

/** The status whose event settled what the table settles; no column has this name. */
export const SETTLED_BY = 'settledBy'

/**
 * The facts after an event. What it leaves out, or cannot be stored, keeps what was said before. A later event overrides
 * an earlier one; a refused one only fills in what nobody has said. What the table settles is kept as the settling event
 * said it, also where that one was refused.
 */
export function factsAfter(
  { settles }: LifeCycle,
  known: Facts,
  { status, facts }: Pick<HistoryEvent, 'status' | 'facts'>,
  isEffective: boolean,
): Facts {
  const said = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))
  const merged = isEffective ? { ...known, ...said } : { ...said, ...known }
  if (!settles) return merged
  const wasSettled = typeof known[SETTLED_BY] === 'string'
  const isSettling = settles.by.includes(status) && (isEffective || !wasSettled)
  const settled = Object.fromEntries(
    settles.facts.flatMap((name) => {
      const value = isSettling
        ? (said[name] ?? known[name])
        : wasSettled
          ? (known[name] ?? said[name])
          : merged[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
  return { ...merged, ...settled, ...(isSettling && { [SETTLED_BY]: status }) }
}

/** Whether an event that is known already says something that nobody has said; what was erased had been said. */
export const saysMore = (known: Facts, facts: Facts): boolean =>
  Object.entries(facts).some(([name, value]) => value !== null && known[name] === undefined)
