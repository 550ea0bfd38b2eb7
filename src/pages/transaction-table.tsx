/** Transactions as rows of one line: the columns that people look for first, the rest behind the link. */
import type { Transaction } from '../db/entities.ts'
import type { PairedOrder } from '../db/pairs.ts'
import { Age } from './age.tsx'
import { Key } from './key.tsx'
import { orderPath, transactionPath } from './links.ts'
import { Status } from './status.tsx'
import { type Column, type Sorting, Table } from './table.tsx'
import { Time } from './time.tsx'
import type { View } from './view.ts'

interface TransactionTableProps {
  readonly view: View
  readonly transactions: readonly Transaction[]
  /** The orders, if they are shown too. */
  readonly orders?: readonly PairedOrder[]
  readonly sorting?: Sorting
  readonly labelledby?: string
}

const PROVIDER = 'safe2pay'

export function TransactionTable({ view, transactions, orders, sorting, labelledby }: TransactionTableProps) {
  const { column, transaction, money, fact } = view.text
  const columns: readonly Column<Transaction>[] = [
    {
      head: transaction,
      cell: ({ transactionId, reference }) => (
        <>
          <Key path={transactionPath(transactionId)} text={String(transactionId)} />
          <small class="narrow cut">{reference}</small>
        </>
      ),
    },
    {
      head: column.reference,
      class: 'wide cut',
      cell: ({ reference }) => <span title={reference ?? undefined}>{reference}</span>,
    },
    {
      head: column.status,
      class: 'state',
      cell: ({ status }) => <Status view={view} provider={PROVIDER} status={String(status)} />,
    },
    {
      head: column.amount,
      class: 'amount',
      cell: ({ amountCents }) => amountCents !== null && money(amountCents),
    },
    {
      head: column.since,
      class: 'wide since',
      by: 'changed',
      cell: ({ status, statusSince }) => (
        <Age view={view} provider={PROVIDER} status={String(status)} since={statusSince} />
      ),
    },
    {
      head: fact.paidAt,
      class: 'broad',
      by: 'paid',
      cell: ({ paidAt }) => paidAt !== null && <Time view={view} at={paidAt} />,
    },
    { head: column.method, class: 'broad cut', cell: ({ paymentMethodName }) => paymentMethodName },
    ...(orders
      ? [
          {
            head: column.order,
            class: 'wide state',
            cell: (each: Transaction) => <OrderOf view={view} order={orderOf(orders, each)} />,
          },
          {
            head: column.received,
            class: 'broad',
            by: 'received' as const,
            cell: ({ firstReceivedAt }: Transaction) => <Time view={view} at={firstReceivedAt} />,
          },
        ]
      : []),
  ]
  return <Table columns={columns} rows={transactions} sorting={sorting} labelledby={labelledby} />
}

function OrderOf({ view, order }: { readonly view: View; readonly order: PairedOrder | undefined }) {
  if (!order) return <span class="hint">–</span>
  return (
    <a class="pair" href={orderPath(order.orderId)} title={order.orderNumber ?? order.orderId}>
      <Status view={view} provider="amplia" status={order.status} />
    </a>
  )
}

const orderOf = (orders: readonly PairedOrder[], { saleKey }: Transaction) =>
  saleKey === null
    ? undefined
    : orders.find((order) => order.saleKey === saleKey || order.numberKey === saleKey)
