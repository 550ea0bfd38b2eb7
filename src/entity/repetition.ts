/** Whether a known event is the same once more, or says something new. Reads only. */
import { saysMore } from '../lifecycle/facts.ts'
import { SETTLED_AFTER_MS } from '../lifecycle/fold.ts'
import type { Facts } from '../lifecycle/history.ts'
import type { Event } from '../providers/event.ts'
import type { Provider } from '../providers/provider.ts'
import { entriesOf, type Log, type LogEntry } from './log.ts'

export type Repetition =
  /** A duplicate of a stored event. */
  | { readonly kind: 'known'; readonly of: LogEntry }
  /** A new event, with this fingerprint. */
  | { readonly kind: 'new'; readonly fingerprint: string }

/**
 * The same event with more in it adds what it says. And if the body has no time of the change, the same body can mean that
 * the status was taken again: if it names another status than the head's, and it was stored so long ago that no sender would
 * still repeat it.
 * @param receivedAt UTC text
 */
export function repetitionOf(
  log: Log,
  { lifeCycle, impersonal }: Provider,
  { fingerprint, bodyDigest, status, facts }: Event,
  receivedAt: string,
): Repetition {
  const known = log.entries.get(fingerprint)
  if (!known) return { kind: 'new', fingerprint }
  const head = log.state?.head
  if (head && lifeCycle.clock === 'provider' && saysMore(head.facts, said(impersonal.numbers, facts))) {
    return orKnown(log, `${fingerprint}+${bodyDigest}`)
  }
  if (head && lifeCycle.clock === 'arrival' && head.status !== status) {
    const stored = entriesOf(log).filter(
      (entry) => entry.fingerprint === fingerprint || entry.fingerprint.startsWith(`${fingerprint}+`),
    )
    const latest = Math.max(...stored.map((entry) => Date.parse(entry.receivedAt)))
    if (Date.parse(receivedAt) - latest > SETTLED_AFTER_MS) {
      // An earlier one can be forgotten, and the name of a later one is taken.
      let times = stored.length
      while (log.entries.has(`${fingerprint}+${times}`)) times += 1
      return { kind: 'new', fingerprint: `${fingerprint}+${times}` }
    }
  }
  return { kind: 'known', of: known }
}

/** The facts without the keys of numbers: events of version 0.1.0 have none, and a key says nothing more than its number. */
function said(numbers: Provider['impersonal']['numbers'], facts: Facts): Facts {
  const keys = new Set(numbers.map(([, key]) => key))
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !keys.has(name)))
}

function orKnown(log: Log, fingerprint: string): Repetition {
  const known = log.entries.get(fingerprint)
  return known ? { kind: 'known', of: known } : { kind: 'new', fingerprint }
}
