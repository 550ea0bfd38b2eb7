/** A table of rows; the first column names the row, and a phone shows only the necessary columns. */

import type { ListTime } from '../db/entity-filter.ts'
import type { Child } from './jsx-runtime.ts'
import { address } from './links.ts'
import type { ListQuery } from './list-query.ts'

export interface Column<Row> {
  readonly head: string
  /** `wide`: hidden on a phone. `amount`: numbers, aligned right. */
  readonly class?: string
  cell(row: Row): Child
  /** The time that its heading sorts by. */
  readonly by?: ListTime
}

/** How the rows are sorted, and the address for another order. */
export interface Sorting {
  readonly asked: Pick<ListQuery, 'by' | 'oldestFirst'>
  readonly path: string
  readonly query: Readonly<Record<string, string | undefined>>
}

interface TableProps<Row> {
  readonly class?: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly sorting?: Sorting | undefined
  /** The id of its heading, if its panel has one. */
  readonly labelledby?: string | undefined
}

export function Table<Row>({ class: name, columns, rows, sorting, labelledby }: TableProps<Row>) {
  return (
    <table class={name} aria-labelledby={labelledby}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" class={column.class} aria-sort={sortOf(column.by, sorting)}>
              {column.by && sorting ? (
                <Sort column={column.by} head={column.head} sorting={sorting} />
              ) : (
                column.head
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map((column, place) =>
              place === 0 ? (
                <th scope="row">{column.cell(row)}</th>
              ) : (
                <td class={column.class}>{column.cell(row)}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const sortOf = (by: ListTime | undefined, sorting: Sorting | undefined) =>
  by === undefined || by !== sorting?.asked.by
    ? undefined
    : sorting.asked.oldestFirst
      ? 'ascending'
      : 'descending'

interface SortProps {
  readonly column: ListTime
  readonly head: string
  readonly sorting: Sorting
}

/** Sorts by its column; if the rows are already sorted by it, reverses the order. */
function Sort({ column, head, sorting: { asked, path, query } }: SortProps) {
  const isSorted = asked.by === column
  const sort = isSorted && !asked.oldestFirst ? 'oldest' : 'newest'
  return (
    <a href={address(path, { ...query, by: column, sort })}>
      {head}
      {isSorted && <span aria-hidden="true"> {asked.oldestFirst ? '↑' : '↓'}</span>}
    </a>
  )
}
