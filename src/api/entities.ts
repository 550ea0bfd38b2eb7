/**
 * The operations on orders and transactions. Lists come from D1; stories come from the object, which is the source of truth.
 */
import type * as z from 'zod/mini'
import { readCursor } from '../db/cursor.ts'
import { listOrders, listTransactions, orderColumns, transactionColumns } from '../db/entities.ts'
import { rootCause } from '../db/faults.ts'
import { readChanges, readPlace } from '../db/feed.ts'
import { waitingFor } from '../db/quarantine-list.ts'
import { nameOf } from '../entity/name.ts'
import type { Story } from '../entity/story.ts'
import { entityIn } from '../entity/stub.ts'
import type { EntityId } from '../id.ts'
import { noticeTexts, reasonText } from '../language/en.ts'
import { named } from '../lifecycle/life-cycle.ts'
import { gravestOf, nameGiven } from '../lifecycle/notice.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { eraseEntity } from '../operations/erasure.ts'
import { reprojectEntity } from '../operations/reprojection.ts'
import { maskJson } from '../privacy/personal.ts'
import { amplia } from '../providers/amplia/index.ts'
import type { Provider } from '../providers/provider.ts'
import { safe2pay } from '../providers/safe2pay/index.ts'
import { saleKey } from '../vault/sale-key.ts'
import * as inputs from './inputs.ts'
import { type Operation, ofEntity, operation } from './operation.ts'
import type { Story as StoryResult } from './results.ts'

export const entityOperations: readonly Operation[] = [
  operation({
    id: 'listOrders',
    method: 'GET',
    path: '/orders',
    query: inputs.orderQuery,
    run: async ({ env, query }) => {
      const { orderNumber, saleNumber, gaps } = query
      const numbers = {
        orderNumber: await keyOf(env, orderNumber),
        saleNumber: await keyOf(env, saleNumber),
      }
      const filter = { ...(await filterOf(env, amplia, query)), ...numbers, gaps: truth(gaps) }
      return { kind: 'ok', value: await listOrders(env.DB, filter) }
    },
  }),
  operation({
    id: 'listTransactions',
    method: 'GET',
    path: '/transactions',
    query: inputs.transactionQuery,
    run: async ({ env, query }) => ({
      kind: 'ok',
      value: await listTransactions(env.DB, await filterOf(env, safe2pay, query)),
    }),
  }),
  operation({
    id: 'listChanges',
    method: 'GET',
    path: '/changes',
    query: inputs.changesQuery,
    run: async ({ env, query: { after, limit } }) => {
      const place = after === undefined ? null : readPlace(after)
      const { isEnd: _, ...value } = await readChanges(env.DB, place, Number(limit ?? LIMITS.pageRows))
      return { kind: 'ok', value }
    },
  }),
  ...entityOperationsOf(amplia, 'orders', 'Order'),
  ...entityOperationsOf(safe2pay, 'transactions', 'Transaction'),
]

const nulls = (columns: object) => Object.fromEntries(Object.keys(columns).map((name) => [name, null]))

/** The fields of a row as long as no event is effective. */
const NOTHING = { Order: nulls(orderColumns), Transaction: { ...nulls(transactionColumns), details: null } }

