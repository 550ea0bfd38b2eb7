/** Bodies in quarantine are found by whom they name: a body that no event could be made of has no other owner. */
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { quarantine } from './schema.ts'

/**
 * Punctuation in the ways in which JSON, JSON within JSON, forms and XML write it, broken ones too: nothing between a
 * name and its value but a colon, and a semicolon after the value.
 */
const SPELLINGS: readonly (readonly [written: string, read: string])[] = [
  ...['"', '\\', "'", ' ', '\n', '\r', '\t', '%22'].map((each) => [each, ''] as const),
  ...['=', '>', '%3a'].map((each) => [each, ':'] as const),
  ...[',', '}', ']', '<', '&', '%2c', '%7d'].map((each) => [each, ';'] as const),
]

const PLAIN = SPELLINGS.reduce(
  (text, [written, read]) => sql`replace(${text}, ${sql.raw(quoted(written))}, ${sql.raw(quoted(read))})`,
  sql`lower(${quarantine.body} || ';')`,
)

/**
 * Deletes what quarantine holds of an entity, open rows too, and returns how many. Reads each row that came by then.
 * @param mentions how a body names the entity, as `Provider.mentions` writes it
 * @param until UTC text
 */
export async function deleteMentions(
  d1: D1Database,
  provider: string,
  mentions: readonly string[],
  until: string,
): Promise<number> {
  const { meta } = await drizzle(d1)
    .delete(quarantine)
    .where(
      sql`${quarantine.receivedAt} <= ${until} AND ${quarantine.provider} = ${provider} AND EXISTS (SELECT 1 FROM json_each(${JSON.stringify(mentions)}) WHERE instr(${PLAIN}, value))`,
    )
  return meta.changes
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
