/**
 * The pure ring: the same events in several orders of arrival, judged by the real rules with a map for a disk.
 * Every order must end alike, and where the provider left the entity.
 */
import { comparable } from '../../src/lifecycle/history.ts'
import { providerNamed } from '../../src/providers/index.ts'
import type { Random } from '../random.ts'
import { assertEnd } from './end.ts'
import type { History } from './history.ts'
import { assertKnown } from './known.ts'
import { type Ledger, ledger } from './ledger.ts'
import { assertMove, assertWalk, type Counted, endOf } from './oracle.ts'
import type { Played } from './play.ts'
import { type ReadStory, readStory } from './reading.ts'
import { columnOf } from './shown.ts'
import { endMsOf, type Story } from './story.ts'
import { Violation } from './violation.ts'

/** Event numbers in their order of arrival, duplicates among them. */
export type Arrivals = readonly number[]

/** The orders in which a part of a story arrives: as it happened, backwards, and shuffled. */
export function arrivalOrders(dice: Random, story: Story): readonly Arrivals[] {
  const some = [...story.events.keys()].filter(() => !dice.chance(0.08))
  const again = some.filter(() => dice.chance(0.3))
  return [some, [...some].reverse(), dice.shuffle([...some, ...again]), dice.shuffle([...some, ...again])]
}

/** What it found, or null. Also says how many deliveries were judged. */
export async function judgeInEveryOrder(story: Story, orders: readonly Arrivals[]): Promise<Played> {
  let deliveries = 0
  try {
    const read = await readStory(
      story,
      story.events.flatMap((_, index) => [0, 1, 2].map((spelling) => [index, spelling] as const)),
    )
    const ends = new Set<string>()
    let told = false
    for (const [turn, arrivals] of orders.entries()) {
      deliveries += arrivals.length
      const { end, due } = judgeInOrder(read, arrivals, turn)
      ends.add(end)
      told ||= due
    }
    if (ends.size > 1) throw new Violation('every order of arrival ends alike', [...ends].join(' | '))
    return { violation: null, deliveries, told }
  } catch (error) {
    if (error instanceof Violation) return { violation: error, deliveries, told: false }
    throw error
  }
}

function judgeInOrder(read: ReadStory, arrivals: Arrivals, turn: number): { end: string; due: boolean } {
  const { story } = read
  const taken = ledger(providerNamed(story.provider).lifeCycle)
  const receivedAt = (arrival: number) => new Date(endMsOf(story) + arrival * 1000).toISOString()
  const verdicts = new Map<string, string>()
  // Here everything comes within minutes, and a step back counts only after days.
  const isReversed = story.events.some(({ kind }) => kind === 'reversal')
  let headBefore: string | null = null
  for (const [place, index] of arrivals.entries()) {
    const event = read.event(index, (place + turn) % 3)
    const sizeBefore = taken.log.size
    const known = taken.log.has(event.fingerprint)
    const verdict = taken.take({ ...event, receivedAt: receivedAt(sizeBefore + 1) })?.verdict ?? 'duplicate'
    if (known !== (verdict === 'duplicate') || taken.log.size !== sizeBefore + (known ? 0 : 1)) {
      throw new Violation('a duplicate stores nothing', `${verdict} after ${arrivals.slice(0, place)}`)
    }
    for (const { fingerprint, verdict: stored } of taken.log.values()) {
      const first = verdicts.get(fingerprint) ?? stored
      if (first !== stored) throw new Violation('a verdict never changes', `${first} → ${stored}`)
      verdicts.set(fingerprint, first)
    }
    const head = taken.standing?.head?.status ?? null
    const counted = countedIn(read, taken)
    assertWalk(story, counted, head)
    if (!isReversed) assertMove(story, counted, headBefore, head)
    headBefore = head
  }
  const counted = countedIn(read, taken)
  const effective = counted.filter((each) => each.effective).map(({ index }) => index)
  effective.sort((a, b) => a - b)
  const head = taken.standing?.head ?? null
  const due = isReversed ? null : endOf(story, new Set(counted.map(({ index }) => index)))
  const refused = taken.standing?.refused ?? 0
  assertEnd(due, counted, head, refused)
  if (head) {
    const told = Object.entries(head.facts).map(([name, value]) => [columnOf(name), value] as const)
    assertKnown(story, new Set(counted.map(({ index }) => index)), due, Object.fromEntries(told))
  }
  // Where the body tells no time, the details are those that came last, by design.
  const since = head?.since && comparable(head.since)
  const end =
    story.provider === 'amplia'
      ? JSON.stringify({ ...head, since, effective, refused })
      : String(head?.status)
  return { end, due: due !== null }
}

const countedIn = (read: ReadStory, { log }: Ledger): readonly Counted[] =>
  [...log.values()].map(({ fingerprint, effective }) => ({ index: read.indexOf(fingerprint), effective }))

/** As a history of one object, so that it can be shrunk and shown like any other. */
export const asHistory = (story: Story, arrivals: Arrivals): History => ({
  story,
  punctual: true,
  steps: arrivals.map((event) => ({
    kind: 'send',
    afterMs: 0,
    sends: [{ event, spelling: 0, failures: [] }],
  })),
})
