/** The real D1 with a fault at a chosen call. Calls that reach it, its SQL and its counters stay real. */
import { d1RowsRead, d1RowsWritten } from './row-counter.ts'

const RUNNERS = ['first', 'run', 'all', 'raw'] as const

export interface Call {
  /** From 1. */
  readonly number: number
  readonly kind: 'batch' | (typeof RUNNERS)[number]
  /** Of each statement. */
  readonly sql: readonly string[]
}

export type When = 'before' | 'after'

/** What happens to a call before or after D1 does what it is asked: throws a fault, waits, or does nothing. */
export type Plan = (call: Call, when: When) => void | Promise<void>

export interface FaultyD1 {
  readonly d1: D1Database
  /** Oldest first, including failed ones. */
  readonly calls: readonly Call[]
  batches(): number
  /** The rows that all calls wrote, by D1's count, including calls whose answer was lost. */
  rowsWritten(): number
  rowsRead(): number
  /** Sends the batches of all calls to the real D1 again, and returns how many rows this wrote. */
  replay(): Promise<number>
}

/** Stands between an object and its D1. */
export function faultyD1(real: D1Database, plan: Plan = () => undefined): FaultyD1 {
  const calls: Call[] = []
  const batches: D1PreparedStatement[][] = []
  let rowsWritten = 0
  let rowsRead = 0
  const wrappers = new WeakMap<D1PreparedStatement, { real: D1PreparedStatement; sql: string }>()

  const guarded = async <T>(
    kind: Call['kind'],
    sql: readonly string[],
    run: () => Promise<T>,
  ): Promise<T> => {
    const call = { number: calls.length + 1, kind, sql }
    calls.push(call)
    await plan(call, 'before')
    const answer = await run()
    rowsWritten += d1RowsWritten(answer)
    rowsRead += d1RowsRead(answer)
    await plan(call, 'after')
    return answer
  }

  const wrapped = (statement: D1PreparedStatement, sql: string): D1PreparedStatement => {
    const wrapper = new Proxy(statement, {
      get(target, name) {
        const kind = RUNNERS.find((runner) => runner === name)
        if (kind) {
          return (...options: unknown[]) =>
            guarded(kind, [sql], async () => {
              // This call returns no counts, so what only reads is run once more for them.
              if (kind === 'raw' && /^\s*(select|with)/i.test(sql)) rowsRead += d1RowsRead(await target.all())
              return Reflect.apply(target[kind], target, options)
            })
        }
        if (name === 'bind') return (...values: unknown[]) => wrapped(target.bind(...values), sql)
        return Reflect.get(target, name)
      },
    })
    wrappers.set(wrapper, { real: statement, sql })
    return wrapper
  }

  const d1 = new Proxy(real, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => wrapped(target.prepare(sql), sql)
      if (name !== 'batch') throw new Error(`The faulty D1 has no ${String(name)}`)
      return (batch: D1PreparedStatement[]) => {
        const known = batch.map((each) => wrappers.get(each) ?? { real: each, sql: '' })
        const statements = known.map((each) => each.real)
        batches.push(statements)
        const sql = known.map((each) => each.sql)
        return guarded('batch', sql, () => target.batch(statements))
      }
    },
  })
  return {
    d1,
    calls,
    batches: () => batches.length,
    rowsWritten: () => rowsWritten,
    rowsRead: () => rowsRead,
    replay: async () => {
      let again = 0
      for (const batch of batches) again += d1RowsWritten(await real.batch(batch))
      return again
    },
  }
}

/** An error as D1 throws it: its prefix before the text, and the plain text as the cause. */
export const d1Error = (text: string): Error => new Error(`D1_ERROR: ${text}`, { cause: new Error(text) })

/** Every call throws until the outage ends. With `after`, D1 runs the call and only its answer is lost. */
export function outage(error: Error, when: When = 'before'): { readonly plan: Plan; mend(): void } {
  let over = false
  return {
    plan: (_, now) => {
      if (!over && now === when) throw error
    },
    mend: () => {
      over = true
    },
  }
}

/**
 * Holds the first call back until it is released. It polls, because code that waits for a promise of another object
 * continues in that object's context, where its own D1 cannot be reached.
 */
export function hold(when: When = 'before'): {
  readonly plan: Plan
  reached(): Promise<void>
  release(): void
} {
  let arrived = false
  let open = false
  return {
    plan: async ({ number }, now) => {
      if (number !== 1 || now !== when) return
      arrived = true
      await until(() => open)
    },
    reached: () => until(() => arrived),
    release: () => {
      open = true
    },
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await scheduler.wait(5)
}
