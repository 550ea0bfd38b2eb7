/** What the receiver needs to know about a provider. Everything else about it stays in its folder. */
import type { Row, Statement } from '../db/statement.ts'
import type { EntityTable } from '../db/sweep.ts'
import type { EntityId } from '../id.ts'
import type { Head } from '../lifecycle/fold.ts'
import type { Facts } from '../lifecycle/history.ts'
import type { LifeCycle } from '../lifecycle/life-cycle.ts'
import type { Notice } from '../lifecycle/notice.ts'
import type { Impersonal } from '../privacy/impersonal.ts'
import type { Concern } from './concern.ts'
import type { Reading } from './event.ts'

export interface Provider {
  /** As it stands in the URL, in D1 and in the names of objects. */
  readonly name: string
  /** The secret with its keys, comma-separated; one of those that wrangler.toml requires. */
  readonly keysVariable: Exclude<keyof Env & `${string}_KEYS`, 'ADMIN_KEYS'>
  /** Whether the body's `SecretKey` is a credential. */
  readonly keyInBody: boolean
  readonly lifeCycle: LifeCycle
  /** The id that a text means, whatever its spelling; null if none of its entities can have it. */
  entityId(text: string): EntityId | null
  /**
   * Reads a body that has been parsed as JSON and freed of keys. Pure.
   * @param bodyDigest the body's digest, for a provider whose events have no other identity
   */
  read(body: unknown, bodyDigest: string): Reading
  /** What a person should look at after an event that said this took the head from one to the other; mostly nothing. */
  notices(before: Head | null, after: Head | null, said: Facts): readonly Notice[]
  /** The entity's row of the read model. */
  row(entity: EntityView): object
  /** The statements that write such rows. */
  readonly upsert: (rows: readonly Row[]) => readonly Statement[]
  /** What a forwarded message calls the entity, and says about it beside its status. */
  readonly told: {
    /** `order` makes messages of the type `order.status_changed`. */
    readonly noun: string
    /** Where the console shows it: in front of its id. */
    readonly path: string
    of(head: Head | null): Told
  }
  /** Where that row is. */
  readonly entities: EntityTable
  /** What an erasure leaves of the facts. */
  readonly impersonal: Impersonal
  /**
   * Which entity a body concerns of which no event could be made, as far as it says so. Pure, and bounded in its work.
   * @param body parsed JSON, or text that is not
   */
  concerns(body: unknown): Concern
}

/** An entity as its row of the read model shows it. */
export interface EntityView {
  readonly entityId: EntityId
  readonly head: Head
  readonly refused: number
  readonly revision: number
  /** How often its head has changed, as its forwarded messages count it; null if nothing is forwarded. */
  readonly sequence: number | null
  readonly firstReceivedAt: string
  readonly lastReceivedAt: string
  /** When personal data was last erased; null if it never was. */
  readonly erasedAt: string | null
  /** The latest effective body, with personal data. */
  readonly body: string
}

/** What a message says about an entity in plain fields, as masked as its row of the read model. */
export interface Told {
  /** Its own number, where it has one beside its id. */
  readonly number: string | null
  /** The number by which orders and payments find each other. */
  readonly reference: string | null
  readonly saleNumber: string | null
  /** Where the money of a payment is. */
  readonly money: 'in' | 'out' | 'none'
  readonly amountCents: number | null
}
