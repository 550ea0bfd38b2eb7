/**
 * What the world does to a story: deliveries late, doubled, lost and side by side, objects evicted, D1 away.
 * Pure; the same dice give the same history.
 */
import type { Random } from '../random.ts'
import type { D1Fault, History, Repair, RpcFailure, Send, Step } from './history.ts'
import { type Story, sandboxBody } from './story.ts'

const HOUR_MS = 3_600_000

/** The senders give an event up after some thirty hours. */
const GIVEN_UP_MS = 30 * HOUR_MS

/** One message of every class that D1 is known for, and one that nobody has seen yet. */
export const D1_MESSAGES: readonly string[] = [
  'D1_ERROR: Network connection lost.',
  'D1_ERROR: D1 DB reset because its code was updated.',
  'D1_ERROR: Internal error in D1 DB storage caused object to be reset.',
  'Cannot resolve D1 DB due to transient issue on remote node.',
  'D1_ERROR: D1 DB is overloaded. Requests queued for too long.',
  'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
  'D1_ERROR: no such table: transitions: SQLITE_ERROR',
  'something that nobody has seen yet',
]

type Timed = { readonly atMs: number; readonly step: Untimed }
type Untimed = Step extends infer S ? (S extends Step ? Omit<S, 'afterMs'> : never) : never

/** One way in which a story reaches a receiver. */
export function transport(dice: Random, story: Story): History {
  const timed: Timed[] = []
  const startMs = story.events[0] ? story.events[0].atMicros / 1000 : 0
  // Some worlds are in a hurry: everything comes within a second or so.
  const isReversed = story.events.some(({ kind }) => kind === 'reversal')
  const pace = isReversed ? 1 : dice.pick([1, 1, 0.000_01])
  const send = (event: number): Send => ({ event, spelling: dice.below(3), failures: failures(dice) })
  for (const [index, event] of story.events.entries()) {
    if (dice.chance(0.07)) continue
    const happenedMs = (event.atMicros / 1000 - startMs) * pace
    const givenUpMs = happenedMs + GIVEN_UP_MS
    let atMs = Math.min(happenedMs + latency(dice) * pace, givenUpMs)
    timed.push({ atMs, step: { kind: 'send', sends: [send(index)] } })
    // A sender that got no answer sends again, and some send again all the same.
    while (dice.chance(0.35) && atMs < givenUpMs) {
      atMs = Math.min(atMs + (dice.chance(0.5) ? 5 * HOUR_MS : dice.below(90_000)) * pace, givenUpMs)
      timed.push({ atMs, step: { kind: 'send', sends: [send(index)] } })
    }
  }
  const endMs = Math.max(0, ...timed.map(({ atMs }) => atMs))
  const sometime = (): number => dice.next() * endMs
  while (dice.chance(0.4)) timed.push({ atMs: sometime(), step: { kind: 'evict' } })
  while (dice.chance(0.3)) timed.push({ atMs: sometime(), step: { kind: 'alarm_again' } })
  while (dice.chance(0.45)) {
    const atMs = sometime()
    // What has no clock is never sent again once its sender has given it up.
    const alive = [...story.events.keys()].filter(
      (index) => story.provider === 'amplia' || isAlive(story, index, atMs / pace + startMs),
    )
    const meanwhile = alive.length > 0 && dice.chance(0.6) ? [send(dice.pick(alive))] : []
    const dies = dice.chance(0.4) ? dice.pick(['before', 'after'] as const) : null
    timed.push({
      atMs,
      step: { kind: 'alarm', meanwhile, dies, repair: dice.chance(0.15) ? repair(dice) : null },
    })
  }
  while (dice.chance(0.15)) timed.push({ atMs: sometime(), step: { kind: 'repair', repair: repair(dice) } })
  if (dice.chance(0.35)) {
    const fromMs = dice.chance(0.3) ? -1 : sometime()
    timed.push({ atMs: fromMs, step: { kind: 'd1', fault: fault(dice) } })
    // Else it is gone for the whole run.
    if (dice.chance(0.7)) timed.push({ atMs: fromMs + sometime(), step: { kind: 'd1', fault: null } })
  }
  return {
    story,
    punctual: dice.chance(0.7),
    steps: steps(dice, timed, isReversed ? HOUR_MS : Number.POSITIVE_INFINITY),
  }
}

