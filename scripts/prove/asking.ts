/**
 * Worlds in which the sender loses webhooks altogether: many payments at once, played to their end without asking and with
 * the real runs that ask, by the real calls over a sender in memory, in virtual time.
 */
import { Entity } from '../../src/entity/entity.ts'
import type { Event } from '../../src/providers/event.ts'
import { checkCompleteness } from '../../src/sender/completeness.ts'
import { Pace } from '../../src/sender/pace.ts'
import { askDue } from '../../src/sender/run.ts'
import { type Random, random } from '../random.ts'
import { inVirtualTime } from './clock.ts'
import type { D1 } from './d1.ts'
import { around, type Running, runObject } from './instance.ts'
import { mute } from './quiet.ts'
import { readStory } from './reading.ts'
import { answerTo } from './sender-api.ts'
import { type Story, type StoryEvent, transactionStory } from './story.ts'
import { Violation } from './violation.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Of each webhook, that it never comes. */
const LOST = 0.3
/** After the last event: a Sunday, which looks at thirty days, is among them. */
const DAYS_AFTER = 10

export interface Ends {
  payments: number
  /** Whose head is the status in which the sender has them. */
  right: number
  /** Of which nothing was received, or nothing counts. */
  unknown: number
  calls: number
}

/** The payments of one world, with what becomes of each webhook. */
interface Payment {
  readonly story: Story
  /** In the order in which they happened. */
  readonly life: readonly StoryEvent[]
  readonly sends: readonly { readonly atMs: number; readonly event: Event }[]
  /** What the sender sends when it is asked to; null if that is lost too. */
  readonly resent: ReadonlyMap<StoryEvent, Event | null>
}

const msOf = ({ atMicros }: StoryEvent): number => Math.floor(atMicros / 1000)

async function paymentOf(dice: Random, number: number): Promise<Payment> {
  const told = transactionStory(dice, number)
  const isPix = dice.chance(0.5)
  const pix = (body: string): string =>
    body.replace('{"Id":1,"Code":"1","Name":"Boleto"}', '{"Id":6,"Code":"6","Name":"Pix"}')
  const story: Story = {
    ...told,
    events: told.events.map((event) => ({
      ...event,
      spellings: isPix ? event.spellings.map(pix) : event.spellings,
    })),
  }
  const read = await readStory(
    story,
    [...story.events.keys()].map((index) => [index, 0] as const),
  )
  const life = story.events.filter(({ kind }) => kind === 'life' || kind === 'reversal')
  const indexOf = (event: StoryEvent): number => story.events.indexOf(event)
  return {
    story,
    life,
    sends: story.events.flatMap((event, index) =>
      dice.chance(LOST)
        ? []
        : [
            {
              atMs: msOf(event) + dice.below(dice.chance(0.8) ? 8_000 : 3 * HOUR_MS),
              event: read.event(index, 0),
            },
          ],
    ),
    resent: new Map(
      life.map((event) => [event, dice.chance(LOST) ? null : read.event(indexOf(event), 0)] as const),
    ),
  }
}

/** Plays one world. @param isAsking whether the receiver has a key of the sender's API */
export async function playWorld(
  d1: D1,
  seed: number,
  size: number,
  isAsking: boolean,
  ends: Ends,
): Promise<void> {
  const dice = random(Math.imul(seed, 0x9e3779b1))
  const payments: Payment[] = []
  for (let number = 0; number < size; number += 1) payments.push(await paymentOf(dice, seed * size + number))
  const startMs = Math.min(...payments.flatMap(({ life }) => life.slice(0, 1).map(msOf)))
  const endMs = Math.max(...payments.flatMap(({ life }) => life.map(msOf))) + DAYS_AFTER * DAY_MS
  const muted = mute()
  try {
    await inVirtualTime(startMs, dice, async (time) => {
      const objects = objectsOf(d1)
      const wait = { now: time.now, wait: async (ms: number) => time.advanceTo(time.now() + ms) }
      const sender = senderOf(payments, time.now)
      const real = globalThis.fetch
      globalThis.fetch = sender.fetch
      try {
        const pending = payments.flatMap(({ sends }) => sends).sort((a, b) => a.atMs - b.atMs)
        let nightMs = Math.floor(startMs / DAY_MS) * DAY_MS + 5 * HOUR_MS + 17 * MINUTE_MS
        for (let tickMs = startMs; tickMs <= endMs; tickMs += 5 * MINUTE_MS) {
          time.advanceTo(tickMs)
          while ((pending[0]?.atMs ?? Number.POSITIVE_INFINITY) <= tickMs) {
            const next = pending.shift()
            if (next) await objects.deliver(next.event)
          }
          for (const event of sender.takeResent()) await objects.deliver(event)
          if (!isAsking) continue
          if (tickMs >= nightMs) {
            sender.beginRun()
            await checkCompleteness(objects.env, nightMs, wait)
            nightMs += DAY_MS
          }
          sender.beginRun()
          await askDue(objects.env, wait)
          await objects.settle()
        }
      } finally {
        globalThis.fetch = real
        objects.close()
      }
      sender.assertSpared()
      ends.calls += sender.calls()
    })
    const stands = new Map(
      d1
        .rows<{ id: string; status: string }>(
          'SELECT CAST(transaction_id AS TEXT) AS id, CAST(status AS TEXT) AS status FROM transactions',
        )
        .map(({ id, status }) => [id, status]),
    )
    for (const { story, life } of payments) {
      const status = stands.get(story.entityId)
      ends.payments += 1
      ends.unknown += status === undefined ? 1 : 0
      ends.right += status === life.at(-1)?.status ? 1 : 0
    }
  } finally {
    muted.unmute()
    d1.empty()
  }
}

