/** D1 over Node's own SQLite, with the real migrations and with faults: at any statement, or after the commit. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { migrationsIn } from '../migrations.ts'
import type { D1Fault } from './history.ts'

export interface D1 {
  readonly binding: D1Database
  setFault(fault: D1Fault | null): void
  /** What was given up for lost is committed after all. */
  commitLate(): void
  /** Called with each batch: before D1 takes it, and after. May never return, as when the caller dies. */
  setWitness(witness: ((moment: 'before' | 'after') => Promise<void>) | null): void
  rows<Row>(query: string): readonly Row[]
  empty(): void
}

interface Bound {
  readonly query: string
  readonly parameters: readonly SQLInputValue[]
}

/** The rows of a result as lists of values, which a query with columns asks for. */
const valuesIn = (result: unknown): readonly unknown[] =>
  (result as { readonly results: readonly object[] }).results.map((row) => Object.values(row))

/** A database with the tables that a deployment has. */
export function memoryD1(): D1 {
  const database = new DatabaseSync(':memory:')
  for (const { sql } of migrationsIn()) database.exec(sql)
  const statements = new Map<string, StatementSync>()
  const run = ({ query, parameters }: Bound): readonly unknown[] => {
    const statement = statements.get(query) ?? database.prepare(query)
    statements.set(query, statement)
    return statement.all(...parameters)
  }
  let fault: D1Fault | null = null
  let witness: ((moment: 'before' | 'after') => Promise<void>) | null = null

  let late: (readonly Bound[])[] = []
  const commit = (bound: readonly Bound[], failing: D1Fault | null): readonly unknown[] => {
    database.exec('BEGIN')
    const results: unknown[] = []
    try {
      for (const [place, statement] of bound.entries()) {
        // A batch shorter than that fails at its end, still before the commit.
        if (typeof failing?.at === 'number' && (place === failing.at || place === bound.length - 1)) {
          throw new Error(failing.message)
        }
        results.push({ results: run(statement), success: true, meta: {} })
      }
      database.exec('COMMIT')
      return results
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }
  const commitLate = (): void => {
    for (const bound of late) commit(bound, null)
    late = []
  }
  const batch = async (bound: readonly Bound[]) => {
    await witness?.('before')
    const failing = fault
    if (failing?.at === 'late') {
      late.push(bound)
      throw new Error(failing.message)
    }
    const results = commit(bound, failing)
    commitLate()
    await witness?.('after')
    if (failing) throw new Error(failing.message)
    return results
  }
  const prepare = (query: string, parameters: readonly SQLInputValue[] = []): unknown => ({
    query,
    parameters,
    bind: (...values: SQLInputValue[]) => prepare(query, values),
    run: () => batch([{ query, parameters }]).then(([result]) => result),
    all: () => batch([{ query, parameters }]).then(([result]) => result),
    raw: () => batch([{ query, parameters }]).then(([result]) => (result ? valuesIn(result) : [])),
  })
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name))
  return {
    binding: { prepare, batch } as unknown as D1Database,
    setFault: (next) => {
      fault = next
    },
    commitLate,
    setWitness: (next) => {
      witness = next
    },
    rows: <Row>(query: string) => run({ query, parameters: [] }) as readonly Row[],
    empty: () => {
      late = []
      for (const table of tables) database.exec(`DELETE FROM "${table}"`)
    },
  }
}
