/** Plays one history on a real object and the real D1 in the real runtime. */
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { D1Fault, History, RpcFailure, Send } from '../../../scripts/prove/history.ts'
import { type ReadStory, readStory } from '../../../scripts/prove/reading.ts'
import { deliver } from '../../../src/entity/delivery.ts'
import { faultyD1 } from '../../tools/faulty-d1.ts'
import { connect, diskOf, drain, objectOf, runAlarm } from '../../tools/object.ts'

export interface Ended {
  readonly read: ReadStory
  /** Events of the story that the sender has a 2xx for. */
  readonly acknowledged: ReadonlySet<number>
  readonly deliveries: number
}

export async function playHere({ story, steps }: History): Promise<Ended> {
  const sends = steps.flatMap((step) =>
    step.kind === 'send' ? step.sends : step.kind === 'alarm' ? step.meanwhile : [],
  )
  const read = await readStory(
    story,
    sends.map(({ event, spelling }) => [event, spelling] as const),
  )
  const stub = () => objectOf(story.provider, story.entityId)
  let fault: D1Fault | null = null
  const { d1 } = faultyD1(env.DB, (_, when) => {
    if (fault && (typeof fault.at === 'string') === (when === 'after')) throw new Error(fault.message)
  })
  const acknowledged = new Set<number>()
  let deliveries = 0
  const send = async ({ event, spelling, failures }: Send): Promise<void> => {
    const dropped =
      story.provider === 'safe2pay' &&
      !acknowledged.has(event) &&
      story.events.some((_, newer) => newer > event && acknowledged.has(newer))
    if (dropped) return
    deliveries += 1
    const outcome = await deliver(failing(failures), read.event(event, spelling))
    if (outcome.kind === 'judged') acknowledged.add(event)
  }

  await connect(stub(), d1)
  for (const step of steps) {
    switch (step.kind) {
      case 'send':
        await Promise.all(step.sends.map(send))
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
