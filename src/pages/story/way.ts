/** The way that an entity went: its moves numbered, and what is missing between them. Pure. */
import type { StoryEvent } from '../../entity/story.ts'

export interface Step {
  readonly event: StoryEvent
  /** 1, 2, … where the status moved; null where it stayed. */
  readonly number: number | null
  /** What should have come before it and has not arrived; its status is null where the event does not name it. */
  readonly gap: { readonly status: string | null } | null
}

/** The steps of a history, given in its order. */
export function wayOf(events: readonly StoryEvent[]): readonly Step[] {
  let moves = 0
  return events.map((event) => ({
    event,
    number: event.effective && event.from !== event.status ? ++moves : null,
    gap: event.isGap ? { status: event.previousStatus } : null,
  }))
}

/** Reasons of what went as it should. */
const USUAL: ReadonlySet<string> = new Set(['first', 'moved', 'amended', 'sent_back'])

/** Whether nobody has to look at it. */
export const isUsual = ({ event: { effective, verdict, notices, reason }, gap }: Step): boolean =>
  effective &&
  (verdict === 'applied' || verdict === 'amended') &&
  notices.length === 0 &&
  USUAL.has(reason.kind) &&
  !('missing' in reason && reason.missing) &&
  !gap

/** Fewer events than these are shown one by one. */
const REPEATS = 4

/** The same way with what only goes to and fro in one: of such a run the first two events and the last stay alone. */
export function folded(way: readonly Step[]): readonly (readonly Step[])[] {
  const isRepeat = way.map(
    (step, place) =>
      way[place - 2]?.event.status === step.event.status && way.slice(place - 2, place + 1).every(isUsual),
  )
  const items: Step[][] = []
  for (const [place, step] of way.entries()) {
    const inRun = isRepeat[place] && isRepeat[place + 1]
    const last = items.at(-1)
    if (inRun && last && isRepeat[place - 1]) last.push(step)
    else items.push([step])
  }
  return items.flatMap((item) => (item.length < REPEATS ? item.map((step) => [step]) : [item]))
}
