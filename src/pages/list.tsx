/** Orders and transactions as lists: filtered, counted and sorted, each row with its payments or orders. */

import { countOrders, countTransactions, listOrders, listTransactions, type Total } from '../db/entities.ts'
import type { OrderFilter } from '../db/entity-filter.ts'
import { ordersOf, paymentsOf } from '../db/pairs.ts'
import * as LIMITS from '../limits.ts'
import { Filter } from './filter.tsx'
import { Frame, sendPage } from './layout.tsx'
import { address } from './links.ts'
import { choicesOf } from './list-choices.ts'
import { filterOf, isFiltered, type List, type ListQuery, listQuery, queryOf, READY } from './list-query.ts'
import { OrderTable } from './order-table.tsx'
import { Pager } from './pager.tsx'
import type { Sorting } from './table.tsx'
import { TransactionTable } from './transaction-table.tsx'
import { type PageContext, type View, viewOf } from './view.ts'

/** GET /orders */
export const showOrders = (context: PageContext): Promise<Response> => showList(context, 'orders')

/** GET /transactions */
export const showTransactions = (context: PageContext): Promise<Response> => showList(context, 'transactions')

async function showList(context: PageContext, list: List): Promise<Response> {
  const view = viewOf(context)
  const { text } = view
  const path = `/${list}`
  const asked = listQuery(context, list)
  const query = queryOf(asked)
  const filter = await filterOf(context.env.VAULT, asked, view.now, LIMITS.pageRows)
  const { table, count, total, nextCursor } = await rowsOf(context.env.DB, view, asked, filter)
  const title = titleOf(view, asked)
  return sendPage(
    context,
    <Frame view={view} section={list} title={title}>
      <div class="heading">
        <h1>{text[list]}</h1>
        {(total.count > 0 || isFiltered(asked)) && <Count view={view} list={list} total={total} />}
      </div>
      {list === 'orders' && <ReadyLists view={view} asked={asked} />}
      <Filter
        view={view}
        path={path}
        hidden={{ q: query.q, ready: query.ready, sort: query.sort }}
        choices={choicesOf(view, asked)}
        days={{ from: asked.from ?? '', to: asked.to ?? '' }}
        isFiltered={isFiltered(asked)}
      />
      {asked.ready && text.list.readyNote[asked.ready] && !asked.from && (
        <p class="hint above">{text.list.readyNote[asked.ready]}</p>
      )}
      {count > 0 ? (
        <div class="panel">{table}</div>
      ) : (
        <p class="nothing">
          {isFiltered(asked) || filter.after ? text.list.nothing : text.list.nothingYet}{' '}
          {asked.q && <a href={address('/search', { q: asked.q })}>{text.search.everywhere}</a>}
        </p>
      )}
      <Pager
        view={view}
        path={path}
        query={query}
        nextCursor={nextCursor}
        isFirst={filter.after === undefined}
      >
        {count > 0 && <a href={address(`${path}.csv`, query)}>{text.list.file}</a>}
      </Pager>
    </Frame>,
  )
}

async function rowsOf(d1: D1Database, view: View, asked: ListQuery, filter: OrderFilter) {
  const sorting: Sorting = { asked, path: `/${asked.list}`, query: queryOf(asked) }
  if (asked.list === 'transactions') {
    const [{ items, nextCursor }, total] = await Promise.all([
      listTransactions(d1, filter),
      countTransactions(d1, filter),
    ])
    const orders = await ordersOf(d1, items)
    return {
      table: <TransactionTable view={view} transactions={items} orders={orders} sorting={sorting} />,
      count: items.length,
      total,
      nextCursor,
    }
  }
  const [{ items, nextCursor }, total] = await Promise.all([listOrders(d1, filter), countOrders(d1, filter)])
  const payments = await paymentsOf(d1, items)
  return {
    table: <OrderTable view={view} orders={items} payments={payments} sorting={sorting} />,
    count: items.length,
    total,
    nextCursor,
  }
}

function Count({ view, list, total }: { readonly view: View; readonly list: List; readonly total: Total }) {
  const { list: text, money } = view.text
  const { count, cents, isMore } = total
  const counted = text[list]({ n: count })
  return (
    <p class="standing total">
      <b>{isMore ? text.moreThan({ text: counted }) : counted}</b>
      {list === 'transactions' && !isMore && <span>{money(cents)}</span>}
    </p>
  )
}

/** Links to the lists that people need every morning. */
function ReadyLists({ view, asked }: { readonly view: View; readonly asked: ListQuery }) {
  const { list } = view.text
  return (
    <nav class="tabs" aria-label={list.ready}>
      {([undefined, ...READY] as const).map((ready) => (
        <a href={address('/orders', { ready })} aria-current={asked.ready === ready ? 'page' : undefined}>
          {list.readyLists[ready ?? 'all']}
        </a>
      ))}
    </nav>
  )
}

/** The title for a bookmark or a tab. */
function titleOf(view: View, asked: ListQuery): string {
  const { text } = view
  const chosen = choicesOf(view, asked).flatMap(({ value, options, groups = [] }) =>
    value === ''
      ? []
      : [...options, ...groups.flatMap((group) => group.options)]
          .filter((option) => option.value === value)
          .map((option) => option.text),
  )
  const ready = asked.ready ? [text.list.readyLists[asked.ready] ?? ''] : []
  const days = [asked.from, asked.to].filter((day) => day !== undefined).join(' – ')
  return [text[asked.list], ...ready, ...chosen, days].filter(Boolean).join(' · ')
}
