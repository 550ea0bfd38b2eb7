/**
 * Worlds in which the sender loses webhooks altogether: many payments at once, played to their end without asking and with
 * the real runs that ask, by the real calls over a sender in memory, in virtual time.
 */
import type { Entity } from '../../src/entity/entity.ts'
import type { Projector } from '../../src/projector/projector.ts'
import type { Event } from '../../src/providers/event.ts'
import type { Pace } from '../../src/sender/pace.ts'
import { type Random, random } from '../random.ts'
import { inVirtualTime } from './clock.ts'
import type { D1 } from './d1.ts'
import { readStory } from './reading.ts'
import { type ObjectStorage, objectStorage } from './sqlite.ts'
import { type Story, type StoryEvent, transactionStory } from './story.ts'
import { Violation } from './violation.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Of each webhook, that it never comes. */
const LOST = 0.3
/** After the last event: a Sunday, which looks at thirty days, is among them. */
const DAYS_AFTER = 10

/** What the receiver is made of; imported by the caller, because objects import `cloudflare:workers`. */
export interface Receiver {
  readonly Entity: typeof Entity
  readonly Pace: typeof Pace
  readonly Projector: typeof Projector
  askDue(env: Env, clock: Wait): Promise<unknown>
  checkCompleteness(env: Env, nowMs: number, clock: Wait): Promise<unknown>
}

interface Wait {
  now(): number
  wait(ms: number): Promise<void>
}

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
  receiver: Receiver,
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
  const lines = mute()
  try {
    await inVirtualTime(startMs, dice, async (time) => {
      const objects = objectsOf(receiver, d1)
      const wait: Wait = {
        now: () => time.now(),
        wait: async (ms) => time.advanceTo(time.now() + ms),
      }
      const sender = senderOf(payments, () => time.now())
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
            await receiver.checkCompleteness(objects.env, nightMs, wait)
            nightMs += DAY_MS
          }
          sender.beginRun()
          await receiver.askDue(objects.env, wait)
          await objects.settle()
        }
      } finally {
        globalThis.fetch = real
        objects.close()
      }
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
    lines.unmute()
    d1.empty()
  }
}

/** The objects of a world: each with its disk, its alarm run at once. */
function objectsOf({ Entity, Pace, Projector }: Receiver, d1: D1) {
  const objects = new Map<string, { readonly disk: ObjectStorage; readonly object: Entity }>()
  const kv = new Map<string, unknown>()
  const pace = new Pace(
    {
      storage: {
        kv: { get: (key: string) => kv.get(key), put: (key: string, value: unknown) => kv.set(key, value) },
      },
    } as unknown as DurableObjectState,
    {} as Env,
  )
  const env = {
    DB: d1.binding,
    // One for each call: what a projector knows may be gone at any moment.
    PROJECTOR: {
      getByName: () =>
        new Projector({ id: {} } as unknown as DurableObjectState, { DB: d1.binding } as unknown as Env),
    },
    VAULT: { getByName: () => ({ digestKey: async () => new Uint8Array(32) }) },
    PACE: {
      getByName: () => ({
        take: async (ms: number) => pace.take(ms),
        pause: async (at: number, ms: number) => pace.pause(at, ms),
      }),
    },
    ENTITIES: {
      getByName: (name: string) => ({
        standing: async () => find(name).object.standing(),
        applyRead: async (event: Event, revision: number) => find(name).object.applyRead(event, revision),
      }),
    },
    SAFE2PAY_API_URL: 'https://api.example',
    SAFE2PAY_API_KEY: 'the-key-of-the-api',
  } as unknown as Env
  const find = (name: string) => {
    const known = objects.get(name)
    if (known) return known
    const disk = objectStorage()
    const made = {
      disk,
      object: new Entity(
        { id: { name, toString: () => '0' }, storage: disk.storage } as unknown as DurableObjectState,
        env,
      ),
    }
    objects.set(name, made)
    return made
  }
  const settle = async (): Promise<void> => {
    for (const { disk, object } of objects.values()) {
      if (disk.alarmAt() === null) continue
      disk.setAlarm(null)
      await object.alarm()
    }
  }
  return {
    env,
    settle,
    async deliver(event: Event): Promise<void> {
      const { disk, object } = find(`safe2pay:${event.entityId}`)
      object.apply(structuredClone(event))
      if (disk.alarmAt() === null) return
      disk.setAlarm(null)
      await object.alarm()
    },
    close: () => {
      for (const { disk } of objects.values()) disk.close()
    },
  }
}

/** The sender's API, as its documents have it, and the rule that nobody calls it too often. */
function senderOf(payments: readonly Payment[], now: () => number) {
  const byId = new Map(payments.map((payment) => [payment.story.entityId, payment]))
  const current = ({ life }: Payment): StoryEvent | undefined =>
    life.findLast((event) => msOf(event) <= now())
  const dayOf = (ms: number): string => new Date(ms - 3 * HOUR_MS).toISOString().slice(0, 10)
  const model = (payment: Payment, { status }: StoryEvent) => ({
    IdTransaction: Number(payment.story.entityId),
    Status: status,
    CreatedDate: new Date(msOf(payment.life[0] ?? ({ atMicros: 0 } as StoryEvent)) - 3 * HOUR_MS)
      .toISOString()
      .slice(0, 19),
  })
  const resent: Event[] = []
  let calls = 0
  let ofRun = 0
  let lastMs = Number.NEGATIVE_INFINITY

  const answer = (url: URL): unknown => {
    const payment = byId.get(url.searchParams.get('Id') ?? url.searchParams.get('idTransaction') ?? '')
    const event = payment && current(payment)
    if (url.pathname.endsWith('/List')) {
      const [from, until] = [
        url.searchParams.get('CreatedDateInitial') ?? '',
        url.searchParams.get('CreatedDateEnd') ?? '~',
      ]
      const isDisputes = url.pathname.includes('Chargeback')
      const rows = payments.flatMap((each) => {
        const stands = current(each)
        const created = each.life[0]
        if (!stands || !created) return []
        if (isDisputes) {
          if (!['5', '13', '15'].includes(stands.status)) return []
          return [{ ...model(each, stands), ChargebackDate: dayOf(msOf(stands)) }]
        }
        const day = dayOf(msOf(created))
        return day >= from && day <= until ? [model(each, stands)] : []
      })
      const [page, size] = [
        Number(url.searchParams.get('PageNumber')),
        Number(url.searchParams.get('RowsPerPage')),
      ]
      return { TotalItems: rows.length, Objects: rows.slice((page - 1) * size, page * size) }
    }
    if (!payment || !event) return null
    if (!url.pathname.endsWith('/ResubmitCallback')) return model(payment, event)
    const again = payment.resent.get(event)
    if (again) resent.push(again)
    return {}
  }

  return {
    calls: () => calls,
    beginRun: () => {
      ofRun = 0
    },
    takeResent: () => resent.splice(0),
    fetch: (async (input: URL) => {
      calls += 1
      ofRun += 1
      if (now() - lastMs < 6_000) throw new Violation('one call in six seconds', `${now() - lastMs} ms`)
      if (ofRun > 40) throw new Violation('forty calls a run', String(ofRun))
      lastMs = now()
      const detail = answer(input)
      return Response.json({ HasError: detail === null, ResponseDetail: detail })
    }) as unknown as typeof fetch,
  }
}

/** A run says what it did; here nobody reads it. */
function mute() {
  const { log } = console
  console.log = () => undefined
  return {
    unmute: () => {
      console.log = log
    },
  }
}
