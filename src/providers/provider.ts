/** What the receiver needs to know of a provider. Everything else about it stays in its folder. */
import type { Statement } from '../db/statement.ts'
import type { Head } from '../lifecycle/fold.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import type { Reading } from './event.ts'

export interface Provider {
  /** As it stands in the URL, in D1 and in the names of objects. */
  readonly name: string
  /** The secret with its keys, comma-separated. */
  readonly keysVariable: 'AMPLIA_KEYS' | 'SAFE2PAY_KEYS'
  /** Whether the body's `SecretKey` is a credential. */
  readonly keyInBody: boolean
  readonly lifeCycle: LifeCycle
  /**
   * Reads a body that has been parsed as JSON and freed of keys. Pure.
   * @param bodyDigest the body's digest, for a provider whose events have no other identity
   */
  read(body: unknown, bodyDigest: string): Reading
  /** What a person should look at after an event moved the head from one to the other; mostly nothing. */
  notices(before: Head | null, after: Head | null): readonly string[]
  /** The statements that bring the entity's row of the read model up to date. */
  project(entity: EntityView): readonly Statement[]
}

/** An entity as its row of the read model shows it. */
export interface EntityView {
  readonly entityId: string
  readonly head: Head
  readonly refused: number
  readonly revision: number
  readonly firstReceivedAt: string
  readonly lastReceivedAt: string
  /** The latest effective body, with personal data. */
  readonly body: string
}