/** The objects of a world: each with its disk, its alarm run at once. */
function objectsOf(d1: D1) {
  const objects = new Map<string, Running<Entity>>()
  const pace = runObject('1', (ctx) => new Pace(ctx, {} as Env)).instance()
  const env = around(d1.binding, {
    PACE: {
      getByName: () => ({
        take: async (ms: number) => pace.take(ms),
        pause: async (at: number, ms: number) => pace.pause(at, ms),
      }),
    },
    ENTITIES: {
      getByName: (name: string) => ({
        standing: async () => find(name).instance().standing(),
        applyRead: async (event: Event, revision: number) => find(name).instance().applyRead(event, revision),
      }),
    },
    SAFE2PAY_API_URL: 'https://api.example',
    SAFE2PAY_API_KEY: 'the-key-of-the-api',
  })
  const find = (name: string): Running<Entity> => {
    const known = objects.get(name) ?? runObject(name, (ctx) => new Entity(ctx, env))
    objects.set(name, known)
    return known
  }
  const runAlarm = async ({ disk, instance }: Running<Entity>): Promise<void> => {
    if (disk.alarmAt() === null) return
    disk.setAlarm(null)
    await instance().alarm()
  }
  return {
    env,
    async settle(): Promise<void> {
      for (const object of objects.values()) await runAlarm(object)
    },
    async deliver(event: Event): Promise<void> {
      const object = find(`safe2pay:${event.entityId}`)
      object.instance().apply(structuredClone(event))
      await runAlarm(object)
    },
    close: () => {
      for (const { disk } of objects.values()) disk.close()
    },
  }
}

const DISPUTED: readonly string[] = ['5', '13', '15']

/** The sender's API, which tells how each payment stands now, and the rule that nobody calls it too often. */
function senderOf(payments: readonly Payment[], now: () => number) {
  const byId = new Map(payments.map((payment) => [payment.story.entityId, payment]))
  const inBrasilia = (event: StoryEvent): string =>
    new Date(msOf(event) - 3 * HOUR_MS).toISOString().slice(0, 19)
  const standing = () =>
    payments.flatMap(({ story, life }) => {
      const [first] = life
      const current = life.findLast((event) => msOf(event) <= now())
      return first && current ? [{ id: Number(story.entityId), current, created: inBrasilia(first) }] : []
    })
  const resent: Event[] = []
  let calls = 0
  let ofRun = 0
  let lastMs = Number.NEGATIVE_INFINITY
  // Kept, because a call that throws is a sender that cannot be reached.
  let broken: Violation | null = null

  const sendAgain = (id: string | null): void => {
    const { current } = standing().find((each) => String(each.id) === id) ?? {}
    const again = current && byId.get(id ?? '')?.resent.get(current)
    if (again) resent.push(again)
  }

  return {
    calls: () => calls,
    assertSpared: () => {
      if (broken) throw broken
    },
    beginRun: () => {
      ofRun = 0
    },
    takeResent: () => resent.splice(0),
    fetch: (async (url: URL, { method }: RequestInit) => {
      calls += 1
      ofRun += 1
      if (now() - lastMs < 6_000) broken ??= new Violation('one call in six seconds', `${now() - lastMs} ms`)
      if (ofRun > 40) broken ??= new Violation('forty calls a run', String(ofRun))
      lastMs = now()
      if (method === 'POST') sendAgain(url.searchParams.get('idTransaction'))
      const all = standing()
      return Response.json(
        answerTo(
          {
            transactions: all.map(({ id, current, created }) => ({ id, status: current.status, created })),
            disputes: all
              .filter(({ current }) => DISPUTED.includes(current.status))
              .map(({ id, current }) => ({ id, date: inBrasilia(current).slice(0, 10) })),
          },
          method,
          url,
        ),
      )
    }) as unknown as typeof fetch,
  }
}
