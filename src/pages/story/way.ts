/** The path of an entity: its moves, numbered, and the gaps between them. Pure. */
import type { StoryEvent } from '../../entity/story.ts'

export interface Step {
  readonly event: StoryEvent
  /** 1, 2, … if the status moved; null if it stayed. */
  readonly number: number | null
  /** The event that is missing before it; its status is null if the event does not name it. */
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

/** Reasons of usual events. */
const USUAL: ReadonlySet<string> = new Set(['first', 'moved', 'amended', 'sent_back'])

/** Whether nobody needs to look at it. */
export const isUsual = ({ event: { effective, verdict, notices, reason }, gap }: Step): boolean =>
  effective &&
  (verdict === 'applied' || verdict === 'amended') &&
  notices.length === 0 &&
  USUAL.has(reason.kind) &&
  !('missing' in reason && reason.missing) &&
  !gap

/** Fewer events than these are shown one by one. */
const REPEATS = 4

/**
 * The same path with runs that only go back and forth folded into one: the first two events and the last of a run stay
 * separate.
 */
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
