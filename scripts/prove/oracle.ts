/**
 * Where an entity must end, told from the provider's side: by what happened there and which events got through.
 * Knows nothing of src: neither its tables nor its fold.
 */
import { height, ORDER_ENDS } from './documented.ts'
import type { Story, StoryEvent } from './story.ts'
import { Violation } from './violation.ts'

export interface End {
  readonly status: string
  /** Told of orders only, and the same for every order of arrival. */
  readonly gaps?: number
  readonly sinceMicros?: number
  readonly effective?: ReadonlySet<number>
}

/**
 * The end of an entity of which these events are stored, or null if nothing stored tells it: when a step back has
 * lost the event that it steps back from, no receiver can tell it from an old event that comes late.
 */
export const endOf = (story: Story, stored: ReadonlySet<number>): End | null =>
  story.provider === 'amplia' ? orderEnd(story, stored) : transactionEnd(story, stored)

/**
 * Whether what is stored tells what happened, and in which order. The clocks of two servers may be a second apart; of
 * events that near only their chain tells what happened first, and it tells nothing where it has a hole. An end that was
 * undone is known by the event that undid it; without it, what follows looks like one that contradicts the end.
 */
function isReadable({ events }: Story, stored: ReadonlySet<number>): boolean {
  const isUndone = events.some(({ previousStatus }) => ORDER_ENDS.includes(previousStatus ?? ''))
  if (isUndone && events.some(({ kind }, index) => kind === 'life' && !stored.has(index))) return false
  const near = (one: number, other: number): boolean => {
    const [a, b] = [events[one], events[other]]
    return a !== undefined && b !== undefined && Math.abs(a.atMicros - b.atMicros) <= 1_000_000
  }
  return [...events.keys()].every((index) => {
    const isNear = near(index, index - 1) || near(index, index + 1)
    const follows = near(index + 1, index + 2)
    return stored.has(index) || !(isNear || follows)
  })
}

function orderEnd(story: Story, stored: ReadonlySet<number>): End | null {
  if (!isReadable(story, stored)) return null
  const { events } = story
  let before: StoryEvent | null = null
  let rung: number | null = null
  let gaps = 0
  let sinceMicros = 0
  const effective = new Set<number>()
  for (const [index, event] of events.entries()) {
    if (!stored.has(index)) continue
    const stands: string | null = before?.status ?? null
    const attested = event.previousStatus === stands
    if (event.kind === 'ghost') {
      // What nobody attests must not move an order back; with nothing known above it, it would be the first news.
      if (rung === null || rung === 0 || stands === null) return null
      continue
    }
    const at: number | null = height(event.status) ?? rung
    if (height(event.status) === null && !attested) return null
    if (rung !== null && at !== null && at < rung && !attested) return null
    if (event.status !== stands) {
      sinceMicros = event.atMicros
      gaps += attested ? 0 : 1
    }
    effective.add(index)
    before = event
    rung = at
  }
  return before && { status: before.status, gaps, sinceMicros, effective }
}

/** A transaction stands at the farthest place of its life that anybody told; a ghost tells of its status once more. */
function transactionEnd({ events }: Story, stored: ReadonlySet<number>): End | null {
  const isTold = ({ kind }: StoryEvent): boolean => kind === 'life' || kind === 'reversal'
  const places = events.flatMap((event, index) => {
    if (!stored.has(index) || event.kind === 'unheard') return []
    return [isTold(event) ? index : events.findIndex((each) => isTold(each) && each.status === event.status)]
  })
  const status = events[Math.max(...places)]?.status
  return status === undefined ? null : { status }
}

/** What is stored of an event, as far as the path that a history takes is concerned. */
export interface Counted {
  readonly index: number
  readonly effective: boolean
}

/**
 * Whatever was lost: what the history counts is a walk that the provider documents. Up the ladder; down only where the
 * event names what it leaves, also after an end; for a transaction never back along its life but by a reversal.
 */
export function assertWalk(story: Story, counted: readonly Counted[], status: string | null): void {
  const { provider, events } = story
  const effective = counted.filter((each) => each.effective).sort((a, b) => a.index - b.index)
  const path = effective.flatMap(({ index }) => events[index] ?? [])
  if (path.length === 0 && status !== null) throw new Violation('head without history', status)
  if (provider === 'safe2pay' || !isReadable(story, new Set(counted.map(({ index }) => index)))) return
  let rung = 0
  let stands: string | null = null
  for (const { status: next, previousStatus } of path) {
    const at: number = height(next) ?? rung
    const attested = previousStatus === stands
    if (at < rung && !attested) throw new Violation('the history steps back', `${stands} → ${next}`)
    if (stands !== null && ORDER_ENDS.includes(stands) && next !== stands && !attested) {
      throw new Violation('the history continues after its end', `${stands} → ${next}`)
    }
    rung = at
    stands = next
  }
  if (stands !== status)
    throw new Violation('the head is not the last of its history', `${status}, not ${stands}`)
}

/** A move of the head, seen from one look to the next. */
export function assertMove(
  story: Story,
  counted: readonly Counted[],
  from: string | null,
  to: string | null,
): void {
  if (from === null || from === to) return
  const { provider, events } = story
  if (to === null) throw new Violation('the head was lost', from)
  if (provider === 'safe2pay') {
    const place = (status: string): number =>
      events.findIndex((event) => event.kind === 'life' && event.status === status)
    // The reversal itself, or what followed it in the story.
    const turn = events.findIndex(({ kind }) => kind === 'reversal')
    const isReversed = counted.some(({ index, effective }) => {
      const event = events[index]
      return effective && event && turn >= 0 && index >= turn && place(event.status) <= place(to)
    })
    if (place(to) < place(from) && !isReversed) throw new Violation('the head moved back', `${from} → ${to}`)
    return
  }
  if (!isReadable(story, new Set(counted.map(({ index }) => index)))) return
  const fromRung = height(from)
  const toRung = height(to)
  if (fromRung === null || toRung === null || toRung >= fromRung) return
  const steppedBack = counted.some(({ index, effective }) => {
    const event = events[index]
    const left = event?.previousStatus
    return effective && event && left && (height(left) ?? 0) > (height(event.status) ?? 0)
  })
  if (!steppedBack) throw new Violation('the head moved back', `${from} → ${to}`)
}
