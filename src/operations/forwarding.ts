/** What an operator can do about forwarding: see how it stands, pause, resume, test, and send once more. */
import { sql } from 'drizzle-orm'
import { database } from '../db/database.ts'
import { nameOf } from '../entity/name.ts'
import { entityNamed } from '../entity/stub.ts'
import { endpointIn } from '../forward/at.ts'
import type { EndpointState } from '../forward/endpoint.ts'
import * as LIMITS from '../limits.ts'

export interface Resent {
  /** Entities of this step that send their last message once more. */
  readonly entities: number
  /** Where the next step begins; null when D1 knows no further entity. */
  readonly nextCursor: string | null
}

export const forwardState = (env: Env): Promise<EndpointState> => endpointIn(env.ENDPOINT).state()

export async function pauseForward(env: Env): Promise<void> {
  await endpointIn(env.ENDPOINT).pause()
}

export async function resumeForward(env: Env): Promise<void> {
  await endpointIn(env.ENDPOINT).resume()
}

export async function testForward(env: Env): Promise<void> {
  await endpointIn(env.ENDPOINT).sendTest()
}

/** Sends the last message of one entity once more, by its object's name; false where nothing is known or configured. */
export const resendOne = (env: Env, name: string, inMs = 0): Promise<boolean> =>
  entityNamed(env.ENTITIES, name).resendForward(inMs)

/**
 * Sends the last message of every entity that had an event since a time, in bounded steps; start with an empty cursor.
 * @param since UTC text
 */
export async function resendSince(env: Env, since: string, after: string): Promise<Resent> {
  const [provider = '', entityId = ''] = after.split(':')
  const rows = await database(env.DB).all<{ provider: string; entityId: string }>(sql`
    SELECT provider, entity_id AS entityId FROM transitions
    WHERE (provider, entity_id) > (${provider}, ${entityId}) GROUP BY 1, 2 HAVING max(received_at) >= ${since}
    ORDER BY 1, 2 LIMIT ${LIMITS.resendsPerBatch}`)
  const pace = LIMITS.forwardReleaseMs / LIMITS.forwardReleases
  const sent = await Promise.all(rows.map((row, place) => resendOne(env, nameOf(row), place * pace)))
  const last = rows.at(-1)
  const nextCursor = last && rows.length === LIMITS.resendsPerBatch ? nameOf(last) : null
  return { entities: sent.filter(Boolean).length, nextCursor }
}
