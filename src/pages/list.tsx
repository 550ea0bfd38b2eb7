/** Orders and transactions as lists: searched, narrowed, newest first. */

import { readCursor } from '../db/cursor.ts'
import { listOrders, listTransactions } from '../db/entities.ts'
import { LIMITS } from '../limits.ts'
import { providerNamed } from '../providers/index.ts'
import { saleKey } from '../vault/sale-key.ts'
import { type Choice, Filter } from './filter.tsx'
import { Frame, sendPage } from './layout.tsx'
import { address } from './links.ts'
import { OrderTable } from './order-table.tsx'
import { Pager } from './pager.tsx'
import { codedName } from './status.tsx'
import { TransactionTable } from './transaction-table.tsx'
import { type PageContext, type View, viewOf } from './view.ts'

type List = 'orders' | 'transactions'

/** GET /orders */
export const showOrders = (context: PageContext): Promise<Response> => showList(context, 'orders')

/** GET /transactions */
export const showTransactions = (context: PageContext): Promise<Response> => showList(context, 'transactions')

async function showList(context: PageContext, section: List): Promise<Response> {
  const view = viewOf(context)
  const { text } = view
  const path = `/${section}`
  const q = (context.req.query('q') ?? '').trim().slice(0, LIMITS.idCharacters)
  const status = (context.req.query('status') ?? '').slice(0, LIMITS.statusCharacters)
  const marks = context.req.query('marks') ?? ''
  const after = readCursor(context.req.query('after') ?? '') ?? undefined
  const filter = {
    search: q ? { text: q, key: await saleKey(context.env.VAULT, q) } : undefined,
    status: status || undefined,
    refused: marks === 'refused' || undefined,
    after,
    limit: LIMITS.pageRows,
  }
  const { table, count, nextCursor } = await rowsOf(context.env.DB, view, section, filter, marks === 'gaps')
  return sendPage(
    context,
    <Frame view={view} section={section} title={text[section]}>
      <div class="heading">
        <h1>{text[section]}</h1>
      </div>
      <Filter
        view={view}
        path={path}
        search={{
          label: section === 'orders' ? text.list.searchOrders : text.list.searchTransactions,
          value: q,
        }}
        choices={choicesOf(view, section, status, marks)}
        isFiltered={Boolean(q || status || marks)}
      />
      {count > 0 ? (
        <div class="panel">{table}</div>
      ) : (
        <p class="nothing">
          {text.list.nothing}{' '}
          {q && (
            <a href={address(section === 'orders' ? '/transactions' : '/orders', { q })}>
              {text.list.elsewhere[section]}
            </a>
          )}
        </p>
      )}
      <Pager
        view={view}
        path={path}
        query={{ q, status, marks }}
        nextCursor={nextCursor}
        isFirst={after === undefined}
      />
    </Frame>,
  )
}

async function rowsOf(
  d1: D1Database,
  view: View,
  section: List,
  filter: Parameters<typeof listTransactions>[1],
  gaps: boolean,
) {
  if (section === 'transactions') {
    const { items, nextCursor } = await listTransactions(d1, filter)
    return { table: <TransactionTable view={view} transactions={items} />, count: items.length, nextCursor }
  }
  const { items, nextCursor } = await listOrders(d1, { ...filter, gaps: gaps || undefined })
  return { table: <OrderTable view={view} orders={items} />, count: items.length, nextCursor }
}

function choicesOf(view: View, section: List, status: string, marks: string): readonly Choice[] {
  const { list, column } = view.text
  const provider = section === 'orders' ? 'amplia' : 'safe2pay'
  const statuses = Object.keys(providerNamed(provider).lifeCycle.statuses)
  // A status that the table lacks can be asked for by the address; the form then keeps it.
  const known = status === '' || statuses.includes(status) ? statuses : [...statuses, status]
  return [
    {
      name: 'status',
      label: column.status,
      value: status,
      options: [
        { value: '', text: list.anyStatus },
        ...known.map((each) => ({
          value: each,
          text: codedName({ view, provider, status: each }),
        })),
      ],
    },
    {
      name: 'marks',
      label: list.marks,
      value: marks,
      options: [
        { value: '', text: list.anyMarks },
        { value: 'refused', text: list.refused },
        ...(section === 'orders' ? [{ value: 'gaps', text: list.gaps }] : []),
      ],
    },
  ]
}
