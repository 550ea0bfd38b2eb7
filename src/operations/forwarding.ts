/** What an operator can do about forwarding: see its state, pause, resume, test, and send again. */
import { readChanges, readPlace } from '../db/feed.ts'
import { refreshUndelivered } from '../db/findings.ts'
import { nameOf, nameParts } from '../entity/name.ts'
import { endpointIn } from '../forward/at.ts'
import type { Waiting } from '../forward/list.ts'
import { isConfigured } from '../forward/settings.ts'
import type { EndpointState, Gauges } from '../forward/state.ts'
import * as LIMITS from '../limits.ts'
import { objectNamed } from '../object.ts'

export interface Resent {
  /** Entities of this step that send their last message again. */
  readonly entities: number
  /** Where the next step begins; null if D1 knows no further entity. */
  readonly nextCursor: string | null
}

export const forwardState = (env: Env): Promise<EndpointState> => endpointIn(env.ENDPOINT).state()

/** The state in numbers; null, without asking the object, if nothing is forwarded. */
export const forwardGauges = async (env: Env): Promise<Gauges | null> =>
  isConfigured(env) ? endpointIn(env.ENDPOINT).gauges() : null

export async function pauseForward(env: Env): Promise<void> {
  await endpointIn(env.ENDPOINT).pause()
}

export async function resumeForward(env: Env): Promise<void> {
  await endpointIn(env.ENDPOINT).resume()
}

export async function testForward(env: Env): Promise<void> {
  await endpointIn(env.ENDPOINT).sendTest()
}

/** Sends the last message of one entity again, by its object's name; false if it is not known, or nothing is configured. */
export const resendOne = (env: Env, name: string, inMs = 0): Promise<boolean> =>
  objectNamed(env.ENTITIES, name).resendForward(inMs)

/**
 * Sends the last message of every entity that has changed since a time again, in bounded steps; start with an empty cursor.
 * Uses the feed, so that it reads only rows that have changed since.
 * @param since UTC text
 */
export async function resendSince(env: Env, since: string, after: string): Promise<Resent> {
  const place = readPlace(after) ?? { position: Date.parse(since) * 1000, place: -1 }
  const { changes, nextCursor, isEnd } = await readChanges(env.DB, place, LIMITS.resendsPerBatch)
  const pace = LIMITS.forwardReleaseMs / LIMITS.forwardReleases
  const sent = await Promise.all(
    changes.map(({ provider, id }, number) =>
      resendOne(env, nameOf({ provider, entityId: id }), number * pace),
    ),
  )
  return { entities: sent.filter(Boolean).length, nextCursor: isEnd ? null : nextCursor }
}

/** Updates in D1 which messages were refused or given up and need attention. Null if nothing changed. */
export async function updateUndelivered(env: Env, isNight = false): Promise<object | null> {
  const endpoint = isConfigured(env) ? endpointIn(env.ENDPOINT) : null
  if (isNight) await endpoint?.recount()
  const waiting: readonly Waiting[] = (await endpoint?.undelivered()) ?? []
  return refreshUndelivered(
    env.DB,
    waiting.map(({ name, sequence, stands }) => ({
      ...nameParts(name),
      kind: stands === 'refused' ? 'forward_refused' : 'forward_exhausted',
      sequence,
    })),
  )
}
