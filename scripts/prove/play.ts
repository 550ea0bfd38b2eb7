/** Plays one history on one object and its D1, and looks after every step. */
import type { Outcome } from '../../src/entity/acceptance.ts'
import { random } from '../random.ts'
import { type Clock, inVirtualTime } from './clock.ts'
import type { D1 } from './d1.ts'
import { assertApart, post } from './edge.ts'
import { type EntityClass, type RunningEntity, runEntity } from './entity.ts'
import { type History, type Send, type Step, sendsOf } from './history.ts'
import { LABELLED } from './keys.ts'
import { type Muted, mute } from './quiet.ts'
import { readStory } from './reading.ts'
import { endMsOf } from './story.ts'
import { Violation } from './violation.ts'
import { watch } from './watch.ts'

/** While D1 is unavailable for days, the alarm fires every hour: so many of them are played, the rest are late. */
const ALARMS_PER_STEP = 8
/** More alarms than that in a world without faults mean that D1 never catches up. */
const ALARMS_TO_SETTLE = 50

/** Reported of Safe2Pay: up to six retries, five hours apart. */
const GIVEN_UP_AFTER_MS = 30 * 3_600_000

export interface Played {
  readonly violation: Violation | null
  readonly deliveries: number
  /** Whether the story alone tells where the entity must end. */
  readonly told: boolean
}

/**
 * @param eyes look at everything after each step, or only at what people would find in D1 at the end
 * @param keys as they are configured
 */
export async function play(
  entityClass: EntityClass,
  history: History,
  d1: D1,
  eyes: 'inside' | 'outside' = 'inside',
  keys = LABELLED,
): Promise<Played> {
  const { story, steps, punctual } = history
  const wanted = steps.flatMap((step) =>
    sendsOf(step).map(({ event, spelling }) => [event, spelling] as const),
  )
  const read = await readStory(story, wanted).catch(asViolation)
  if (read instanceof Violation) return { violation: read, deliveries: 0, told: false }

  // An order's events name their time, and none of them arrives before it: here they arrive when all is over.
  const startMs =
    story.provider === 'amplia' ? endMsOf(story) : Math.floor((story.events[0]?.atMicros ?? 0) / 1000)
  const entity = runEntity(entityClass, `${story.provider}:${story.entityId}`, d1, eyes === 'inside')
  const watching = watch(read, entity.disk, d1)
  let deliveries = 0
  const isGhost = (index: number): boolean => story.events[index]?.kind === 'ghost'
  const firstSentMs = new Map<number, number>()
  const hasCome = new Set<number>()
  /** Whether its sender would send an event now. */
  const isSent = (event: number): boolean => {
    // Safe2Pay never sends an older event that is still pending once a newer one got its 2xx.
    const dropped =
      story.provider === 'safe2pay' &&
      !watching.isAcknowledged(event) &&
      story.events.some((_, newer) => newer > event && watching.isAcknowledged(newer))
    // And it sends nothing any more once it has given up: the same body days later would be a new event.
    // It had happened when a newer event was first sent.
    const happenedMs = Math.min(
      Date.now(),
      ...[...firstSentMs].flatMap(([sent, ms]) => (sent >= event || isGhost(event) ? [ms] : [])),
    )
    if (dropped || (story.provider === 'safe2pay' && Date.now() - happenedMs > GIVEN_UP_AFTER_MS))
      return false
    if (!firstSentMs.has(event)) firstSentMs.set(event, Date.now())
    deliveries += 1
    return true
  }
  const send = async ({ event, spelling, failures }: Send): Promise<void> => {
    if (!isSent(event)) return
    const echoOf = story.events[event]?.echoOf
    const { outcome, through, isNews } = await entity.send(
      read.event(event, spelling),
      failures,
      echoOf !== undefined,
    )
    // The words of an event that is taken already are news only where the payment has had another status since; or has one
    // now, and they came in between, which nobody writes down.
    const isReturn = echoOf === undefined || watching.isReturn(echoOf, event)
    const taken = isReturn || (isNews && hasCome.has(event)) ? event : echoOf
    if (through) hasCome.add(event)
    if (through) {
      if (echoOf !== undefined && taken === event) read.claim(event, !watching.hasTaken(echoOf))
      watching.wentThrough(taken)
    }
    if (outcome.kind !== 'judged') return
    watching.acknowledged(taken)
    if (taken !== event) watching.acknowledgedToo(event)
    if (eyes === 'inside' && outcome.verdict === 'duplicate')
      watching.lookAtRepeated(taken, outcome.head?.status)
  }
  const name = `${story.provider}:${story.entityId}`
  const several = async ({ sends, isHeard, sandbox }: Extract<Step, { kind: 'several' }>): Promise<void> => {
    const sent = sends.filter(({ event }) => isSent(event))
    const bodies = sent.map(({ event, spelling }) => story.events[event]?.spellings[spelling] ?? '')
    if (bodies.length === 0) return
    const list = `[${[...bodies, ...(sandbox === null ? [] : [sandbox])].join()}]`
    const posted = await post(entity, story.provider, list, keys, 'behind_production')
    const outcomeOf = ({ event, spelling }: Send): Outcome | undefined =>
      posted.heard.find(({ event: taken }) => taken.fingerprint === read.event(event, spelling).fingerprint)
        ?.outcome
    const isWhole = posted.status === 200
    for (const each of sent) {
      const outcome = outcomeOf(each)
      if (!outcome && (isWhole || posted.status !== 503))
        throw new Violation('each event of a list is judged', `${posted.status}, without event ${each.event}`)
      if (outcome) watching.wentThrough(each.event)
      if (isWhole && isHeard) watching.acknowledged(each.event)
      if (eyes === 'inside' && outcome?.kind === 'judged' && outcome.verdict === 'duplicate')
        watching.lookAtRepeated(each.event, outcome.head?.status)
    }
    if (eyes === 'inside' && sandbox !== null) assertApart(posted, name, sent.length)
  }
  const sandbox = async ({ body, way }: Extract<Step, { kind: 'sandbox' }>): Promise<void> => {
    const before = [entity.disk.changes(), entity.disk.alarmAt()]
    const posted = await post(entity, story.provider, body, keys, way)
    if (eyes === 'outside') return
    assertApart(posted, name)
    if ([entity.disk.changes(), entity.disk.alarmAt()].join() !== before.join() || posted.status !== 202)
      throw new Violation('a sandbox never touches production', `${posted.status}`)
  }
  const look = (): void => {
    if (eyes === 'inside') watching.look()
  }

  const muted = mute()
  try {
    await inVirtualTime(startMs, random(steps.length), async (clock) => {
      for (const step of steps) {
        await passTime(clock, entity, punctual, step.afterMs, look)
        await perform(step, entity, d1, { send, several, sandbox })
        look()
      }
      d1.setFault(null)
      for (let alarms = 0; entity.disk.alarmAt() !== null; alarms += 1) {
        if (alarms === ALARMS_TO_SETTLE) throw new Violation('D1 catches up', `not after ${alarms} alarms`)
        clock.advanceTo(entity.disk.alarmAt() ?? 0)
        await entity.fireAlarm(nothing, null)
        look()
      }
      d1.commitLate()
      if (eyes === 'inside') watching.lookAtRest()
      watching.lookFromOutside()
      assertExpected(muted)
    })
    return { violation: null, deliveries, told: watching.isTold() }
  } catch (error) {
    return { violation: asViolation(error), deliveries, told: watching.isTold() }
  } finally {
    muted.unmute()
    d1.setFault(null)
    d1.setWitness(null)
    d1.empty()
    entity.disk.close()
  }
}

