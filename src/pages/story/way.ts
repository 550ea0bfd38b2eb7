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
