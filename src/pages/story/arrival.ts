/** How each event was judged when it arrived, worked out again from the log: what a reason in another language needs. Pure. */
import type { StoryEvent } from '../../entity/story.ts'
import type { Head } from '../../lifecycle/fold.ts'
import type { LifeCycle } from '../../lifecycle/life-cycle.ts'
import { type Judgement, judge, type Standing, type StoredEvent } from '../../lifecycle/verdict.ts'

/** Histories longer than this are told without it: a late event has the whole log folded, so the work grows with the square. */
const EVENTS = 200

export interface Arrival {
  /** The head that the event met. */
  readonly before: Head | null
  readonly judgement: Judgement
}

/** By arrival number. What today's table judges otherwise than the event was answered is left out. */
export function arrivals(cycle: LifeCycle, events: readonly StoryEvent[]): ReadonlyMap<number, Arrival> {
  const known = new Map<number, Arrival>()
  if (events.length > EVENTS) return known
  let standing: Standing | null = null
  let log: readonly StoredEvent[] = []
  for (const event of [...events].sort((a, b) => a.seq - b.seq)) {
    const arrived: StoredEvent = { ...event, fingerprint: String(event.seq), facts: {} }
    const before: Standing | null = standing
    const judgement = judge(cycle, before, () => log, arrived)
    const changed = new Map(judgement.changed.map(({ fingerprint, effective }) => [fingerprint, effective]))
    log = [...log, { ...arrived, effective: judgement.effective }].map((each) => ({
      ...each,
      effective: changed.get(each.fingerprint) ?? each.effective,
    }))
    standing = judgement.standing
    if (judgement.verdict === event.verdict) known.set(event.seq, { before: before?.head ?? null, judgement })
  }
  return known
}
