/** Rows of one kind; the first column names the row, and a phone shows only the columns that it must. */
import type { Child } from 'hono/jsx'

export interface Column<Row> {
  readonly head: string
  /** `wide`: not on a phone. `amount`: numbers, to the right. */
  readonly class?: string
  cell(row: Row): Child
}

interface TableProps<Row> {
  readonly class?: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
}

export function Table<Row>({ class: name, columns, rows }: TableProps<Row>) {
  return (
    <table class={name}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" class={column.class}>
              {column.head}
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
