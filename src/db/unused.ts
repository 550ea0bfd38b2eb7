/**
 * What the Worker's bundle has in place of parts of its libraries that nothing here uses, so that no cold start loads them:
 * wrangler.toml says which. Code that came to need one of them would fail at once.
 */
function unused(): never {
  throw new Error('Not in the bundle: see [alias] in wrangler.toml')
}

// Of Drizzle: relational queries, subqueries, conditions and selects written in a function, foreign keys, column types that
// no table has.
export {
  unused as DrizzleError,
  unused as DrizzleQueryError,
  unused as ForeignKey,
  unused as ForeignKeyBuilder,
  unused as Many,
  unused as One,
  unused as QueryBuilder,
  unused as SelectionProxyHandler,
  unused as TableAliasProxyHandler,
  unused as TransactionRollbackError,
  unused as aliasedTable,
  unused as aliasedTableColumn,
  unused as foreignKey,
  unused as getOperators,
  unused as getOrderByOperators,
  unused as getPgColumnBuilders,
  unused as getSQLiteColumnBuilders,
  unused as mapColumnsInAliasedSQLToAlias,
  unused as mapColumnsInSQLToAlias,
  unused as normalizeRelation,
}

// PostgreSQL, and columns that are named by their property.
export const isPgEnum = (): boolean => false
export class CasingCache {
  getColumnCasing({ name }: { readonly name: string }): string {
    return name
  }
}

// Names of unique constraints, which only a migration has; and spans of OpenTelemetry.
export const uniqueKeyName = (): string => ''
export const tracer = { startActiveSpan: <Result>(_: string, run: () => Result): Result => run() }

// Of Hono: another application below a path; what JSX does in a browser; tags that it moves into the head of a page, where
// ours stand already.
export { unused as createMountedRequest }
export const createContextProviderFunction = (): null => null
export const components_exports = {}
