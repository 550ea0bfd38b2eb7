/** Rows written, by the runtime's own counters: what a delivery is billed. */
import { inside, type Stub } from './object.ts'

export interface Written {
  /** By the object's SQL. */
  readonly rows: number
  /** Each is billed as one row more. */
  readonly alarms: number
}

/** Counts what an object writes from now on, until `stop`. To be called inside the object. */
export function countWrites(storage: DurableObjectStorage): { stop(): Written } {
  const cursors: { readonly rowsWritten: number }[] = []
  let alarms = 0
  const exec = storage.sql.exec.bind(storage.sql)
  const setAlarm = storage.setAlarm.bind(storage)
  Object.assign(storage.sql, {
    exec: (query: string, ...bindings: SqlStorageValue[]) => {
      // A cursor counts only the last statement of several: so each is run separately.
      const statements = query.split(';').filter((statement) => statement.trim() !== '')
      const made = statements.map((statement) => exec(statement, ...bindings))
      cursors.push(...made)
      return made.at(-1)
    },
  })
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
      return { rows: cursors.reduce((total, { rowsWritten }) => total + rowsWritten, 0), alarms }
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
  const exec = storage.sql.exec.bind(storage.sql)
  const cursors: { readonly rowsRead: number; readonly rowsWritten: number }[] = []
  Object.assign(storage.sql, {
    exec: (query: string, ...bindings: SqlStorageValue[]) => {
      const cursor = exec(query, ...bindings)
      cursors.push(cursor)
      return cursor
    },
  })
  action()
  Reflect.deleteProperty(storage.sql, 'exec')
  return {
    statements: cursors.length,
    read: cursors.reduce((total, { rowsRead }) => total + rowsRead, 0),
    wrote: cursors.reduce((total, { rowsWritten }) => total + rowsWritten, 0),
  }
}

/** Rows that a call of D1 wrote, by the `meta` of each of its results. */
export const d1RowsWritten = (answer: unknown): number => counted(answer, 'rows_written')

/** Rows that it read. */
export const d1RowsRead = (answer: unknown): number => counted(answer, 'rows_read')

function counted(answer: unknown, name: 'rows_written' | 'rows_read'): number {
  const results: readonly unknown[] = Array.isArray(answer) ? answer : [answer]
  return results.reduce<number>((total, result) => {
    const { meta } = (result ?? {}) as { readonly meta?: Readonly<Partial<Record<typeof name, number>>> }
    return total + (meta?.[name] ?? 0)
  }, 0)
}