function entityOperationsOf(provider: Provider, path: string, name: 'Order' | 'Transaction'): Operation[] {
  const object = (env: Env, entityId: EntityId) =>
    entityIn(env.ENTITIES, { provider: provider.name, entityId })
  return [
    ofEntity(provider, {
      id: `get${name}`,
      method: 'GET',
      path: `/${path}/{id}`,
      query: inputs.storyQuery,
      run: async ({ env, id, query }) => {
        const asOf = query.asOf === undefined ? null : inputs.toUtc(query.asOf)
        const told = await object(env, id).story(asOf)
        if (!told) return { kind: 'not_found' }
        const quarantined = await waiting(env, provider, id)
        const { details, ...row }: { readonly details?: string } = told.row ?? {}
        const value = {
          ...NOTHING[name],
          ...row,
          ...(details && { details: JSON.parse(details) }),
          ...storyResult(provider, id, told),
          quarantined,
        }
        return { kind: 'ok', value }
      },
    }),
    ofEntity(provider, {
      id: `refold${name}`,
      method: 'POST',
      path: `/${path}/{id}/refold`,
      change: { action: 'refold', provider: provider.name },
      query: inputs.nothing,
      run: async ({ env, id }) => {
        const value = await object(env, id).refold()
        return value ? { kind: 'ok', value } : { kind: 'not_found' }
      },
    }),
    ofEntity(provider, {
      id: `erase${name}`,
      method: 'POST',
      path: `/${path}/{id}/erase`,
      change: { action: 'erase', provider: provider.name },
      query: inputs.nothing,
      run: async ({ env, id }) => {
        const value = await eraseEntity(env, provider, id)
        return value ? { kind: 'ok', value } : { kind: 'not_found' }
      },
    }),
    ofEntity(provider, {
      id: `reproject${name}`,
      method: 'POST',
      path: `/${path}/{id}/reproject`,
      change: { action: 'reproject', provider: provider.name },
      query: inputs.nothing,
      run: async ({ env, id }) => {
        const object = nameOf({ provider: provider.name, entityId: id })
        const reprojected = await reprojectEntity(env, object)
        return reprojected ? { kind: 'ok', value: { id, reprojected } } : { kind: 'not_found' }
      },
    }),
  ]
}

function storyResult(
  provider: Provider,
  id: string,
  { events, row: _, ...story }: Story,
): Omit<StoryResult, 'quarantined'> {
  const { lifeCycle, name } = provider
  return {
    ...story,
    provider: name,
    id,
    head: story.head && { ...story.head, ...named(lifeCycle, story.head.status) },
    history: events.map(
      ({
        body,
        isErased,
        agent: __,
        reason,
        notices,
        relation: ___,
        from: ____,
        isGap: _____,
        ...event
      }) => ({
        ...event,
        reason: reasonText(lifeCycle, reason),
        notice: noticeTexts(lifeCycle, notices).join(' ') || null,
        noticeKind: gravestOf(notices),
        erased: isErased,
        ...named(lifeCycle, event.status, nameGiven(notices)),
        meaning: lifeCycle.status(event.status)?.meaning ?? null,
        body: body === null ? null : maskJson(JSON.parse(body)),
      }),
    ),
  }
}

/** Null if D1 is unavailable: the story comes from the object, and is answered all the same. */
async function waiting(env: Env, { name }: Provider, entityId: string) {
  try {
    const rows = await waitingFor(env.DB, name, entityId, LIMITS.pageRows)
    return rows.map(({ id, reason, receivedAt, attempts }) => ({ id, reason, receivedAt, attempts }))
  } catch (error) {
    log('error', { event: 'api_failed', operation: 'quarantined', error: rootCause(error) })
    return null
  }
}

async function filterOf(env: Env, provider: Provider, query: z.output<typeof inputs.transactionQuery>) {
  const { status, id, reference, from, to, updatedSince, refused, cursor, limit } = query
  return {
    // Each status is looked up once.
    statuses: status === undefined ? undefined : [...new Set(status.split(','))],
    id: id === undefined ? undefined : provider.entityId(id),
    reference: await keyOf(env, reference),
    from: from === undefined ? undefined : (inputs.toUtc(from) ?? undefined),
    to: to === undefined ? undefined : (inputs.toUtc(to) ?? undefined),
    updatedSince: updatedSince === undefined ? undefined : (inputs.toUtc(updatedSince) ?? undefined),
    refused: truth(refused),
    after: cursor === undefined ? undefined : (readCursor(cursor) ?? undefined),
    limit: Number(limit ?? LIMITS.pageRows),
  }
}

/** A number is looked up by its key, because D1 may show only a mask of it, which other numbers share. */
const keyOf = async (env: Env, number: string | undefined): Promise<string | null | undefined> =>
  number === undefined ? undefined : saleKey(env.VAULT, number)

const truth = (flag: 'true' | 'false' | undefined): boolean | undefined =>
  flag === undefined ? undefined : flag === 'true'
