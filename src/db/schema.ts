/**
 * The read model: the tables of D1, as people query them. docs/storage.md says who writes each column;
 * migrations/0001_views.sql and 0005_sale_key.sql say which questions each index serves and what it costs.
 */
import { type SQL, sql } from 'drizzle-orm'
import { integer, type SQLiteColumn, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * A number as one types it in a hurry: without spaces, hyphens, and the letters and signs before it, so that `48281`,
 * `#48281` and `v-48281` find `V-48281`, and `800005520` finds `800-005-520`. Indexes hold it word for word.
 */
export const bareNumber = (column: SQLiteColumn): SQL =>
  sql`ltrim(upper(replace(replace(${column}, '-', ''), ' ', '')), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ#/._')`

export const ordersColumns = {
  orderId: text('order_id').primaryKey(),
  orderNumber: text('order_number'),
  saleNumber: text('sale_number'),
  status: text('status').notNull(),
  statusSince: text('status_since'),
  validationAgentId: text('validation_agent_id'),
  validationAgentName: text('validation_agent_name'),
  confirmationAgentId: text('confirmation_agent_id'),
  confirmationAgentName: text('confirmation_agent_name'),
  gaps: integer('gaps').notNull(),
  refused: integer('refused').notNull(),
  revision: integer('revision').notNull(),
  firstReceivedAt: text('first_received_at').notNull(),
  lastReceivedAt: text('last_received_at').notNull(),
  erasedAt: text('erased_at'),
  numberKey: text('number_key'),
  saleKey: text('sale_key'),
  sequence: integer('sequence'),
  change: integer('change'),
}

export const orders = sqliteTable('orders', ordersColumns)

export const transactionsColumns = {
  transactionId: integer('transaction_id').primaryKey(),
  status: integer('status').notNull(),
  statusName: text('status_name').notNull(),
  statusSince: text('status_since').notNull(),
  paymentMethod: integer('payment_method'),
  paymentMethodName: text('payment_method_name'),
  reference: text('reference'),
  application: text('application'),
  vendor: text('vendor'),
  amountCents: integer('amount_cents'),
  paidCents: integer('paid_cents'),
  netCents: integer('net_cents'),
  taxCents: integer('tax_cents'),
  discountCents: integer('discount_cents'),
  additionCents: integer('addition_cents'),
  installments: integer('installments'),
  createdAt: text('created_at'),
  paidAt: text('paid_at'),
  endToEndId: text('end_to_end_id'),
  tid: text('tid'),
  authorizationCode: text('authorization_code'),
  details: text('details').notNull(),
  refused: integer('refused').notNull(),
  revision: integer('revision').notNull(),
  firstReceivedAt: text('first_received_at').notNull(),
  lastReceivedAt: text('last_received_at').notNull(),
  erasedAt: text('erased_at'),
  saleKey: text('sale_key'),
  refundedCents: integer('refunded_cents'),
  sequence: integer('sequence'),
  change: integer('change'),
}

export const transactions = sqliteTable('transactions', transactionsColumns)

export const transitionsColumns = {
  provider: text('provider').notNull(),
  entityId: text('entity_id').notNull(),
  seq: integer('seq').notNull(),
  verdict: text('verdict').notNull(),
  effective: integer('effective', { mode: 'boolean' }).notNull(),
  status: text('status').notNull(),
  previousStatus: text('previous_status'),
  occurredAt: text('occurred_at'),
  receivedAt: text('received_at').notNull(),
  reason: text('reason').notNull(),
  notice: text('notice'),
  rulesVersion: text('rules_version').notNull(),
  revision: integer('revision').notNull(),
  projectedAt: text('projected_at').notNull(),
  noticeKind: text('notice_kind'),
}

export const transitions = sqliteTable('transitions', transitionsColumns)

export const quarantineColumns = {
  id: text('id').primaryKey(),
  provider: text('provider').notNull(),
  reason: text('reason').notNull(),
  issues: text('issues').notNull(),
  body: text('body').notNull(),
  receivedAt: text('received_at').notNull(),
  attempts: integer('attempts').notNull(),
  resolvedAt: text('resolved_at'),
  resolution: text('resolution'),
  entityId: text('entity_id'),
  furtherEntityIds: text('further_entity_ids'),
  reference: text('reference'),
  lastReceivedAt: text('last_received_at'),
  bytes: integer('bytes'),
  revision: integer('revision'),
  warnedAt: text('warned_at'),
}

export const quarantine = sqliteTable('quarantine', quarantineColumns)

/** What the quarantine of one provider takes, so that nobody has to count it. */
export const quarantineSizes = sqliteTable('quarantine_sizes', {
  provider: text('provider').primaryKey(),
  bodies: integer('bodies').notNull(),
  bytes: integer('bytes').notNull(),
})

export const sweeps = sqliteTable('sweeps', {
  provider: text('provider').primaryKey(),
  at: text('at').notNull(),
  id: text('id').notNull(),
})

/** What the sender was asked about a transaction, and what came of it: one row each, of the last time. */
export const asksColumns = {
  transactionId: integer('transaction_id').primaryKey(),
  cause: text('cause').notNull(),
  askedAt: text('asked_at'),
  result: text('result'),
  told: integer('told'),
  error: text('error'),
  failures: integer('failures').notNull(),
  resentAt: text('resent_at'),
  dueAt: text('due_at'),
}

export const asks = sqliteTable('asks', asksColumns)

/** What the sender's own lists say beside what stands here: one row for each list and night. */
export const completenessColumns = {
  day: text('day').notNull(),
  list: text('list').notNull(),
  fromDay: text('from_day').notNull(),
  untilDay: text('until_day').notNull(),
  theirs: integer('theirs').notNull(),
  ours: integer('ours').notNull(),
  missing: integer('missing').notNull(),
  differing: integer('differing').notNull(),
  isWhole: integer('is_whole', { mode: 'boolean' }).notNull(),
  error: text('error'),
  checkedAt: text('checked_at').notNull(),
}

export const completeness = sqliteTable('completeness', completenessColumns)
