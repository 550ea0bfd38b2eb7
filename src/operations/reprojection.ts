/** After D1 was restored or lost, or after an update from version 0.1.0: what the objects keep is sent to it again, in bounded steps. */
import { sql } from 'drizzle-orm'
import { database } from '../db/database.ts'
import { rootCause } from '../db/faults.ts'
import type { RebuiltEntity } from '../entity/entity.ts'
import { nameOf } from '../entity/name.ts'
import { entityNamed } from '../entity/stub.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import type { RebuiltBody } from '../quarantine/kept-body.ts'

export interface Reprojected {
  /** Entities of this step. */
  readonly entities: number
  /** Where the next step begins; null when D1 knows no further entity. */
  readonly nextCursor: string | null
}

/** What became of the objects of a step. */
export interface ReprojectedObjects extends Reprojected {
  readonly objects: {
    /** Of the entities, as many as their objects keep. */
    readonly events: number
    /** Of the entities, those that have a status, and so a row. */
    readonly heads: number
    /** In quarantine. */
    readonly bodies: number
    /** Ids of objects that keep nothing. */
    readonly empty: readonly string[]
    /** Ids of objects that keep something and could not bring it to D1 now: they try again, or are to be asked again. */
    readonly waiting: readonly string[]
    /** Ids of entities of version 0.1.0 that cannot know which they are: asked for by their name once, they do. */
    readonly nameless: readonly string[]
  }
}

type Rebuilt = RebuiltEntity | RebuiltBody

interface Addressed {
  readonly id: string
  rebuild(): Promise<Rebuilt>
}

/** Has one entity project again, by its object's name; false where nothing is known of it. */
export async function reprojectEntity(env: Env, name: string): Promise<boolean> {
  const object = entityNamed(env.ENTITIES, name)
  if (!(await object.reproject(name))) return false
  await object.completeKeys()
  return true
}

/** Has the entities after an object's name project again; start with an empty name. */
export async function reproject(env: Env, after: string): Promise<Reprojected> {
  const [provider = '', entityId = ''] = after.split(':')
  const rows = await database(env.DB).all<{ provider: string; entityId: string }>(sql`
    SELECT DISTINCT provider, entity_id AS entityId FROM transitions
    WHERE (provider, entity_id) > (${provider}, ${entityId})
    ORDER BY provider, entity_id LIMIT ${LIMITS.reprojectionsPerBatch}`)
  await Promise.all(rows.map((row) => reprojectEntity(env, nameOf(row))))
  const last = rows.at(-1)
  const nextCursor = last && rows.length === LIMITS.reprojectionsPerBatch ? nameOf(last) : null
  return { entities: rows.length, nextCursor }
}

/** The object with a hexadecimal id, of an entity or of a kept body; null where it is of neither. */
export function objectWith(env: Env, id: string): Addressed | null {
  for (const objects of [env.ENTITIES, env.QUARANTINE]) {
    try {
      // Objects and D1 live side by side, as in src/entity/stub.ts; every way to an object gives the same hint.
      const stub = objects.get(objects.idFromString(id), { locationHint: 'enam' })
      return { id, rebuild: async () => stub.rebuild() }
    } catch {
      // An id says whose it is: this one is of another class, of another Worker, or none.
    }
  }
  return null
}

/** Has objects bring what they keep to D1, and waits until it has it. */
export async function reprojectObjects(objects: readonly Addressed[]): Promise<ReprojectedObjects> {
  const results = await Promise.all(objects.map(outcomeOf))
  const idsOf = (kind: Outcome['kind']) =>
    results.flatMap((result) => (result.kind === kind ? [result.id] : []))
  const entities = results.filter((result) => result.kind === 'entity')
  return {
    entities: entities.length,
    nextCursor: null,
    objects: {
      events: entities.reduce((sum, { events }) => sum + events, 0),
      heads: entities.filter(({ hasHead }) => hasHead).length,
      bodies: idsOf('body').length,
      empty: idsOf('empty'),
      waiting: idsOf('waiting'),
      nameless: idsOf('nameless'),
    },
  }
}

type Outcome = { readonly id: string } & Rebuilt

async function outcomeOf({ id, rebuild }: Addressed): Promise<Outcome> {
  try {
    return { id, ...(await rebuild()) }
  } catch (error) {
    log('error', { event: 'reprojection_failed', object: id, error: rootCause(error) })
    return { id, kind: 'waiting' }
  }
}
