/** What a sender was given a 2xx for, beside what D1 shows. */
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Life, nameOf } from '../lives.ts'

export interface Shown {
  readonly provider: string
  readonly entity_id: string
  readonly seq: number
  readonly status: string
  readonly previous_status: string | null
  readonly occurred_at: string | null
}

export const SHOWN = 'SELECT provider, entity_id, seq, status, previous_status, occurred_at FROM transitions'

/** What D1 held when its process was killed, read from a copy of its file: opening the file would change it. */
export function shownOnDisk(data: string, copy: string): readonly Shown[] {
  const folder = join(data, 'd1')
  cpSync(folder, copy, { recursive: true })
  for (const file of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.sqlite')) continue
    const database = new DatabaseSync(join(copy, file))
    try {
      const made = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'transitions'").get()
      if (made) return database.prepare(SHOWN).all() as unknown[] as Shown[]
    } finally {
      database.close()
    }
  }
  throw new Error(`No D1 in ${folder}`)
}

/** Acknowledged events that no row shows. */
export function missing(acknowledged: Life['deliveries'], rows: readonly Shown[]): readonly string[] {
  const shown = new Set(rows.map(nameOfRow))
  return [...new Set(acknowledged.map(({ name }) => name))].filter((name) => !shown.has(name))
}

/** Events with two rows, and arrival numbers with a hole. */
export function twice(rows: readonly Shown[]): readonly string[] {
  const seen = new Set<string>()
  const doubled: string[] = []
  const counts = new Map<string, { rows: number; last: number }>()
  for (const row of rows) {
    const name = nameOfRow(row)
    if (seen.has(name)) doubled.push(name)
    seen.add(name)
    const entity = `${row.provider} ${row.entity_id}`
    const count = counts.get(entity) ?? { rows: 0, last: 0 }
    counts.set(entity, { rows: count.rows + 1, last: Math.max(count.last, row.seq) })
  }
  for (const [entity, count] of counts) {
    if (count.rows !== count.last) doubled.push(`${entity}: ${count.rows} rows up to number ${count.last}`)
  }
  return doubled
}

const nameOfRow = (row: Shown): string =>
  nameOf(row.provider, row.entity_id, row.status, row.previous_status ?? '', row.occurred_at ?? '')
