/** Bodies in quarantine as rows: what was wrong first, with the first finding. */
import type { Quarantined } from '../../db/quarantine-list.ts'
import { quarantinePath } from '../links.ts'
import { type Column, Table } from '../table.tsx'
import { Time } from '../time.tsx'
import type { View } from '../view.ts'
import { issuesOf } from './issues.ts'
import { Resolution } from './resolution.tsx'

interface HeldTableProps {
  readonly view: View
  readonly rows: readonly Quarantined[]
  readonly withState: boolean
}

export function HeldTable({ view, rows, withState }: HeldTableProps) {
  const { held, reasons, column, count } = view.text
  const columns: readonly Column<Quarantined>[] = [
    {
      head: held.reason,
      cell: (row) => (
        <>
          <a href={quarantinePath(row.id)}>{reasons[row.reason] ?? row.reason}</a>
          <small class="narrow">{row.provider}</small>
          <FirstIssue row={row} />
        </>
      ),
    },
    { head: held.provider, class: 'wide', cell: ({ provider }) => provider },
    { head: column.received, cell: ({ receivedAt }) => <Time view={view} at={receivedAt} /> },
    { head: held.attempts, class: 'amount wide', cell: ({ attempts }) => count(attempts) },
    ...(withState
      ? [{ head: held.state, cell: (row: Quarantined) => <Resolution view={view} row={row} /> }]
      : []),
  ]
  return <Table columns={columns} rows={rows} />
}

function FirstIssue({ row }: { readonly row: Quarantined }) {
  const [issue] = issuesOf(row)
  return issue ? (
    <small lang="en">
      {issue.path && <code>{issue.path}</code>} {issue.message}
    </small>
  ) : null
}
