/**
 * Sends all that the objects keep to D1 again, in bounded steps: after D1 was restored or lost, or after an update from
 * version 0.1.0.
 */
import { sql } from 'drizzle-orm'
import { database } from '../db/database.ts'
import { rootCause } from '../db/faults.ts'
import type { RebuiltEntity } from '../entity/entity.ts'
import { type Named, nameOf } from '../entity/name.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { objectNamed } from '../object.ts'
import type { RebuiltBody } from '../quarantine/kept-body.ts'

export interface Reprojected {
  /** Entities of this step. */
  readonly entities: number
  /** Where the next step begins; null if D1 knows no further entity. */
  readonly nextCursor: string | null
}

/** The results for the objects of a step. */
export interface ReprojectedObjects extends Reprojected {
  readonly objects: {
    /** Events that the entities' objects keep. */
    readonly events: number
    /** Entities that have a status, and so a row. */
    readonly heads: number
    /** Bodies in quarantine. */
    readonly bodies: number
    /** Ids of objects that are empty. */
    readonly empty: readonly string[]
    /** Ids of objects that could not write their data to D1 now: they try again, or must be asked again. */
    readonly waiting: readonly string[]
    /** Ids of entities of version 0.1.0 that do not know their own name until they are called once by their name. */
    readonly nameless: readonly string[]
  }
}

type Rebuilt = RebuiltEntity | RebuiltBody

interface Addressed {
  readonly id: string
  rebuild(): Promise<Rebuilt>
}

/** Projects one entity again, by its object's name; false if it is not known. */
export async function reprojectEntity(env: Env, name: string): Promise<boolean> {
  const object = objectNamed(env.ENTITIES, name)
  if (!(await object.reproject(name))) return false
  await object.completeKeys()
  return true
}

/** Projects the entities after an object's name again; start with an empty name. */
export async function reproject(env: Env, after: string): Promise<Reprojected> {
  const [provider = '', entityId = ''] = after.split(':')
  const rows = await database(env.DB).all<Named>(sql`
    SELECT DISTINCT provider, entity_id AS entityId FROM transitions
    WHERE (provider, entity_id) > (${provider}, ${entityId})
    ORDER BY provider, entity_id LIMIT ${LIMITS.reprojectionsPerBatch}`)
  await Promise.all(rows.map((row) => reprojectEntity(env, nameOf(row))))
  const last = rows.at(-1)
  const nextCursor = last && rows.length === LIMITS.reprojectionsPerBatch ? nameOf(last) : null
  return { entities: rows.length, nextCursor }
}

/** The object with a hexadecimal id, of an entity or of a kept body; null if it belongs to neither. */
export function objectWith(env: Env, id: string): Addressed | null {
  for (const objects of [env.ENTITIES, env.QUARANTINE]) {
    try {
      // The same hint as in src/object.ts.
      const stub = objects.get(objects.idFromString(id), { locationHint: 'enam' })
      return { id, rebuild: async () => stub.rebuild() }
    } catch {
      // An id is tied to its class and Worker: this one belongs to another class or Worker, or is not an id.
    }
  }
  return null
}

/** Projects all that the objects keep to D1, and waits until D1 has it. */
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
