/** docs/queries.md as data: each question with its SQL, its sample and the rows that it says it reads. */

export interface DocumentedQuery {
  readonly number: number
  readonly title: string
  readonly sql: string
  /** The sample's lines, header first; a cell is text. */
  readonly sample: readonly (readonly string[])[]
  readonly reads: number
}

/** @param text docs/queries.md */
export const queriesIn = (text: string): readonly DocumentedQuery[] =>
  text
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [, number, title] = /^(\d+)\. (.+)$/m.exec(section) ?? []
      const [, sql, answer = ''] = /```sql\n(.+?)```(.*)/s.exec(section) ?? []
      const [, reads] = /^Reads ([\d,]+) rows\b/m.exec(answer) ?? []
      if (!title || !sql || !reads)
        throw new Error(`Not a question with its SQL and what it reads: ${section.slice(0, 60)}`)
      return {
        number: Number(number),
        title,
        sql: sql.trim(),
        sample: [...answer.matchAll(/^\| (.+) \|$/gm)].map(([, cells = '']) => cells.split(' | ')),
        reads: Number(reads.replaceAll(',', '')),
      }
    })

/** A query as it would be at another moment. */
export const at = (now: string, sql: string): string => sql.replaceAll("'now'", `'${now}'`)
