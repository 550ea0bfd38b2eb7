/**
 * What must be known of an entity beside its status: what somebody said is never lost, and the event that knows best says
 * it. Told from the provider's side; knows nothing of src.
 */
import type { End } from './oracle.ts'
import type { Story, StoryEvent } from './story.ts'
import { Violation } from './violation.ts'

/** What the events of the money say last: in these statuses a payment is paid. */
const PAYING: readonly string[] = ['3', '4', '15']
/** What follows payment; its amounts are those of what goes back, or is disputed. */
const AFTER_PAYMENT: readonly string[] = ['5', '6', '13', '19']
const OF_PAYMENT: readonly string[] = ['amount_cents', 'tax_cents', 'paid_at']

/**
 * @param stored numbers of the events that are stored
 * @param shown what is known, by column; null and undefined are nothing
 */
export function assertKnown(
  story: Story,
  stored: ReadonlySet<number>,
  due: End | null,
  shown: Readonly<Record<string, unknown>>,
): void {
  const events = [...stored].sort((a, b) => a - b)
  const sayers = new Map<string, readonly number[]>()
  for (const index of events) {
    for (const name of Object.keys(story.events[index]?.says ?? {})) {
      sayers.set(name, [...(sayers.get(name) ?? []), index])
    }
  }
  for (const name of namesOf(story)) {
    const indexes = sayers.get(name) ?? []
    const value = shown[name] ?? null
    if (indexes.length === 0) {
      if (value !== null) throw new Violation('nothing is known that nobody said', `${name}: ${value}`)
      continue
    }
    if (value === null) throw new Violation('what was said is never lost', `${name}, by ${indexes}`)
    const best = bestSayers(story, name, indexes, due)
    const allowed = best.map((index) => story.events[index]?.says[name])
    if (!allowed.includes(value as string | number)) {
      throw new Violation(
        'what is known is what the event says that knows best',
        `${name}: ${value}, not ${allowed}`,
      )
    }
  }
}

const namesOf = ({ events }: Story): ReadonlySet<string> =>
  new Set(events.flatMap(({ says }) => Object.keys(says)))

/** Events of which one has the last word; several where the order of arrival decides among them. */
function bestSayers(
  story: Story,
  name: string,
  sayers: readonly number[],
  due: End | null,
): readonly number[] {
  if (due === null) return sayers
  if (story.provider === 'amplia') {
    // The latest that the history counts; what is refused only fills in.
    const last = sayers.filter((index) => due.effective?.has(index)).at(-1)
    return last === undefined ? sayers : [last]
  }
  const { events } = story
  const isOfLife = (index: number): boolean => ['life', 'ghost'].includes(events[index]?.kind ?? '')
  const statusOf = (index: number): string => events[index]?.status ?? ''
  const place = (status: string): number =>
    events.findIndex((event: StoryEvent) => event.kind === 'life' && event.status === status)
  const told = sayers.filter(isOfLife)
  const groups = OF_PAYMENT.includes(name)
    ? [
        told.filter((index) => PAYING.includes(statusOf(index))),
        told.filter((index) => ![...PAYING, ...AFTER_PAYMENT].includes(statusOf(index))),
        told,
      ]
    : [told]
  const group = groups.find(({ length }) => length > 0) ?? []
  const farthest = Math.max(...group.map((index) => place(statusOf(index))))
  return [
    ...group.filter((index) => place(statusOf(index)) === farthest),
    // Of a status that nobody documents, nobody knows whether it is before or after.
    ...sayers.filter((index) => !isOfLife(index)),
  ]
}
