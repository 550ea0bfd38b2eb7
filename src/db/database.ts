/**
 * Drizzle writes a statement, D1 runs it, and an error is D1's own. Drizzle's driver is not in the Worker: it brings
 * transactions, relations, a cache and a log that nobody here uses, and its errors hold a statement's values, and so
 * personal data.
 */
import { mapResultRow, type Query, type SQL } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import {
  SQLiteAsyncDialect,
  SQLiteDeleteBase,
  SQLiteInsertBuilder,
  SQLiteSelectBuilder,
  SQLiteUpdateBuilder,
} from 'drizzle-orm/sqlite-core'

declare module 'drizzle-orm' {
  /** Makes a typed row of a list of values. Drizzle exports it without its type. */
  function mapResultRow(fields: unknown, values: unknown, joins: unknown): unknown
}

/** Queries as Drizzle documents them, each run when it is awaited; and statements in SQL. */
export interface Database
  extends Pick<DrizzleD1Database, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'batch'> {
  /** The rows just as D1 gives them: a boolean is 0 or 1. */
  all<Row>(query: SQL): Promise<Row[]>
  run(query: SQL): Promise<D1Result>
}

/** What Drizzle's builders ask of a session when they are awaited. */
interface Prepared {
  readonly statement: D1PreparedStatement
  /** Set by a select with joins. */
  joinsNotNullableMap?: unknown
  /** Typed rows where the statement has columns to read, else what D1 says of it. */
  resultOf(result: unknown, lists: readonly unknown[][]): unknown
  all(): Promise<unknown>
  run(): Promise<D1Result>
  execute(): Promise<unknown>
}

/** A query of Drizzle's, which keeps this method out of its types. */
interface Preparable {
  _prepare(): Prepared
}

const dialect = new SQLiteAsyncDialect()

export function database(d1: D1Database): Database {
  const bound = ({ sql, params }: Query): D1PreparedStatement => d1.prepare(sql).bind(...params)
  const session = {
    prepareOneTimeQuery(query: Query, fields: unknown): Prepared {
      const statement = bound(query)
      const prepared: Prepared = {
        statement,
        resultOf: (result, lists) =>
          fields ? lists.map((values) => mapResultRow(fields, values, prepared.joinsNotNullableMap)) : result,
        all: async () => prepared.resultOf(null, await statement.raw()),
        run: () => statement.run(),
        execute: async () => (fields ? prepared.all() : prepared.run()),
      }
      return prepared
    },
  } as never
  const select = (distinct: boolean) => (fields: undefined) =>
    new SQLiteSelectBuilder({ fields, session, dialect, distinct })
  return {
    select: select(false) as Database['select'],
    selectDistinct: select(true) as Database['selectDistinct'],
    insert: (table) => new SQLiteInsertBuilder(table, session, dialect),
    update: (table) => new SQLiteUpdateBuilder(table, session, dialect),
    delete: (table) => new SQLiteDeleteBase(table, session, dialect),
    all: async <Row>(query: SQL) => (await bound(dialect.sqlToQuery(query)).all<Row>()).results,
    run: async (query) => bound(dialect.sqlToQuery(query)).run(),
    async batch(queries) {
      const prepared = (queries as unknown as Preparable[]).map((query) => query._prepare())
      const results = await d1.batch<object>(prepared.map(({ statement }) => statement))
      return results.map((result, place) =>
        prepared[place]?.resultOf(result, result.results.map(Object.values)),
      ) as never
    },
  }
}
