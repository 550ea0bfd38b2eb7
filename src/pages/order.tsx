/** An order's page. */

import { listOrders, listTransactions, type Order, type Transaction } from '../db/entities.ts'
import { findingsOf } from '../db/finding.ts'
import { waitingFor } from '../db/quarantine-list.ts'
import { entityIn } from '../entity/stub.ts'
import * as LIMITS from '../limits.ts'
import { amplia } from '../providers/amplia/index.ts'
import { missingPage } from './errors.tsx'
import { type Fact, fact } from './facts.tsx'
import { sendPage } from './layout.tsx'
import { address, orderPath } from './links.ts'
import { Panel } from './panel.tsx'
import { outcomeOf } from './quarantine/outcome.tsx'
import { Resending } from './story/resending.tsx'
import { Standing } from './story/standing.tsx'
import { Time } from './time.tsx'
import { TransactionTable } from './transaction-table.tsx'
import { type PageContext, type View, viewOf } from './view.ts'

/** GET /orders/:id */
export async function showOrder(context: PageContext): Promise<Response> {
  const id = amplia.entityId(context.req.param('id') ?? '')
  if (id === null) return missingPage(context)
  const { DB, ENTITIES } = context.env
  const [story, page, waiting] = await Promise.all([
    entityIn(ENTITIES, { provider: 'amplia', entityId: id }).story(null),
    listOrders(DB, { id, limit: 1 }),
    waitingFor(DB, 'amplia', id, LIMITS.waitingBodies),
  ])
  if (!story) return missingPage(context, waiting)
  const view = viewOf(context)
  const { text } = view
  const [order] = page.items
  const [payments, findings] = await Promise.all([
    order ? paymentsOf(DB, order) : [],
    findingsOf(DB, 'amplia', id),
  ])
  return sendPage(
    context,
    <Standing
      view={view}
      section="orders"
      provider="amplia"
      title={`${text.order} ${order?.orderNumber?.trim() || id}`}
      number={order?.orderNumber?.trim() || id}
      story={story}
      facts={order ? factsOf(view, order) : null}
      whole={context.req.query('events') === 'all'}
      path={orderPath(id)}
      outcome={outcomeOf(view, context.req.query())}
      waiting={waiting}
      findings={findings}
    >
      <Panel id="payments" title={text.entity.payments}>
        {payments.length > 0 ? (
          <TransactionTable view={view} transactions={payments} labelledby="payments" />
        ) : (
          <p class="hint">{text.entity.noPayments}</p>
        )}
        {payments.length >= LIMITS.orderPayments && (
          <a href={address('/transactions', { q: payments[0]?.saleKey ?? undefined })}>{text.transactions}</a>
        )}
      </Panel>
      <Resending view={view} env={context.env} path={orderPath(id)} />
    </Standing>,
  )
}

/** Payments refer to an order by its sale number or by its own number. */
async function paymentsOf(d1: D1Database, { saleKey, numberKey }: Order): Promise<readonly Transaction[]> {
  const references = [...new Set([saleKey, numberKey])].filter((each) => each !== null)
  const pages = await Promise.all(
    references.map((reference) => listTransactions(d1, { reference, limit: LIMITS.orderPayments })),
  )
  return pages.flatMap(({ items }) => items).slice(0, LIMITS.orderPayments)
}

function factsOf(view: View, order: Order): readonly Fact[] {
  const { fact: text } = view.text
  return [
    ...fact(text.orderNumber, order.orderNumber),
    ...fact(text.saleNumber, order.saleNumber),
    ...fact(text.validationAgent, order.validationAgentName ?? order.validationAgentId),
    ...fact(text.confirmationAgent, order.confirmationAgentName ?? order.confirmationAgentId),
    ...fact(text.firstReceived, <Time view={view} at={order.firstReceivedAt} />),
    ...fact(text.lastReceived, <Time view={view} at={order.lastReceivedAt} />),
    ...fact(text.id, <code>{order.orderId}</code>),
  ]
}
