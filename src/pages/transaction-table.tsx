/** Transactions as rows: what one looks for first, the rest behind the link. */
import type { Transaction } from '../db/entities.ts'
import { Key } from './key.tsx'
import { transactionPath } from './links.ts'
import { Refused } from './marks.tsx'
import { Status, statusMeaning } from './status.tsx'
import { type Column, Table } from './table.tsx'
import { Time } from './time.tsx'
import type { View } from './view.ts'

interface TransactionTableProps {
  readonly view: View
  readonly transactions: readonly Transaction[]
}

export function TransactionTable({ view, transactions }: TransactionTableProps) {
  const { column, transaction, money } = view.text
  const provider = 'safe2pay'
  const columns: readonly Column<Transaction>[] = [
    {
      head: transaction,
      cell: ({ transactionId, reference }) => (
        <>
          <Key path={transactionPath(transactionId)} text={String(transactionId)} />
          <small class="narrow">{reference}</small>
        </>
      ),
    },
    { head: column.reference, class: 'wide', cell: ({ reference }) => reference },
    {
      head: column.status,
      class: 'state',
      cell: ({ status, refused }) => (
        <>
          <Status view={view} provider={provider} status={String(status)} />
          <small>
            {statusMeaning({ view, provider, status: String(status) })}{' '}
            <Refused view={view} count={refused} />
          </small>
        </>
      ),
    },
    {
      head: column.amount,
      class: 'amount',
      cell: ({ amountCents }) => amountCents !== null && money(amountCents),
    },
    { head: column.since, class: 'wide', cell: ({ statusSince }) => <Time view={view} at={statusSince} /> },
    { head: column.method, class: 'wide', cell: ({ paymentMethodName }) => paymentMethodName },
  ]
  return <Table columns={columns} rows={transactions} />
}
