/**
 * The read model: the tables of D1, as people query them. Each column has the name of its property, in snake case.
 * docs/storage.md says who writes each; migrations/0001_views.sql and 0005_sale_key.sql say which questions each index
 * serves and what it costs.
 */
import { type SQL, sql } from 'drizzle-orm'
import { integer, type SQLiteColumn, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * A number as people type it in a hurry: without spaces, hyphens, and the letters and signs before it, so that `48281`,
 * `#48281` and `v-48281` find `V-48281`, and `800005520` finds `800-005-520`. The indexes repeat this expression word for
 * word.
 */
export const bareNumber = (column: SQLiteColumn): SQL =>
  sql`ltrim(upper(replace(replace(${column}, '-', ''), ' ', '')), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ#/._')`

export const ordersColumns = {
  orderId: text().primaryKey(),
  orderNumber: text(),
  saleNumber: text(),
  status: text().notNull(),
  statusSince: text(),
  validationAgentId: text(),
  validationAgentName: text(),
  confirmationAgentId: text(),
  confirmationAgentName: text(),
  gaps: integer().notNull(),
  refused: integer().notNull(),
  revision: integer().notNull(),
  firstReceivedAt: text().notNull(),
  lastReceivedAt: text().notNull(),
  erasedAt: text(),
  numberKey: text(),
  saleKey: text(),
  sequence: integer(),
  change: integer(),
}

export const orders = sqliteTable('orders', ordersColumns)

export const transactionsColumns = {
  transactionId: integer().primaryKey(),
  status: integer().notNull(),
  statusName: text().notNull(),
  statusSince: text().notNull(),
  paymentMethod: integer(),
  paymentMethodName: text(),
  reference: text(),
  application: text(),
  vendor: text(),
  amountCents: integer(),
  paidCents: integer(),
  netCents: integer(),
  taxCents: integer(),
  discountCents: integer(),
  additionCents: integer(),
  installments: integer(),
  createdAt: text(),
  paidAt: text(),
  endToEndId: text(),
  tid: text(),
  authorizationCode: text(),
  details: text().notNull(),
  refused: integer().notNull(),
  revision: integer().notNull(),
  firstReceivedAt: text().notNull(),
  lastReceivedAt: text().notNull(),
  erasedAt: text(),
  saleKey: text(),
  refundedCents: integer(),
  sequence: integer(),
  change: integer(),
}

export const transactions = sqliteTable('transactions', transactionsColumns)

export const transitionsColumns = {
  provider: text().notNull(),
  entityId: text().notNull(),
  seq: integer().notNull(),
  verdict: text().notNull(),
  effective: integer({ mode: 'boolean' }).notNull(),
  status: text().notNull(),
  previousStatus: text(),
  occurredAt: text(),
  receivedAt: text().notNull(),
  reason: text().notNull(),
  notice: text(),
  rulesVersion: text().notNull(),
  revision: integer().notNull(),
  projectedAt: text().notNull(),
  noticeKind: text(),
  statusName: text(),
}

export const transitions = sqliteTable('transitions', transitionsColumns)

export const quarantineColumns = {
  id: text().primaryKey(),
  provider: text().notNull(),
  reason: text().notNull(),
  issues: text().notNull(),
  body: text().notNull(),
  receivedAt: text().notNull(),
  attempts: integer().notNull(),
  resolvedAt: text(),
  resolution: text(),
  entityId: text(),
  furtherEntityIds: text(),
  reference: text(),
  lastReceivedAt: text(),
  bytes: integer(),
  revision: integer(),
  warnedAt: text(),
}

export const quarantine = sqliteTable('quarantine', quarantineColumns)

/** The size of the quarantine of each provider, so that it need not be counted. */
export const quarantineSizes = sqliteTable('quarantine_sizes', {
  provider: text().primaryKey(),
  bodies: integer().notNull(),
  bytes: integer().notNull(),
})

export const sweeps = sqliteTable('sweeps', {
  provider: text().primaryKey(),
  at: text().notNull(),
  id: text().notNull(),
})

/** The last ask to the sender about each transaction, and its result: one row for each transaction. */
export const asksColumns = {
  transactionId: integer().primaryKey(),
  cause: text().notNull(),
  askedAt: text(),
  result: text(),
  told: integer(),
  error: text(),
  failures: integer().notNull(),
  resentAt: text(),
  dueAt: text(),
}

export const asks = sqliteTable('asks', asksColumns)

/** The sender's own lists compared with our data: one row for each list and night. */
export const completenessColumns = {
  day: text().notNull(),
  list: text().notNull(),
  fromDay: text().notNull(),
  untilDay: text().notNull(),
  theirs: integer().notNull(),
  ours: integer().notNull(),
  missing: integer().notNull(),
  differing: integer().notNull(),
  isWhole: integer({ mode: 'boolean' }).notNull(),
  error: text(),
  checkedAt: text().notNull(),
}

export const completeness = sqliteTable('completeness', completenessColumns)
