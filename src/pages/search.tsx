/**
 * The search in the header of every page: a single hit is opened, several are listed, and if there is none the page says
 * why.
 */
import type { Order } from '../db/entities.ts'
import { type Found, search } from '../db/search.ts'
import * as LIMITS from '../limits.ts'
import { isCpf } from '../privacy/check-digits.ts'
import { entityIdsIn } from '../providers/index.ts'
import { saleKey } from '../vault/sale-key.ts'
import { Frame, sendPage } from './layout.tsx'
import { orderPath, quarantinePath, transactionPath } from './links.ts'
import { OrderTable } from './order-table.tsx'
import { Panel } from './panel.tsx'
import { HeldTable } from './quarantine/table.tsx'
import { TransactionTable } from './transaction-table.tsx'
import { type PageContext, viewOf } from './view.ts'

/** GET /search */
export async function showSearch(context: PageContext): Promise<Response> {
  const typed = (context.req.query('q') ?? '').slice(0, LIMITS.idCharacters)
  const texts = spellings(typed)
  const keys = await Promise.all(texts.map((text) => saleKey(context.env.VAULT, text)))
  const asked = { texts, ids: texts.flatMap(entityIdsIn), keys: keys.filter((key) => key !== null) }
  const found: Found =
    texts.length > 0 ? await search(context.env.DB, asked) : { orders: [], transactions: [], quarantined: [] }
  const only = onlyHit(found)
  if (only) return context.redirect(only, 303)
  const view = viewOf(context)
  const { text } = view
  const lists = [
    {
      id: 'orders',
      title: text.orders,
      rows: found.orders.length,
      table: <OrderTable view={view} orders={found.orders} labelledby="orders" />,
    },
    {
      id: 'transactions',
      title: text.transactions,
      rows: found.transactions.length,
      table: <TransactionTable view={view} transactions={found.transactions} labelledby="transactions" />,
    },
    {
      id: 'quarantine',
      title: text.quarantine,
      rows: found.quarantined.length,
      table: <HeldTable view={view} rows={found.quarantined} withState />,
    },
  ].filter(({ rows }) => rows > 0)
  return sendPage(
    context,
    <Frame view={view} section="search" title={typed ? `${text.search.title}: ${typed}` : text.search.title}>
      <div class="heading">
        <h1>{text.search.title}</h1>
      </div>
      {lists.length === 0 && (
        <div class="panel">
          {typed && <p>{text.list.nothing}</p>}
          <p class="hint">{isCpfText(typed) ? text.search.cpf : text.search.by}</p>
        </div>
      )}
      <div class="stack">
        {lists.map(({ id, title, rows, table }) => (
          <Panel id={id} title={title}>
            {table}
            {rows >= LIMITS.searchRows && <p class="hint">{text.search.more({ n: LIMITS.searchRows })}</p>}
          </Panel>
        ))}
      </div>
    </Frame>,
  )
}

/** The typed text without the sign that people put before a number; nine digits are also tried as Amplia's `800-005-520`. */
function spellings(typed: string): readonly string[] {
  const text = typed.trim().replace(/^#\s*/, '')
  if (!text) return []
  const [, a, b, c] = /^(\d{3})(\d{3})(\d{3})$/.exec(text) ?? []
  return a ? [text, `${a}-${b}-${c}`] : [text]
}

/** The page of the only possible hit, or null: an order and the payments of its sale count as one hit, the order. */
function onlyHit({ orders, transactions, quarantined }: Found): string | null {
  if (quarantined.length > 0) {
    const [only] = quarantined
    return only && quarantined.length + orders.length + transactions.length === 1
      ? quarantinePath(only.id)
      : null
  }
  const [order] = orders
  if (order && orders.length === 1) {
    return transactions.every(({ saleKey: key }) => refersTo(order, key)) ? orderPath(order.orderId) : null
  }
  const [payment] = transactions
  return payment && orders.length + transactions.length === 1 ? transactionPath(payment.transactionId) : null
}

const refersTo = ({ saleKey: sale, numberKey }: Order, key: string | null): boolean =>
  key !== null && (key === sale || key === numberKey)

function isCpfText(typed: string): boolean {
  const text = typed.trim()
  if (!/^\d{3}\.?\d{3}\.?\d{3}-?\d{2}$/.test(text)) return false
  const digits = [...text.replace(/\D/g, '')].map(Number)
  return isCpf(digits, 0, digits.length)
}
