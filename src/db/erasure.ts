/** The bodies in quarantine that concern one entity: found by column, however many others there are. */
import { sql } from 'drizzle-orm'
import { database } from './database.ts'

/**
 * Keys, after a key and in their order, of bodies that name an entity and last came by a time.
 * @param until UTC text
 */
export async function keptOf(
  d1: D1Database,
  provider: string,
  entityId: string,
  until: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const due = sql`id > ${after} AND coalesce(last_received_at, received_at) <= ${until}`
  const rows = await database(d1).all<{ id: string }>(sql`
    SELECT id FROM quarantine WHERE provider = ${provider} AND entity_id = ${entityId} AND ${due}
    UNION
    SELECT id FROM quarantine INDEXED BY quarantine_of_several
    WHERE provider = ${provider} AND further_entity_ids IS NOT NULL
      AND EXISTS (SELECT 1 FROM json_each(further_entity_ids) WHERE value = ${entityId}) AND ${due}
    ORDER BY id LIMIT ${limit}`)
  return rows.map(({ id }) => id)
}
