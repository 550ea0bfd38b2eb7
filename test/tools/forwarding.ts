/** Objects that forward to the receiver beside the tests, each test on a channel and with an endpoint of its own. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { inject, vi } from 'vitest'
import * as z from 'zod/mini'
import { WEBHOOKS } from '../../scripts/webhooks.ts'
import type { Endpoint } from '../../src/forward/endpoint.ts'
import type { Forward } from '../../src/forward/forward.ts'
import { inside, objectOf, type Stub } from './object.ts'
import { channelOf } from './receiver/channel.ts'
import type { ProviderName } from './sender.ts'

export const SECRET = `whsec_${btoa('forward-test-secret-'.repeat(2))}`

/** The JSON of a message, as a receiver reads it. */
export interface Told {
  readonly type: string
  readonly timestamp: string
  readonly data: {
    readonly entity: {
      readonly id: string
      readonly reference: string | null
      readonly number: string | null
    }
    readonly sequence: number
    readonly previousSequence: number
    readonly revision: number
    readonly state: {
      readonly status: string
      readonly paid: boolean
      readonly money: string
      readonly attention: readonly string[]
    }
    readonly transitions: readonly {
      readonly from: string | null
      readonly to: string
      readonly at: string
      readonly verdict: string | null
    }[]
    readonly transitionsOmitted: number
  }
}

export interface Channel extends ReturnType<typeof channelOf> {
  readonly endpoint: DurableObjectStub<Endpoint>
  messages(): Promise<readonly Told[]>
  /** An entity's object that forwards here. */
  object(provider: ProviderName, id: string | number, settings?: object): Promise<Stub>
}

/** A message, checked against the schema that receivers get. */
function described(message: Told): Told {
  const { error } = z.safeParse(WEBHOOKS[message.type]?.body ?? z.never(), message)
  if (error) throw new Error(`${JSON.stringify(message)}: ${z.prettifyError(error)}`)
  return message
}

let channels = 0

const opened: Stub[] = []

export async function openChannel(more: object = {}): Promise<Channel> {
  channels += 1
  const name = `${Math.random().toString(36).slice(2)}-${channels}`
  const channel = channelOf(inject('receiver'), name)
  const endpoint = env.ENDPOINT.getByName(name) as unknown as DurableObjectStub<Endpoint>
  const settings = {
    ...env,
    FORWARD_URL: channel.url,
    FORWARD_SECRETS: SECRET,
    PUBLIC_URL: 'https://catraca.example.com',
    // A stub belongs to the object that makes it.
    ENDPOINT: { getByName: () => env.ENDPOINT.getByName(name) },
    ...more,
  }
  const configure = () =>
    runInDurableObject(endpoint, (instance) => {
      Object.assign(instance, { env: settings })
    })
  await configure()
  return {
    ...channel,
    endpoint,
    messages: async () => (await channel.received()).map(({ body }) => described(JSON.parse(body) as Told)),
    async object(provider, id, others = {}) {
      // The runtime takes objects that nobody calls out of memory, and with them what is configured for a test.
      await configure()
      const stub = objectOf(provider, id)
      opened.push(stub)
      await inside(stub, (entity) => {
        Object.assign(entity, { env: { ...settings, ...others } })
      })
      return stub
    },
  }
}

/** What an object owes; null if it never owed anything. */
export const owedBy = (stub: Stub): Promise<Forward | null> =>
  inside(
    stub,
    (entity) =>
      (entity as unknown as { log: { state: { forward: Forward | null } | null } | null }).log?.state
        ?.forward ?? null,
  )

/** Waits for the runtime, which may have run the alarm itself. */
export async function untilReceived(channel: Channel, count: number): Promise<void> {
  for (let waits = 0; (await channel.received()).length < count; waits += 1) {
    // Nobody would call the endpoint's object for longer than the runtime keeps it in memory.
    if (waits % 100 === 0) await channel.endpoint.state()
    await scheduler.wait(25)
  }
}

/**
 * Runs the alarm now, whatever its time. If the runtime is already running one on its own, waits for it, and then runs the
 * one that it set.
 */
export async function fire(stub: Stub): Promise<void> {
  for (let looks = 0; looks < 5; looks += 1) {
    if (await runDurableObjectAlarm(stub)) return
    while (await inside(stub, (entity) => isBusy(entity))) await scheduler.wait(20)
    // Due, and not begun yet: then there is no alarm for a moment.
    await scheduler.wait(20)
  }
}

const isBusy = (entity: unknown): boolean => {
  const { projecting, messages } = entity as Readonly<
    Record<'projecting' | 'messages', { isUnderWay: boolean }>
  >
  return projecting.isUnderWay || messages.isUnderWay
}

/** Lets time pass until the end of the test. */
export const later = (ms: number): unknown => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })

/**
 * Ends a test: its objects send no more, because what they learn about their endpoint, the next test's objects would apply
 * to theirs, and the clock is the real one.
 */
export async function quiet(): Promise<void> {
  vi.useRealTimers()
  for (const stub of opened.splice(0)) await inside(stub, (_, storage) => storage.deleteAlarm())
}
