/** What a person should look at, newest first, each with the way to it. */
import type { AttentionItem } from '../../db/overview.ts'
import { Key } from '../key.tsx'
import { entityPath, quarantinePath } from '../links.ts'
import { senderName } from '../sender.ts'
import { type Column, Table } from '../table.tsx'
import { Time } from '../time.tsx'
import type { View } from '../view.ts'

interface AttentionProps {
  readonly view: View
  readonly items: readonly AttentionItem[]
}

export function Attention({ view, items }: AttentionProps) {
  const { home, column, attention } = view.text
  const columns: readonly Column<AttentionItem>[] = [
    {
      head: home.kind,
      cell: (item) => (
        <>
          <Key path={pathOf(item)} text={attention[item.kind] ?? item.kind} />
          <small>{item.kind === 'quarantine' ? senderName(item.provider) : item.entityId}</small>
        </>
      ),
    },
    { head: home.summary, cell: ({ summary }) => <span lang="en">{summary}</span> },
    { head: column.since, class: 'wide', cell: ({ since }) => <Time view={view} at={since} /> },
  ]
  return <Table columns={columns} rows={items} />
}

const pathOf = ({ kind, provider, entityId }: AttentionItem): string =>
  kind === 'quarantine' ? quarantinePath(entityId) : (entityPath(provider, entityId) ?? '/quarantine')
