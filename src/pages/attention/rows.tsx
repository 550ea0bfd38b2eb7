/** Findings as rows: which order or payment, how much money is at stake, why, and since when. */
import type { Finding } from '../../db/finding.ts'
import { Key } from '../key.tsx'
import { entityPath } from '../links.ts'
import { type Column, Table } from '../table.tsx'
import { Time } from '../time.tsx'
import type { View } from '../view.ts'
import { Decision } from './decision.tsx'
import { keyOf } from './key.ts'
import { nameOf } from './name.ts'
import { Why } from './why.tsx'

interface RowsProps {
  readonly view: View
  readonly items: readonly Finding[]
  /** Whether they can be ticked. */
  readonly isTicked?: boolean
  /** Whether each shows its kind. */
  readonly isNamed?: boolean
  /** For settled findings: the address to return to after one is reopened. */
  readonly back?: string
  /** The id of their heading. */
  readonly labelledby?: string
}

export function Rows({ view, items, isTicked = false, isNamed = false, back, labelledby }: RowsProps) {
  const { column, findings, money } = view.text
  const columns: readonly Column<Finding>[] = [
    {
      head: findings.what,
      class: 'wide',
      cell: (item) => (
        <span class="which">
          {isTicked && (
            <input type="checkbox" name="item" value={keyOf(item)} aria-label={nameOf(view, item)} />
          )}
          <span>
            <Key path={entityPath(item.provider, item.entityId) ?? '/'} text={nameOf(view, item)} />
            <small>{item.provider === 'amplia' ? item.saleNumber : item.reference}</small>
          </span>
        </span>
      ),
    },
    {
      head: column.amount,
      class: 'amount',
      cell: ({ amountCents }) => amountCents > 0 && money(amountCents),
    },
    { head: findings.why, cell: (item) => <Why view={view} item={item} isNamed={isNamed} /> },
    { head: column.since, class: 'wide', cell: ({ since }) => <Time view={view} at={since} /> },
    ...(back !== undefined
      ? [
          {
            head: findings.decision,
            class: 'wide',
            cell: (item: Finding) => item.at !== null && <Time view={view} at={item.at} />,
          },
          ...(view.mayAct
            ? [
                {
                  head: findings.reopen,
                  cell: (item: Finding) => (
                    <Decision item={item} back={back}>
                      <button class="second" type="submit" name="state" value="open">
                        {findings.reopen}
                      </button>
                    </Decision>
                  ),
                },
              ]
            : []),
        ]
      : []),
  ]
  return <Table columns={columns} rows={items} labelledby={labelledby} />
}
