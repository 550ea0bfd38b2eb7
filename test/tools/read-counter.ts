/** The real D1, with a count of the rows that it says it read. */

export function countingD1(real: D1Database): { readonly d1: D1Database; rowsRead(): number } {
  let read = 0
  const count = <Answer extends D1Result>(answer: Answer): Answer => {
    read += answer.meta.rows_read
    return answer
  }
  const statements = new WeakMap<D1PreparedStatement, D1PreparedStatement>()
  const wrapped = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapper = new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...values: unknown[]) => wrapped(target.bind(...values))
        if (name === 'all') return async () => count(await target.all())
        if (name === 'raw') {
          return async () => {
            // This call returns no counts, so it is run once more for them.
            count(await target.all())
            return target.raw()
          }
        }
        return Reflect.get(target, name)
      },
    })
    statements.set(wrapper, statement)
    return wrapper
  }
  const d1 = new Proxy(real, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => wrapped(target.prepare(sql))
      if (name !== 'batch') throw new Error(`The counting D1 has no ${String(name)}`)
      return async (batch: D1PreparedStatement[]) =>
        (await target.batch(batch.map((each) => statements.get(each) ?? each))).map(count)
    },
  })
  return { d1, rowsRead: () => read }
}
