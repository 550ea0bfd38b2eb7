/** The query of a list, read from its address: the same for its page and its file. */

import { dayAfter, dayNamed, dayOf, startOf } from '../days.ts'
import { readCursor } from '../db/cursor.ts'
import type { EntityFilter, ListTime, OrderFilter } from '../db/entity-filter.ts'
import * as LIMITS from '../limits.ts'
import { entityIdsIn } from '../providers/index.ts'
import { saleKey } from '../vault/sale-key.ts'
import { STATUS_KINDS } from './status-kinds.ts'
import type { PageContext } from './view.ts'

export type List = 'orders' | 'transactions'

export const READY = ['paid_not_issued', 'issued_not_paid'] as const
export type Ready = (typeof READY)[number]

export const TIMES: Readonly<Record<List, readonly ListTime[]>> = {
  orders: ['received', 'changed'],
  transactions: ['received', 'changed', 'paid'],
}

export interface ListQuery {
  readonly list: List
  readonly q: string
  /** A status, or a group of statuses. */
  readonly status: string
  readonly ready: Ready | undefined
  readonly by: ListTime
  readonly oldestFirst: boolean
  /** Days of Brasília, the last one included. */
  readonly from: string | undefined
  readonly to: string | undefined
  readonly marks: string
  readonly after: string
}

/** After this many days an issued order will no longer be paid. */
const ISSUED_DAYS = 90

export function listQuery(context: PageContext, list: List): ListQuery {
  const query = context.req.query()
  const status = (query.status ?? '').slice(0, LIMITS.statusCharacters)
  const ready = list === 'orders' ? READY.find((each) => each === query.ready) : undefined
  const by = TIMES[list].find((each) => each === query.by)
  return {
    list,
    q: (query.q ?? '').trim().slice(0, LIMITS.idCharacters),
    status: ready ? '' : status,
    ready,
    by: by ?? defaultTime({ status, ready }),
    oldestFirst: query.sort === 'oldest' || (query.sort !== 'newest' && ready === 'paid_not_issued'),
    from: dayNamed(query.from),
    to: dayNamed(query.to),
    marks: query.marks ?? '',
    after: query.after ?? '',
  }
}

/** With a filter by status, the time of the status; otherwise the time when it was first received. */
export const defaultTime = ({ status, ready }: Pick<ListQuery, 'status' | 'ready'>): ListTime =>
  status || ready ? 'changed' : 'received'

/** The query as in the address, without the values that are the defaults. */
export const queryOf = (asked: ListQuery): Readonly<Record<string, string | undefined>> => ({
  q: asked.q,
  ready: asked.ready,
  status: asked.status,
  by: asked.by === defaultTime(asked) ? undefined : asked.by,
  sort:
    asked.oldestFirst === (asked.ready === 'paid_not_issued')
      ? undefined
      : asked.oldestFirst
        ? 'oldest'
        : 'newest',
  from: asked.from,
  to: asked.to,
  marks: asked.marks,
})

export const isFiltered = ({ q, status, ready, from, to, marks }: ListQuery): boolean =>
  Boolean(q || status || ready || from || to || marks)

/** The filter for D1. */
export async function filterOf(
  vault: Env['VAULT'],
  asked: ListQuery,
  now: number,
  limit: number,
): Promise<OrderFilter> {
  const { q, ready, marks } = asked
  const from = asked.from ?? (ready === 'issued_not_paid' ? dayAfter(dayOf(now), -ISSUED_DAYS) : undefined)
  const filter: EntityFilter = {
    search: q ? { text: q, ids: entityIdsIn(q), key: await saleKey(vault, q) } : undefined,
    statuses: statusesOf(asked),
    by: asked.by,
    oldestFirst: asked.oldestFirst,
    from: from && startOf(from),
    to: asked.to && startOf(dayAfter(asked.to)),
    refused: marks === 'refused' || undefined,
    after: readCursor(asked.after) ?? undefined,
    limit,
  }
  const gaps = (asked.list === 'orders' && marks === 'gaps') || undefined
  return { ...filter, gaps, paid: ready && ready === 'paid_not_issued' }
}

function statusesOf({ list, status, ready }: ListQuery): readonly string[] | undefined {
  const kinds = STATUS_KINDS[list === 'orders' ? 'amplia' : 'safe2pay'] ?? {}
  const group = ready === 'paid_not_issued' ? 'open' : ready === 'issued_not_paid' ? 'issued' : status
  if (group === '') return undefined
  const members = Object.keys(kinds).filter((each) => kinds[each]?.group === group)
  return members.length > 0 ? members : [status]
}
