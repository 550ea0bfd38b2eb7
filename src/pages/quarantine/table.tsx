/** Bodies in quarantine as rows: the reason first, with the first issue. */
import type { Quarantined } from '../../db/quarantine-list.ts'
import { quarantinePath } from '../links.ts'
import { senderName } from '../sender.ts'
import { storedText } from '../stored-text.ts'
import { type Column, Table } from '../table.tsx'
import { Time } from '../time.tsx'
import type { View } from '../view.ts'
import { issuesOf } from './issues.ts'
import { Resolution } from './resolution.tsx'

interface HeldTableProps {
  readonly view: View
  readonly rows: readonly Quarantined[]
  readonly withState: boolean
  /** Whether rows can be ticked. */
  readonly ticks?: boolean
}

export function HeldTable({ view, rows, withState, ticks = false }: HeldTableProps) {
  const { held, reasons, column, count } = view.text
  const columns: readonly Column<Quarantined>[] = [
    {
      head: held.reason,
      cell: (row) => (
        <>
          {ticks && row.resolvedAt === null && (
            <input
              class="tick"
              type="checkbox"
              name="id"
              value={row.id}
              aria-label={held.tick({ number: row.reference ?? row.entityId ?? '' })}
            />
          )}
          <a href={quarantinePath(row.id)}>{reasons[row.reason] ?? row.reason}</a>
          <small class="narrow">{senderName(row.provider)}</small>
          <FirstIssue view={view} row={row} />
        </>
      ),
    },
    { head: held.concerns, class: 'wide cut', cell: ({ reference, entityId }) => reference ?? entityId },
    { head: held.provider, class: 'wide', cell: ({ provider }) => senderName(provider) },
    { head: column.received, cell: ({ receivedAt }) => <Time view={view} at={receivedAt} /> },
    { head: held.attempts, class: 'amount wide', cell: ({ attempts }) => count(attempts) },
    ...(withState
      ? [{ head: held.state, cell: (row: Quarantined) => <Resolution view={view} row={row} /> }]
      : []),
  ]
  return <Table columns={columns} rows={rows} />
}

function FirstIssue({ view, row }: { readonly view: View; readonly row: Quarantined }) {
  const [issue] = issuesOf(row)
  if (!issue) return null
  const { text, lang } = storedText(view, issue.message)
  return (
    <small lang={lang}>
      {issue.path && <code>{issue.path}</code>} {text}
    </small>
  )
}
