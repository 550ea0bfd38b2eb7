/** What the address of a list asks for: the same for its page and for its file. */

import { dayAfter, dayNamed, dayOf, startOf } from '../days.ts'
import { readCursor } from '../db/cursor.ts'
import type { EntityFilter, ListTime, OrderFilter } from '../db/entity-filter.ts'
import * as LIMITS from '../limits.ts'
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
  /** A status, or a group of them. */
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

/** Of an issued order nobody pays for any more after so many days. */
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

/** Of some statuses, when they came; of everything, when it was first received. */
export const defaultTime = ({ status, ready }: Pick<ListQuery, 'status' | 'ready'>): ListTime =>
  status || ready ? 'changed' : 'received'

/** As the address has it, but for what is as it would be without. */
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

/** What D1 is asked. */
export async function filterOf(
  vault: Env['VAULT'],
  asked: ListQuery,
  now: number,
  limit: number,
): Promise<OrderFilter> {
  const { q, ready, marks } = asked
  const from = asked.from ?? (ready === 'issued_not_paid' ? dayAfter(dayOf(now), -ISSUED_DAYS) : undefined)
  const filter: EntityFilter = {
    search: q ? { text: q, key: await saleKey(vault, q) } : undefined,
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
