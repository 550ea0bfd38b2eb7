/** The way that an entity went: its history laid against the life cycle again, step by step. Pure. */
import type { StoryEvent } from '../../entity/story.ts'
import { type Head, isEffective, type Relation, step } from '../../lifecycle/fold.ts'
import type { LifeCycle } from '../../lifecycle/life-cycle.ts'

export interface Step {
  readonly event: StoryEvent
  readonly relation: Relation
  readonly effective: boolean
  /** 1, 2, … where the status moved; null where it stayed. */
  readonly number: number | null
  /** The status before it; null where there was none. */
  readonly from: string | null
  /** What should have come before it and has not arrived; its status is null where the event does not name it. */
  readonly gap: { readonly status: string | null } | null
}

/** The steps of a history, given in its order. */
export function wayOf(cycle: LifeCycle, events: readonly StoryEvent[]): readonly Step[] {
  let head: Head | null = null
  let moves = 0
  return events.map((event): Step => {
    const before: Head | null = head
    const stepped: ReturnType<typeof step> = step(cycle, before, {
      ...event,
      fingerprint: String(event.seq),
      facts: {},
    })
    head = stepped.head
    const effective = isEffective(stepped.relation)
    const from = before?.status ?? null
    const isGap = (head?.gaps ?? 0) > (before?.gaps ?? 0)
    return {
      event,
      relation: stepped.relation,
      effective,
      number: effective && from !== event.status ? ++moves : null,
      from,
      gap: isGap ? { status: event.previousStatus } : null,
    }
  })
}
