/** The file in which a receiver on this machine keeps its D1, opened beside it: wrangler takes seconds for each question. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type Row = Readonly<Record<string, unknown>>

function open(data: string): DatabaseSync {
  const folder = join(data, 'v3/d1/miniflare-D1DatabaseObject')
  const [file, ...others] = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name))
  if (!file || others.length > 0) throw new Error(`Expected one database in ${folder}`)
  // The receiver may be writing.
  return new DatabaseSync(join(folder, file), { timeout: 60_000 })
}

/** Runs statements in it, each of which gives nothing. */
export function execute(data: string, sql: string): void {
  using database = open(data)
  database.exec(sql)
}

/** The rows of one query. */
export function rowsIn(data: string, sql: string): readonly Row[] {
  using database = open(data)
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ ...row }))
}
