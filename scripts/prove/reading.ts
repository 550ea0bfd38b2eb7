/** A story as the receiver reads it: the real schemas and digests, on every spelling that is sent. */
import { withoutKeys } from '../../src/privacy/redaction.ts'
import { digest } from '../../src/providers/digest.ts'
import type { Event } from '../../src/providers/event.ts'
import { providerNamed } from '../../src/providers/index.ts'
import type { Story } from './story.ts'
import { Violation } from './violation.ts'

export interface ReadStory {
  readonly story: Story
  event(index: number, spelling: number): Event
  /** Which event of the story a stored fingerprint is. */
  indexOf(fingerprint: string): number
  /** Says which fingerprint an event has, of which another one has the words too. */
  claim(index: number, isFirst: boolean): void
}

const KEYS = ['the-key-of-today', 'the-key-before']

/** Reads the spellings that are asked for: `index` × `spelling`. */
export async function readStory(
  story: Story,
  wanted: Iterable<readonly [number, number]>,
): Promise<ReadStory> {
  const events = new Map<string, Event>()
  const fingerprints: (string | undefined)[] = []
  const claimed = new Map<string, number>()
  for (const [index, spelling] of wanted) {
    const key = `${index}/${spelling}`
    const body = story.events[index]?.spellings[spelling]
    if (body === undefined || events.has(key)) continue
    const value = withoutKeys(JSON.parse(body), KEYS)
    const reading = providerNamed(story.provider).read(value, await digest(value))
    if (reading.kind !== 'event') throw new Violation('a documented body is refused', body)
    const { event } = reading
    const before = fingerprints[index]
    if (event.entityId !== story.entityId) throw new Violation('another entity', `${event.entityId}: ${body}`)
    if (before !== undefined && before !== event.fingerprint) {
      throw new Violation('the same event in another spelling is another event', body)
    }
    const isEcho = story.events[index]?.echoOf !== undefined
    if (before === undefined && !isEcho && fingerprints.includes(event.fingerprint)) {
      throw new Violation('two events are one', body)
    }
    fingerprints[index] = event.fingerprint
    events.set(key, event)
  }
  return {
    story,
    event(index, spelling) {
      const event = events.get(`${index}/${spelling}`)
      if (!event) throw new Error(`Event ${index} was not read in spelling ${spelling}`)
      return event
    },
    indexOf: (fingerprint) => claimed.get(fingerprint) ?? fingerprints.indexOf(fingerprint),
    claim(index, isFirst) {
      const words = fingerprints[index]
      if (words !== undefined) claimed.set(isFirst ? words : `${words}+1`, index)
    },
  }
}
