/** docs/operations.md as data: its queries, each with its sample, in the order of the text. */
import text from '../../docs/operations.md?raw'

export interface DocumentedQuery {
  /** The heading above it. */
  readonly title: string
  readonly sql: string
  /** The sample's lines, header first; a cell is text. */
  readonly sample: readonly (readonly string[])[]
}

export const QUERIES: readonly DocumentedQuery[] = text
  .split(/^### /m)
  .slice(1)
  .flatMap((section) => {
    const [title = ''] = section.split('\n')
    return [...section.matchAll(/```sql\n([^`]+)```\n\n((?:\|.*\n)+)/g)].map(([, sql = '', table = '']) => ({
      title,
      sql: sql.trim(),
      sample: [...table.matchAll(/^\| (.+) \|$/gm)].map(([, cells = '']) => cells.split(' | ')),
    }))
  })
