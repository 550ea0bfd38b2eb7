/** Rows written, by the runtime's own counters: what a delivery is billed. */
import { inside, type Stub } from './object.ts'

export interface Written {
  /** By the object's SQL. */
  readonly rows: number
  /** Each is billed as one row more. */
  readonly alarms: number
}

/** The cursors of all statements from now on, until the object has its own `exec` again. */
function cursorsOf(sql: SqlStorage): readonly { readonly rowsRead: number; readonly rowsWritten: number }[] {
  const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = []
  const exec = sql.exec.bind(sql)
  Object.assign(sql, {
    exec: (query: string, ...bindings: SqlStorageValue[]) => {
      // A cursor counts only the last statement of several: so each is run separately.
      const statements = query.split(';').filter((statement) => statement.trim() !== '')
      const made = statements.map((statement) => exec(statement, ...bindings))
      cursors.push(...made)
      return made.at(-1)
    },
  })
  return cursors
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** Counts what an object writes from now on, until `stop`. To be called inside the object. */
export function countWrites(storage: DurableObjectStorage): { stop(): Written } {
  const cursors = cursorsOf(storage.sql)
  let alarms = 0
  const setAlarm = storage.setAlarm.bind(storage)
  Object.assign(storage, {
    setAlarm: (time: number | Date) => {
      alarms += 1
      return setAlarm(time)
    },
  })
  return {
    stop() {
      Reflect.deleteProperty(storage.sql, 'exec')
      Reflect.deleteProperty(storage, 'setAlarm')
      return { rows: sum(cursors.map(({ rowsWritten }) => rowsWritten)), alarms }
    },
  }
}

/** What an object writes while something is done to it. It must stay in memory for as long. */
export async function written(stub: Stub, action: () => Promise<unknown>): Promise<Written> {
  const counter = await inside(stub, (_, storage) => countWrites(storage))
  await action()
  return inside(stub, () => counter.stop())
}

/** What a call inside the object has its SQL do. */
export function costOf(storage: DurableObjectStorage, action: () => unknown) {
  const cursors = cursorsOf(storage.sql)
  action()
  Reflect.deleteProperty(storage.sql, 'exec')
  return {
    statements: cursors.length,
    read: sum(cursors.map(({ rowsRead }) => rowsRead)),
    wrote: sum(cursors.map(({ rowsWritten }) => rowsWritten)),
  }
}

/** Rows that a call of D1 wrote, by the `meta` of each of its results. */
export const d1RowsWritten = (answer: unknown): number => counted(answer, 'rows_written')

/** Rows that it read. */
export const d1RowsRead = (answer: unknown): number => counted(answer, 'rows_read')

function counted(answer: unknown, name: 'rows_written' | 'rows_read'): number {
  const results: readonly unknown[] = Array.isArray(answer) ? answer : [answer]
  return sum(results.map((result) => (result as Partial<D1Result> | null)?.meta?.[name] ?? 0))
}
