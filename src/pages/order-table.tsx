/** Orders as rows of one line: the columns that people look for first, the rest behind the link. */
import type { Order } from '../db/entities.ts'
import type { PairedPayment } from '../db/pairs.ts'
import { MONEY_IN } from '../providers/safe2pay/money.ts'
import { Age } from './age.tsx'
import { Key } from './key.tsx'
import { orderPath, transactionPath } from './links.ts'
import { Gaps } from './marks.tsx'
import { Status } from './status.tsx'
import { type Column, type Sorting, Table } from './table.tsx'
import { Time } from './time.tsx'
import type { View } from './view.ts'

interface OrderTableProps {
  readonly view: View
  readonly orders: readonly Order[]
  /** The payments, if they are shown too. */
  readonly payments?: readonly PairedPayment[]
  readonly sorting?: Sorting
  readonly labelledby?: string
}

const PROVIDER = 'amplia'

export function OrderTable({ view, orders, payments, sorting, labelledby }: OrderTableProps) {
  const { column, order } = view.text
  const columns: readonly Column<Order>[] = [
    {
      head: order,
      cell: (each) => (
        <>
          <Key path={orderPath(each.orderId)} text={each.orderNumber?.trim() || each.orderId} />
          <small class="narrow cut">{each.saleNumber}</small>
        </>
      ),
    },
    {
      head: column.sale,
      class: 'wide cut',
      cell: ({ saleNumber }) => <span title={saleNumber ?? undefined}>{saleNumber}</span>,
    },
    {
      head: column.status,
      class: 'state',
      cell: ({ status, gaps }) => (
        <>
          <Status view={view} provider={PROVIDER} status={status} /> <Gaps view={view} count={gaps} />
        </>
      ),
    },
    {
      head: column.since,
      by: 'changed',
      cell: ({ status, statusSince }) => (
        <Age view={view} provider={PROVIDER} status={status} since={statusSince} />
      ),
    },
    ...(payments
      ? [
          {
            head: column.payment,
            class: 'state wide',
            cell: (each: Order) => <Payments view={view} payments={paymentsOf(payments, each)} />,
          },
        ]
      : []),
    {
      head: column.agent,
      class: 'broad cut',
      cell: (each) => each.confirmationAgentName ?? each.validationAgentName,
    },
    {
      head: column.received,
      class: 'broad',
      by: 'received',
      cell: ({ firstReceivedAt }) => <Time view={view} at={firstReceivedAt} />,
    },
  ]
  return <Table columns={columns} rows={orders} sorting={sorting} labelledby={labelledby} />
}

/** The payment that matters most: the one with the money, otherwise the newest. */
function Payments({ view, payments }: { readonly view: View; readonly payments: readonly PairedPayment[] }) {
  const shown = payments.find(({ status }) => MONEY_IN.has(String(status))) ?? payments[0]
  if (!shown) return <span class="hint">–</span>
  const { amountCents, transactionId, status } = shown
  return (
    <a class="pair" href={transactionPath(transactionId)}>
      <Status view={view} provider="safe2pay" status={String(status)} />{' '}
      <span class="wide">
        {amountCents !== null && view.text.money(amountCents)}
        {payments.length > 1 && ` +${payments.length - 1}`}
      </span>
    </a>
  )
}

const paymentsOf = (payments: readonly PairedPayment[], { saleKey, numberKey }: Order) =>
  payments.filter(({ key }) => key === saleKey || key === numberKey)
