/** Orders as rows: what one looks for first, the rest behind the link. */
import type { Order } from '../db/entities.ts'
import { Key } from './key.tsx'
import { orderPath } from './links.ts'
import { Gaps, Refused } from './marks.tsx'
import { Status, statusMeaning } from './status.tsx'
import { type Column, Table } from './table.tsx'
import { Time } from './time.tsx'
import type { View } from './view.ts'

export function OrderTable({ view, orders }: { readonly view: View; readonly orders: readonly Order[] }) {
  const { column, order } = view.text
  const provider = 'amplia'
  const columns: readonly Column<Order>[] = [
    {
      head: order,
      cell: (each) => (
        <>
          <Key path={orderPath(each.orderId)} text={each.orderNumber?.trim() || each.orderId} />
          <small class="narrow">{each.saleNumber}</small>
        </>
      ),
    },
    { head: column.sale, class: 'wide', cell: (each) => each.saleNumber },
    {
      head: column.status,
      class: 'state',
      cell: ({ status, gaps, refused }) => (
        <>
          <Status view={view} provider={provider} status={status} />
          <small>
            {statusMeaning({ view, provider, status })} <Gaps view={view} count={gaps} />{' '}
            <Refused view={view} count={refused} />
          </small>
        </>
      ),
    },
    {
      head: column.since,
      cell: ({ statusSince }) => statusSince !== null && <Time view={view} at={statusSince} />,
    },
    {
      head: column.agent,
      class: 'wide',
      cell: (each) => each.confirmationAgentName ?? each.validationAgentName,
    },
    {
      head: column.received,
      class: 'wide',
      cell: ({ firstReceivedAt }) => <Time view={view} at={firstReceivedAt} />,
    },
  ]
  return <Table columns={columns} rows={orders} />
}
