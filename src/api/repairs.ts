/** The operations that repair what went wrong: quarantine, reprojection. */
import { testAlerts } from '../alerts/run.ts'
import { readCursor } from '../db/cursor.ts'
import { listOperations } from '../db/operations.ts'
import type { Rejection } from '../db/quarantine.ts'
import { listQuarantine, type Quarantined } from '../db/quarantine-list.ts'
import type { Issue } from '../issue.ts'
import * as LIMITS from '../limits.ts'
import { deleteQuarantined, dismiss } from '../operations/dismissal.ts'
import { findKept } from '../operations/kept.ts'
import { replay, replayOpen } from '../operations/replay.ts'
import { objectWith, reproject, reprojectObjects } from '../operations/reprojection.ts'
import { entityIdsIn } from '../providers/index.ts'
import * as inputs from './inputs.ts'
import { type Operation, operation } from './operation.ts'
import type { Result } from './results.ts'

export const repairOperations: readonly Operation[] = [
  operation({
    id: 'testAlerts',
    method: 'POST',
    path: '/alerts/test',
    change: { action: 'test' },
    query: inputs.nothing,
    run: async ({ env }) => ({ kind: 'ok', value: await testAlerts(env, Date.now()) }),
  }),
  operation({
    id: 'listQuarantine',
    method: 'GET',
    path: '/quarantine',
    query: inputs.quarantineQuery,
    run: async ({ env, query: { state = 'open', cursor, limit, entityId, ...narrowed } }) => {
      const after = cursor === undefined ? undefined : (readCursor(cursor) ?? undefined)
      const filter = {
        ...narrowed,
        entityIds: entityId ? entityIdsIn(entityId) : undefined,
        state,
        after,
        limit: Number(limit ?? LIMITS.pageRows),
      }
      const { items, nextCursor } = await listQuarantine(env.DB, filter)
      return { kind: 'ok', value: { items: items.map(rowResult), nextCursor } }
    },
  }),
  operation({
    id: 'getQuarantined',
    method: 'GET',
    path: '/quarantine/{id}',
    query: inputs.nothing,
    run: async ({ env, id }) => {
      const kept = await findKept(env, id)
      return kept ? { kind: 'ok', value: { ...rowResult(kept), body: kept.body } } : { kind: 'not_found' }
    },
  }),
  operation({
    id: 'replayQuarantined',
    method: 'POST',
    path: '/quarantine/{id}/replay',
    change: { action: 'replay' },
    query: inputs.nothing,
    run: async ({ env, id }) => {
      const value = await replay(env, id)
      return value ? { kind: 'ok', value } : { kind: 'not_found' }
    },
  }),
  operation({
    id: 'replayQuarantine',
    method: 'POST',
    path: '/quarantine/replay',
    change: { action: 'replay' },
    query: inputs.stepQuery,
    run: async ({ env, query }) => {
      const value = await replayOpen(env, query.cursor ?? '')
      return {
        kind: 'ok',
        value,
        deeds: [{ detail: `${value.replayed} replayed, ${value.resolved} resolved` }],
      }
    },
  }),
  operation({
    id: 'dismissQuarantined',
    method: 'POST',
    path: '/quarantine/{id}/dismiss',
    change: { action: 'dismiss' },
    query: inputs.nothing,
    body: inputs.dismissal,
    run: async ({ env, id, body }) => {
      const outcome = await dismiss(env, id, body.reason)
      if (outcome === 'missing') return { kind: 'not_found' }
      return {
        kind: 'ok',
        value: { id, dismissed: outcome === 'dismissed' },
        deeds: outcome === 'dismissed' ? [{ entityId: id, detail: body.reason }] : [],
      }
    },
  }),
  operation({
    id: 'deleteQuarantined',
    method: 'POST',
    path: '/quarantine/{id}/delete',
    change: { action: 'delete' },
    query: inputs.nothing,
    run: async ({ env, id }) =>
      (await deleteQuarantined(env, id))
        ? { kind: 'ok', value: { id, deleted: true } }
        : { kind: 'not_found' },
  }),
  operation({
    id: 'listOperations',
    method: 'GET',
    path: '/operations',
    query: inputs.operationsQuery,
    run: async ({ env, query: { action, cursor, limit = String(LIMITS.pageRows) } }) => {
      const after = cursor === undefined ? undefined : (readCursor(cursor) ?? undefined)
      const { items, nextCursor } = await listOperations(env.DB, { action, after, limit: Number(limit) })
      return { kind: 'ok', value: { items: items.map(({ isThere: _, ...item }) => item), nextCursor } }
    },
  }),
  operation({
    id: 'reproject',
    method: 'POST',
    path: '/reproject',
    change: { action: 'reproject' },
    query: inputs.stepQuery,
    body: inputs.objectsToReproject,
    run: async ({ env, query, body }) => {
      const done = (value: { readonly entities: number; readonly nextCursor: string | null }) =>
        ({ kind: 'ok', value, deeds: [{ detail: `${value.entities} entities` }] }) as const
      if (!body?.ids) return done(await reproject(env, query.cursor ?? ''))
      const objects = body.ids.map((id) => objectWith(env, id))
      const issues = objects.flatMap((object, place) =>
        object ? [] : [{ path: `ids.${place}`, message: 'Not the id of an object of this receiver' }],
      )
      if (issues.length > 0) return { kind: 'invalid_request', issues: issues.slice(0, LIMITS.schemaIssues) }
      return done(await reprojectObjects(objects.filter((object) => object !== null)))
    },
  }),
]

const rowResult = ({
  reason,
  issues,
  furtherEntityIds,
  ...row
}: Quarantined): Omit<Result<'getQuarantined'>, 'body'> => ({
  id: row.id,
  provider: row.provider,
  reason: reason as Rejection['reason'],
  issues: JSON.parse(issues) as Issue[],
  entityId: row.entityId,
  furtherEntityIds: JSON.parse(furtherEntityIds ?? '[]') as string[],
  reference: row.reference,
  receivedAt: row.receivedAt,
  lastReceivedAt: row.lastReceivedAt ?? row.receivedAt,
  attempts: row.attempts,
  resolvedAt: row.resolvedAt,
  resolution: row.resolution,
})
