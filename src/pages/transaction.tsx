/** A transaction's page. */

import { listOrders, listTransactions, type Transaction } from '../db/entities.ts'
import { findingsOf } from '../db/finding.ts'
import { waitingFor } from '../db/quarantine-list.ts'
import { entityIn } from '../entity/stub.ts'
import * as LIMITS from '../limits.ts'
import { isAskingOn, lastAsk } from '../operations/asking.ts'
import { safe2pay } from '../providers/safe2pay/index.ts'
import { missingPage } from './errors.tsx'
import { type Fact, fact } from './facts.tsx'
import { sendPage } from './layout.tsx'
import { transactionPath } from './links.ts'
import { OrderTable } from './order-table.tsx'
import { Panel } from './panel.tsx'
import { outcomeOf } from './quarantine/outcome.tsx'
import { Asking } from './story/asking.tsx'
import { Resending } from './story/resending.tsx'
import { Standing } from './story/standing.tsx'
import { Time } from './time.tsx'
import { type PageContext, type View, viewOf } from './view.ts'

/** GET /transactions/:id */
export async function showTransaction(context: PageContext): Promise<Response> {
  const id = safe2pay.entityId(context.req.param('id') ?? '')
  if (id === null) return missingPage(context)
  const { DB, ENTITIES } = context.env
  const [story, page, waiting, ask] = await Promise.all([
    entityIn(ENTITIES, { provider: 'safe2pay', entityId: id }).story(null),
    listTransactions(DB, { id, limit: 1 }),
    waitingFor(DB, 'safe2pay', id, LIMITS.waitingBodies),
    lastAsk(context.env, id),
  ])
  if (!story) return missingPage(context, waiting)
  const view = viewOf(context)
  const { text } = view
  const [transaction] = page.items
  const reference = transaction?.saleKey
  const orders = reference ? (await listOrders(DB, { reference, limit: LIMITS.paymentOrders })).items : []
  const findings = await findingsOf(
    DB,
    'safe2pay',
    id,
    orders.map(({ orderId }) => orderId),
  )
  return sendPage(
    context,
    <Standing
      view={view}
      section="transactions"
      provider="safe2pay"
      title={`${text.transaction} ${id}`}
      number={id}
      story={story}
      facts={transaction ? factsOf(view, transaction) : null}
      whole={context.req.query('events') === 'all'}
      path={transactionPath(id)}
      outcome={outcomeOf(view, context.req.query())}
      waiting={waiting}
      findings={findings}
    >
      <Panel id="order" title={text.order}>
        {orders.length > 0 ? (
          <OrderTable view={view} orders={orders} />
        ) : (
          <p class="hint">{text.entity.noOrder}</p>
        )}
      </Panel>
      <Resending view={view} env={context.env} path={transactionPath(id)} />
      <Asking view={view} isOn={isAskingOn(context.env)} last={ask} path={transactionPath(id)} />
    </Standing>,
  )
}

function factsOf(view: View, transaction: Transaction): readonly Fact[] {
  const { fact: text, money } = view.text
  const cents = (amount: number | null) => amount !== null && <span class="money">{money(amount)}</span>
  const time = (at: string | null) => at !== null && <Time view={view} at={at} />
  return [
    ...fact(text.amount, cents(transaction.amountCents)),
    ...fact(text.paid, cents(transaction.paidCents)),
    ...fact(text.net, cents(transaction.netCents)),
    ...fact(text.tax, cents(transaction.taxCents)),
    ...fact(text.discount, cents(transaction.discountCents)),
    ...fact(text.addition, cents(transaction.additionCents)),
    ...fact(text.method, transaction.paymentMethodName),
    ...fact(text.installments, (transaction.installments ?? 0) > 0 && transaction.installments),
    ...fact(text.reference, transaction.reference),
    ...fact(text.application, transaction.application),
    ...fact(text.vendor, transaction.vendor),
    ...fact(text.createdAt, time(transaction.createdAt)),
    ...fact(text.paidAt, time(transaction.paidAt)),
    ...fact(text.endToEndId, transaction.endToEndId),
    ...fact(text.tid, transaction.tid),
    ...fact(text.authorizationCode, transaction.authorizationCode),
    ...fact(text.firstReceived, time(transaction.firstReceivedAt)),
    ...fact(text.lastReceived, time(transaction.lastReceivedAt)),
  ]
}