/**
 * The same history, where some deliveries come as a list, with what was sent before, and where the sender's sandbox has an
 * order or payment of the same id.
 */
export function atTheEdge(dice: Random, history: History): History {
  const { story, steps } = history
  // Days lie between what comes back and what was there: a list would bring both at once.
  const mayGather = !story.events.some(({ kind }) => kind === 'reversal')
  const hasLists = mayGather && dice.chance(0.25)
  const hasSandbox = dice.chance(0.2)
  const sent: Send[] = []
  const result: Step[] = []
  for (const step of steps) {
    const sends = step.kind === 'send' ? step.sends : []
    if (sends.length > 0 && hasLists && dice.chance(0.4)) {
      const before = sent.length > 0 ? [dice.pick(sent)] : []
      // Where the key stands in the head alone, a list has one.
      const sandbox =
        story.provider === 'safe2pay' && hasSandbox && dice.chance(0.5) ? sandboxBody(dice, story) : null
      const together = [...before, ...sends].map((send) => ({ ...send, failures: [] }))
      const { afterMs } = step
      result.push({ kind: 'several', afterMs, sends: together, isHeard: dice.chance(0.85), sandbox })
    } else result.push(step)
    sent.push(...sends)
    if (hasSandbox && dice.chance(0.25))
      result.push({
        kind: 'sandbox',
        afterMs: 0,
        body: sandboxBody(dice, story),
        way: dice.pick(
          story.provider === 'amplia'
            ? (['head', 'beside_production'] as const)
            : (['head', 'body', 'behind_production', 'beside_production'] as const),
        ),
      })
  }
  return { ...history, steps: result }
}

/** Whether an event has happened by a time and is not yet given up, in milliseconds since 1970. */
function isAlive(story: Story, index: number, nowMs: number): boolean {
  const happenedMs = (story.events[index]?.atMicros ?? 0) / 1000
  return happenedMs <= nowMs && nowMs <= happenedMs + GIVEN_UP_MS
}

/** @param together how far apart two deliveries may be to come at once: what comes days later must not */
function steps(dice: Random, timed: readonly Timed[], together: number): readonly Step[] {
  let nowMs = 0
  const result: Step[] = []
  for (const { atMs, step } of [...timed].sort((a, b) => a.atMs - b.atMs)) {
    const last = result.at(-1)
    // Deliveries of one entity on two connections at once.
    const isNear = atMs - nowMs <= together
    if (last?.kind === 'send' && step.kind === 'send' && dice.chance(0.12) && isNear) {
      result[result.length - 1] = { ...last, sends: [...last.sends, ...step.sends] }
      continue
    }
    const afterMs = Math.max(0, Math.round(atMs - nowMs))
    nowMs = Math.max(nowMs, atMs)
    result.push({ afterMs, ...step })
  }
  return result
}

const repair = (dice: Random): Repair => dice.pick(['refold', 'reproject', 'erase'] as const)

function latency(dice: Random): number {
  const kind = dice.next()
  if (kind < 0.6) return dice.below(8_000)
  if (kind < 0.8) return dice.below(3 * HOUR_MS)
  return dice.below(48 * HOUR_MS)
}

function failures(dice: Random): readonly RpcFailure[] {
  const result: RpcFailure[] = []
  while (dice.chance(0.09)) {
    result.push({ when: dice.pick(['before', 'during', 'after'] as const), retryable: dice.chance(0.5) })
  }
  return result
}

const fault = (dice: Random): D1Fault => ({
  message: dice.pick(D1_MESSAGES),
  at: dice.chance(0.4) ? dice.pick(['answer', 'late'] as const) : dice.below(4),
})
