/** Plays one history on a real object and the real D1 in the real runtime. */
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import {
  type D1Fault,
  type History,
  type RpcFailure,
  type SandboxWay,
  type Send,
  type Step,
  sendsOf,
} from '../../../scripts/prove/history.ts'
import { HEADS, LABELLED } from '../../../scripts/prove/keys.ts'
import { type ReadStory, readStory } from '../../../scripts/prove/reading.ts'
import { deliver } from '../../../src/entity/delivery.ts'
import { providerNamed } from '../../../src/providers/index.ts'
import { answerTo } from '../../../src/receive/answer.ts'
import { receive } from '../../../src/receive/receive.ts'
import { faultyD1 } from '../../tools/faulty-d1.ts'
import { connect, diskOf, drain, objectOf, runAlarm } from '../../tools/object.ts'

interface Answer {
  readonly verdict?: string
}

export interface Ended {
  readonly read: ReadStory
  /** Events of the story that the sender has a 2xx for. */
  readonly acknowledged: ReadonlySet<number>
  readonly deliveries: number
}

export async function playHere({ story, steps }: History): Promise<Ended> {
  const read = await readStory(
    story,
    steps.flatMap(sendsOf).map(({ event, spelling }) => [event, spelling] as const),
  )
  const stub = () => objectOf(story.provider, story.entityId)
  let fault: D1Fault | null = null
  const { d1 } = faultyD1(env.DB, (_, when) => {
    if (fault && (typeof fault.at === 'string') === (when === 'after')) throw new Error(fault.message)
  })
  const acknowledged = new Set<number>()
  let deliveries = 0
  const isSent = ({ event }: Send): boolean => {
    const dropped =
      story.provider === 'safe2pay' &&
      !acknowledged.has(event) &&
      story.events.some((_, newer) => newer > event && acknowledged.has(newer))
    if (!dropped) deliveries += 1
    return !dropped
  }
  const send = async (what: Send): Promise<void> => {
    if (!isSent(what)) return
    const { event, spelling, failures } = what
    const outcome = await deliver(failing(failures), read.event(event, spelling))
    if (outcome.kind === 'judged') acknowledged.add(event)
  }

  /** Through the real edge, with the keys as README has them set up. */
  const post = async (body: string, way: SandboxWay): Promise<{ status: number; verdicts: unknown[] }> => {
    const key = HEADS[way]
    const headers: HeadersInit = key ? { 'X-Api-Key': key } : {}
    const request = new Request('https://catraca.invalid/', { method: 'POST', body, headers })
    const bindings = { ...env, AMPLIA_KEYS: LABELLED, SAFE2PAY_KEYS: LABELLED, LOCAL: 'true' }
    const provider = providerNamed(story.provider)
    const { result } = await receive(provider, request, undefined, bindings)
    const { status, body: answer } = answerTo(provider, result)
    const answers = [answer as Answer | Answer[]].flat()
    return { status, verdicts: answers.map(({ verdict }) => verdict) }
  }
  const several = async ({ sends: all, isHeard, sandbox }: Step & { kind: 'several' }): Promise<void> => {
    const sent = all.filter(isSent)
    if (sent.length === 0) return
    const bodies = sent.map(({ event, spelling }) => story.events[event]?.spellings[spelling])
    const list = `[${[...bodies, ...(sandbox === null ? [] : [sandbox])].join()}]`
    const { status, verdicts } = await post(list, 'behind_production')
    expect([status, ...(sandbox === null ? [] : verdicts.slice(-1))]).toEqual(
      sandbox === null ? [200] : [200, 'ignored'],
    )
    if (isHeard) for (const { event } of sent) acknowledged.add(event)
  }

  await connect(stub(), d1)
  for (const step of steps) {
    switch (step.kind) {
      case 'send':
        await Promise.all(step.sends.map(send))
        break
      case 'several':
        await several(step)
        break
      case 'sandbox':
        expect(await post(step.body, step.way)).toEqual({ status: 202, verdicts: ['ignored'] })
        break
      case 'alarm':
      case 'alarm_again':
        if ((await diskOf(stub())).state) {
          await Promise.all([runAlarm(stub()), ...(step.kind === 'alarm' ? step.meanwhile.map(send) : [])])
        }
        break
      case 'repair':
        await (step.repair === 'erase' ? stub().erase(null) : stub()[step.repair]())
        break
      case 'evict':
        await evictDurableObject(stub())
        await connect(stub(), d1)
        break
      case 'd1':
        fault = step.fault
    }
  }
  fault = null
  if ((await diskOf(stub())).state) await drain(stub())
  return { read, acknowledged, deliveries }
}

/** The objects, behind a network that loses calls and answers. */
function failing(failures: readonly RpcFailure[]): typeof env.ENTITIES {
  const left = [...failures]
  return new Proxy(env.ENTITIES, {
    get(target, property) {
      if (property !== 'getByName') return Reflect.get(target, property)
      return (name: string) => {
        const stub = target.getByName(name)
        return {
          apply: async (event: Parameters<typeof stub.apply>[0]) => {
            const failure = left.shift()
            const lost = () =>
              Object.assign(new Error('Network connection lost.'), { retryable: failure?.retryable })
            if (failure?.when === 'before') throw lost()
            const outcome = await stub.apply(event)
            if (failure) throw lost()
            return outcome
          },
        }
      }
    },
  })
}