const nothing = (): Promise<void> => Promise.resolve()

async function passTime(
  clock: Clock,
  entity: RunningEntity,
  punctual: boolean,
  afterMs: number,
  look: () => void,
): Promise<void> {
  const untilMs = clock.now() + afterMs
  for (let alarms = 0; punctual && alarms < ALARMS_PER_STEP; alarms += 1) {
    const dueMs = entity.disk.alarmAt()
    if (dueMs === null || dueMs > untilMs) break
    clock.advanceTo(dueMs)
    await entity.fireAlarm(nothing, null)
    look()
  }
  clock.advanceTo(untilMs)
}

interface Senders {
  send(what: Send): Promise<void>
  several(step: Extract<Step, { kind: 'several' }>): Promise<void>
  sandbox(step: Extract<Step, { kind: 'sandbox' }>): Promise<void>
}

async function perform(
  step: Step,
  entity: RunningEntity,
  d1: D1,
  { send, several, sandbox }: Senders,
): Promise<void> {
  switch (step.kind) {
    case 'send':
      await Promise.all(step.sends.map(send))
      return
    case 'several':
      return several(step)
    case 'sandbox':
      return sandbox(step)
    case 'alarm': {
      const meanwhile = async (): Promise<void> => {
        for (const each of step.meanwhile) await send(each)
        if (step.repair) entity.repair(step.repair)
      }
      if (entity.disk.alarmAt() !== null) await entity.fireAlarm(meanwhile, step.dies)
      return
    }
    case 'alarm_again': {
      if (!entity.disk.wasArmed()) return
      const due = entity.disk.alarmAt()
      await entity.fireAlarm(nothing, null)
      // One more firing does not use up the alarm that was set.
      if (due !== null && entity.disk.alarmAt() === null) entity.disk.setAlarm(due)
      return
    }
    case 'repair':
      entity.repair(step.repair)
      return
    case 'evict':
      entity.evict()
      return
    case 'd1':
      d1.setFault(step.fault)
  }
}

/** The object's own lines about D1 are expected, anything else that it complains of is not. */
function assertExpected({ errors }: Muted): void {
  const unexpected = errors.filter((line) => !line.includes('"event":"projection_failed"'))
  if (unexpected.length > 0) throw new Violation('nothing unexpected is logged', unexpected.join('\n'))
}

function asViolation(error: unknown): Violation {
  if (error instanceof Violation) return error
  return new Violation(
    'nothing throws',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  )
}
