/** The quarantine as people and programs work through it: newest first, one by one, until it is empty. Reads only. */
import { eq, getTableColumns, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { EntityId } from '../id.ts'
import { type Page, type Place, pageOf } from './cursor.ts'
import { database, where } from './database.ts'
import { quarantine } from './schema.ts'

const { body: _, bytes: __, warnedAt: ___, ...columns } = getTableColumns(quarantine)

/** The columns of such a row. */
export const listed = columns
const withBody = { ...columns, body: quarantine.body }

/** A row without the body, which a list does not show. */
export type Quarantined = Omit<typeof quarantine.$inferSelect, 'body' | 'bytes' | 'warnedAt'>

/** A row with the body that version 0.1.0 put into D1; empty if an object has it. */
export type QuarantinedRow = Quarantined & { readonly body: string }

export interface QuarantineFilter {
  readonly provider?: string | undefined
  readonly reason?: string | undefined
  readonly state: 'open' | 'resolved' | 'all'
  /** The order or payment that a body says it is about: any of these. */
  readonly entityIds?: readonly EntityId[] | undefined
  /** As in the row: masked if it is a person's number. */
  readonly reference?: string | undefined
  readonly after?: Place | undefined
  readonly limit: number
}

export async function listQuarantine(
  d1: D1Database,
  { provider, reason, state, entityIds, reference, after, limit }: QuarantineFilter,
): Promise<Page<Quarantined>> {
  const rows = await database(d1).rows(
    listed,
    sql`FROM ${quarantine} ${where(
      provider === undefined ? undefined : eq(quarantine.provider, provider),
      reason === undefined ? undefined : eq(quarantine.reason, reason),
      entityIds && or(...entityIds.map(concerns), sql`0`),
      reference === undefined ? undefined : eq(quarantine.reference, reference),
      state === 'open' ? isNull(quarantine.resolvedAt) : undefined,
      state === 'resolved' ? isNotNull(quarantine.resolvedAt) : undefined,
      after && sql`(received_at, id) < (${after.at}, ${after.id})`,
    )} ORDER BY received_at DESC, id DESC LIMIT ${limit + 1}`,
  )
  return pageOf(rows, limit, placeOf)
}

/** Reads each row that matches the other conditions, which is fine because the quarantine has a bound. */
const concerns = (entityId: string) =>
  sql`(${quarantine.entityId} = ${entityId}
    OR EXISTS (SELECT 1 FROM json_each(${quarantine.furtherEntityIds}) WHERE value = ${entityId}))`

export async function findQuarantined(d1: D1Database, id: string): Promise<QuarantinedRow | null> {
  const [row] = await database(d1).rows(withBody, sql`FROM ${quarantine} WHERE id = ${id}`)
  return row ?? null
}

/**
 * Open bodies that concern an entity, newest first: by its own index, however many bodies wait for other entities. A body
 * with several events names further entities.
 */
export const waitingFor = (
  d1: D1Database,
  provider: string,
  entityId: string,
  limit: number,
): Promise<Quarantined[]> =>
  database(d1).rows(
    listed,
    sql`FROM ${quarantine} WHERE id IN (
        SELECT id FROM quarantine INDEXED BY quarantine_by_entity
        WHERE provider = ${provider} AND entity_id = ${entityId} AND resolved_at IS NULL
        UNION
        SELECT id FROM quarantine INDEXED BY quarantine_of_several
        WHERE provider = ${provider} AND further_entity_ids IS NOT NULL AND resolved_at IS NULL
          AND EXISTS (SELECT 1 FROM json_each(further_entity_ids) WHERE value = ${entityId})
      ) ORDER BY received_at DESC, id DESC LIMIT ${limit}`,
  )

/**
 * Open rows after a place, in the order in which their bodies first arrived: a walk that sees each row once, whatever is
 * resolved meanwhile.
 */
export const openAfter = (
  d1: D1Database,
  after: Place | null,
  limit: number,
  { provider, reason }: Pick<QuarantineFilter, 'provider' | 'reason'> = {},
): Promise<QuarantinedRow[]> =>
  database(d1).rows(
    withBody,
    sql`FROM ${quarantine} ${where(
      isNull(quarantine.resolvedAt),
      provider === undefined ? undefined : eq(quarantine.provider, provider),
      reason === undefined ? undefined : eq(quarantine.reason, reason),
      after ? sql`(received_at, id) > (${after.at}, ${after.id})` : undefined,
    )} ORDER BY received_at, id LIMIT ${limit}`,
  )

/** A row's place in the order of arrival. */
export const placeOf = ({ receivedAt, id }: Pick<Quarantined, 'receivedAt' | 'id'>): Place => ({
  at: receivedAt,
  id,
})
