/**
 * Lives for a running receiver: stories of the proof, their events late, doubled, some missing, and where each must end.
 * Knows the providers' documentation and nothing of the receiver's code, whose judgement it is compared with.
 */
import { endOf } from './prove/oracle.ts'
import { type Story, type StoryEvent, spellDate, tell } from './prove/story.ts'
import { random } from './random.ts'

export interface Delivery {
  readonly provider: Story['provider']
  readonly body: string
}

/** Delivers a webhook as its sender does. */
export const deliver = (url: string, { provider, body }: Delivery, key: string): Promise<Response> =>
  fetch(`${url}/webhooks/${provider}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Api-Key': key },
    body,
  })

/** Where an entity must stand when all of its deliveries are in. */
export interface Expected {
  readonly provider: Story['provider']
  readonly id: string
  readonly status: string
  /** Predecessors that never arrive; not known for Safe2Pay, whose events name none. */
  readonly gaps?: number
}

export interface Life {
  readonly expected: Expected
  /** In the order in which they are to be sent, each with what D1 shows of its event. */
  readonly deliveries: readonly (Delivery & { readonly name: string })[]
}

/** @param number the same one tells the same life, of an entity that no other has */
export function lifeOf(number: number): Life {
  const dice = random(number)
  for (;;) {
    const story = tell(dice, number)
    const { provider, entityId: id, events } = story
    const sent = [...events.keys()].filter(() => !dice.chance(0.1))
    const end = endOf(story, new Set(sent))
    // A reversal takes days; and of a payment D1 must show by its status alone which event a row is.
    const isReversed = events.some(({ kind }) => kind === 'reversal')
    const isPlain =
      provider === 'amplia' || new Set(events.map(({ status }) => status)).size === events.length
    if (!end || isReversed || !isPlain) continue
    const arriving = dice.shuffle([...sent, ...sent.filter(() => dice.chance(0.3))])
    const { status, gaps } = end
    return {
      expected: { provider, id, status, ...(gaps !== undefined && { gaps }) },
      deliveries: arriving.flatMap((index) => {
        const event = events[index]
        return event ? [{ provider, body: dice.pick(event.spellings), name: shownAs(story, event) }] : []
      }),
    }
  }
}

/** An event as a row of `transitions` names it; a sender may leave out the zeros at the end of a second. */
export const nameOf = (provider: string, id: string, status: string, previous: string, at: string): string =>
  [provider, id, status, previous, at.replace(/(\.\d*?)0*Z$/, '$1Z').replace('.Z', 'Z')].join(' ')

function shownAs({ provider, entityId }: Story, { status, previousStatus, atMicros }: StoryEvent): string {
  const at = provider === 'amplia' ? spellDate(atMicros, 0).replace('+00:00', 'Z') : ''
  return nameOf(provider, entityId, status, previousStatus ?? '', at)
}
