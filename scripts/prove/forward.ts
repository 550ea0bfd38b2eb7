/**
 * Forwarding in virtual time: real objects of several entities and of the endpoint, on real SQLite, and a receiver that is
 * up, down, slow to say so, or of another mind; objects die between its answer and their note of it. What the receiver
 * wrote down is then held against what the objects answered to the deliveries.
 */
import { Entity } from '../../src/entity/entity.ts'
import { Endpoint } from '../../src/forward/endpoint.ts'
import type { Forward } from '../../src/forward/forward.ts'
import { digest } from '../../src/providers/digest.ts'
import { providerNamed } from '../../src/providers/index.ts'
import { type Random, random } from '../random.ts'
import { type Clock, inVirtualTime } from './clock.ts'
import type { D1 } from './d1.ts'
import { TRANSACTION_LIVES } from './documented.ts'
import { around, type Running, runObject } from './instance.ts'
import { mute } from './quiet.ts'
import { Violation } from './violation.ts'

const HOUR_MS = 3_600_000
const SECRET = `whsec_${btoa('a secret of the simulation, for tests')}`
const STATUSES = [...new Set(TRANSACTION_LIVES.flat())]

/** Messages that the receiver got. */
export interface Forwarded {
  messages: number
  /** Of them, those that it had got before. */
  again: number
}

/** How the receiver answers, for some time. */
type Mood = 'up' | 'down' | 'gone' | 'refusing' | 'lossy'

interface Told {
  readonly id: string
  readonly body: string
  readonly isTaken: boolean
}

/**
 * Plays one history from its dice.
 * @param counts is called with the number of messages sent
 * @returns what is broken, or null
 */
export async function forwardHistory(
  d1: D1,
  number: number,
  steps: number,
  counts: Forwarded,
): Promise<Violation | null> {
  const dice = random(Math.imul(number, 0x9e3779b1))
  const muted = mute()
  try {
    await inVirtualTime(Date.parse('2026-11-26T12:00:00Z') + number * 1000, dice, (clock) =>
      world(d1, dice, clock, number, steps, counts),
    )
    return null
  } catch (problem) {
    return problem instanceof Violation ? problem : new Violation('nothing throws', String(problem))
  } finally {
    muted.unmute()
    d1.empty()
  }
}

