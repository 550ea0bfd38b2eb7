/** After D1 was restored, or after an update from version 0.1.0: every entity that it knows is sent to it again, in bounded steps. */
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { transitions } from '../db/schema.ts'
import { nameOf } from '../entity/name.ts'
import { LIMITS } from '../limits.ts'

export interface Reprojected {
  /** Entities of this step. Each sends itself within a second, or as soon as D1 takes it. */
  readonly entities: number
  /** Where the next step begins; null when D1 knows no further entity. */
  readonly nextCursor: string | null
}

/** Has one entity project again, by its object's name; false where nothing is known of it. */
export async function reprojectEntity(env: Env, name: string): Promise<boolean> {
  const object = env.ENTITIES.getByName(name)
  await object.completeKeys()
  return object.reproject()
}

/** Has the entities after an object's name project again; start with an empty name. */
export async function reproject(env: Env, after: string): Promise<Reprojected> {
  const [provider = '', entityId = ''] = after.split(':')
  const { provider: p, entityId: e } = transitions
  const rows = await drizzle(env.DB)
    .selectDistinct({ provider: p, entityId: e })
    .from(transitions)
    .where(sql`(${p}, ${e}) > (${provider}, ${entityId})`)
    .orderBy(p, e)
    .limit(LIMITS.reprojectionsPerBatch)
  await Promise.all(rows.map((row) => reprojectEntity(env, nameOf(row))))
  const last = rows.at(-1)
  const nextCursor = last && rows.length === LIMITS.reprojectionsPerBatch ? nameOf(last) : null
  return { entities: rows.length, nextCursor }
}