async function world(
  d1: D1,
  dice: Random,
  clock: Clock,
  number: number,
  steps: number,
  counts: Forwarded,
): Promise<void> {
  const told = new Map<string, Told[]>()
  const inFlight = new Set<string>()
  const moods = new Map<string, Mood>()
  let mood: Mood = 'up'
  let dying: string | null = null

  const receiver = {
    async fetch(request: Request): Promise<Response> {
      const body = await request.text()
      const { entity } = (JSON.parse(body) as { data: { entity: { provider: string; id: string } } }).data
      const name = `${entity.provider}:${entity.id}`
      if (inFlight.has(name)) throw new Violation('one message of an entity at a time', name)
      inFlight.add(name)
      await Promise.resolve()
      inFlight.delete(name)
      const now = moods.get(name) ?? mood
      const isTaken = now === 'up' || now === 'lossy'
      const id = request.headers.get('webhook-id') ?? ''
      counts.messages += 1
      if (told.get(name)?.some((each) => each.id === id)) counts.again += 1
      told.set(name, [...(told.get(name) ?? []), { id, body, isTaken }])
      if (now === 'lossy') {
        dying = name
        // Else it would die again a second later, for as long as the mood lasts.
        if (dice.chance(0.5)) moods.set(name, 'up')
        entities.get(name)?.evict()
      }
      if (isTaken) return new Response(null, { status: 204 })
      return new Response(null, { status: { down: 503, gone: 410, refusing: 422 }[now as 'down'] })
    },
  }
  const env = around(d1.binding, {
    FORWARD: receiver,
    FORWARD_SECRETS: SECRET,
    ENDPOINT: { getByName: () => endpointStub },
    ENTITIES: {
      getByName: (name: string) => ({ releaseForward: async () => instanceOf(name).releaseForward() }),
    },
  })
  const endpoint = runObject('1', (ctx) => new Endpoint(ctx, env))
  const endpointStub = {
    permit: async (waiting: Parameters<Endpoint['permit']>[0]) => endpoint.instance().permit(waiting),
    report: async (report: Parameters<Endpoint['report']>[0]) => endpoint.instance().report(report),
  }
  const entities = new Map<string, Running<Entity>>()
  const names = Array.from({ length: 2 + dice.below(5) }, (_, place) => `safe2pay:${number * 10 + place + 1}`)
  for (const name of names)
    entities.set(
      name,
      runObject(name, (ctx) => new Entity(ctx, env)),
    )
  const instanceOf = (name: string): Entity => {
    const running = entities.get(name)
    if (!running) throw new Violation('only known entities are called', name)
    return running.instance()
  }
  /** By entity: the moves of its status, as the answers to its deliveries told them. */
  const moves = new Map<string, string[]>()
  const heads = new Map<string, string>()

  const deliver = async (name: string): Promise<void> => {
    const id = Number(name.split(':')[1])
    const status = dice.pick(STATUSES)
    const body = {
      IdTransaction: id,
      TransactionStatus: { Id: status },
      Amount: dice.pick([1, 2]),
      Reference: `Pedido ${dice.below(3)}`,
      Application: `${dice.next()}`,
    }
    const reading = providerNamed('safe2pay').read(body, await digest(body))
    if (reading.kind !== 'event') throw new Error('No event')
    const { head } = instanceOf(name).apply(structuredClone(reading.event))
    const before = heads.get(name) ?? null
    if (head && head.status !== before) {
      moves.set(name, [...(moves.get(name) ?? []), `${before}→${head.status}`])
      heads.set(name, head.status)
    }
  }
  const fire = async (name: string, running: Running<Entity> | Running<Endpoint>): Promise<void> => {
    const instance = running.instance()
    running.disk.setAlarm(null)
    try {
      await instance.alarm()
    } catch (problem) {
      if (problem instanceof Violation || dying !== name) throw problem
    }
    // The platform fires an alarm again that ended with its object.
    if (dying === name) running.disk.setAlarm(clock.now() + 1_000)
    dying = null
  }
  const all = (): readonly (readonly [string, Running<Entity> | Running<Endpoint>])[] => [
    ...entities,
    ['endpoint', endpoint],
  ]
  const runUntil = async (untilMs: number): Promise<void> => {
    for (let alarms = 0; alarms < 400; alarms += 1) {
      const [next] = all()
        .map(([name, running]) => ({
          name,
          running,
          atMs: running.disk.alarmAt() ?? Number.POSITIVE_INFINITY,
        }))
        .sort((a, b) => a.atMs - b.atMs)
      if (!next || next.atMs > untilMs) break
      clock.advanceTo(next.atMs)
      await fire(next.name, next.running)
      look()
    }
    clock.advanceTo(untilMs)
  }
  const owedBy = (name: string): Forward | null => {
    const rows = entities
      .get(name)
      ?.disk.rows<{ forward: string | null }>('SELECT forward FROM log ORDER BY arrival')
    const text = rows?.at(-1)?.forward ?? null
    return text === null ? null : (JSON.parse(text) as Forward)
  }
  const look = (): void => {
    for (const [name, { disk }] of entities) {
      const owed = owedBy(name)
      if (owed?.stands === 'owed' && owed.dueAtMs !== null && disk.alarmAt() === null)
        throw new Violation('what is owed has an alarm', name)
    }
  }

  for (let step = 0; step < steps; step += 1) {
    if (dice.chance(0.3)) mood = dice.pick(['up', 'up', 'down', 'down', 'gone', 'lossy'])
    if (dice.chance(0.15)) moods.set(dice.pick(names), 'refusing')
    if (dice.chance(0.2)) moods.clear()
    if (dice.chance(0.1)) endpoint.instance().pause()
    if (dice.chance(0.3)) endpoint.instance().resume()
    if (dice.chance(0.1)) endpoint.evict()
    for (let deliveries = dice.below(4); deliveries > 0; deliveries -= 1) await deliver(dice.pick(names))
    if (dice.chance(0.15)) entities.get(dice.pick(names))?.evict()
    if (dice.chance(0.05)) instanceOf(dice.pick(names)).resendForward()
    look()
    await runUntil(clock.now() + dice.pick([100, 1_000, 10_000, 60_000, HOUR_MS, 20 * HOUR_MS]))
  }
  // All is well again. What is still owed comes at the latest the next night, in two messages at most.
  mood = 'up'
  moods.clear()
  const before = new Map(names.map((name) => [name, new Set((told.get(name) ?? []).map(({ id }) => id))]))
  endpoint.instance().resume()
  await runUntil(clock.now() + 60 * HOUR_MS)
  for (const name of names) judge(name, told.get(name) ?? [], moves.get(name) ?? [], heads.get(name) ?? null)
  for (const name of names) {
    const owed = owedBy(name)
    if (owed && owed.stands !== 'acknowledged' && owed.acked !== owed.sequence)
      throw new Violation('everything is sent in the end', `${name}: ${JSON.stringify(owed)}`)
    const fresh = new Set(
      (told.get(name) ?? []).map(({ id }) => id).filter((id) => !before.get(name)?.has(id)),
    )
    if (fresh.size > 2) throw new Violation('at most two messages after an outage', name)
  }
  for (const [, { disk }] of all()) disk.close()
}

interface Data {
  readonly sequence: number
  readonly previousSequence: number
  readonly state: { readonly status: string | null }
  readonly transitions: readonly { readonly from: string | null; readonly to: string | null }[]
  readonly transitionsOmitted: number
}

/** What one receiver, that keeps the rules of docs/forward.md, makes of all that it was sent. */
function judge(
  name: string,
  received: readonly Told[],
  moves: readonly string[],
  status: string | null,
): void {
  const bodies = new Map<string, string>()
  const ids = new Map<string, string>()
  const heard: string[] = []
  let stored = 0
  let last: string | null = null
  for (const { id, body, isTaken } of received) {
    if ((bodies.get(id) ?? body) !== body || (ids.get(body) ?? id) !== id)
      throw new Violation('an id has one body, and a body one id', `${name} ${id}`)
    bodies.set(id, body)
    ids.set(body, id)
    if (!isTaken) continue
    const { data } = JSON.parse(body) as { data: Data }
    if (data.previousSequence > stored) throw new Violation('nothing is left out', `${name} ${id}`)
    if (data.sequence <= stored) continue
    const first = data.sequence - data.transitions.length
    if (first > stored && data.transitionsOmitted === 0)
      throw new Violation('nothing is left out', `${name} ${id}`)
    const news = data.transitions.slice(Math.max(stored - first, 0))
    heard.push(...news.flatMap(({ from, to }) => (from === to ? [] : [`${from}→${to}`])))
    stored = data.sequence
    last = data.state.status
  }
  if (heard.join() !== moves.join())
    throw new Violation('every move is sent, in order', `${name}: ${heard.join()} instead of ${moves.join()}`)
  if (last !== status)
    throw new Violation('the last message says how it stands', `${name}: ${last}, not ${status}`)
}
