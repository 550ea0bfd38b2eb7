/**
 * The tables with their keys and indexes, for drizzle-kit. The Worker queries in SQL and needs none of this in its bundle.
 * migrations/0001_views.sql and those after it say which questions each index serves and what it costs.
 */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import {
  asksColumns,
  bareNumber,
  completenessColumns,
  ordersColumns,
  quarantineColumns,
  transactionsColumns,
  transitionsColumns,
} from './schema.ts'

export * from './schema.ts'

export const orders = sqliteTable('orders', ordersColumns, (table) => [
  index('orders_by_status').on(table.status, table.statusSince),
  index('orders_by_arrival').on(table.firstReceivedAt, table.orderId),
  index('orders_by_number').on(table.numberKey).where(sql`number_key IS NOT NULL`),
  index('orders_by_sale_number').on(table.saleKey).where(sql`sale_key IS NOT NULL`),
  index('orders_by_bare_number').on(bareNumber(table.orderNumber)).where(sql`order_number IS NOT NULL`),
  index('orders_by_bare_sale').on(bareNumber(table.saleNumber)).where(sql`sale_number IS NOT NULL`),
  index('orders_with_gaps').on(table.firstReceivedAt, table.orderId).where(sql`gaps > 0`),
])

export const transactions = sqliteTable('transactions', transactionsColumns, (table) => [
  index('transactions_by_status').on(table.status, table.statusSince),
  index('transactions_by_arrival').on(table.firstReceivedAt, table.transactionId),
  index('transactions_by_reference').on(table.saleKey).where(sql`sale_key IS NOT NULL`),
  index('transactions_by_bare_reference').on(bareNumber(table.reference)).where(sql`reference IS NOT NULL`),
  index('transactions_by_end_to_end_id')
    .on(sql`end_to_end_id COLLATE NOCASE`)
    .where(sql`end_to_end_id IS NOT NULL`),
  index('transactions_by_tid').on(sql`tid COLLATE NOCASE`).where(sql`tid IS NOT NULL`),
  index('transactions_by_payment').on(table.paidAt, table.transactionId).where(sql`paid_at IS NOT NULL`),
])

export const transitions = sqliteTable('transitions', transitionsColumns, (table) => [
  primaryKey({ columns: [table.provider, table.entityId, table.seq] }),
  index('transitions_of_money')
    .on(table.receivedAt)
    .where(sql`provider = 'safe2pay' AND effective = 1 AND status IN ('3', '4', '6', '13', '15')`),
  index('transitions_to_look_at')
    .on(table.receivedAt)
    .where(
      sql`notice IS NOT NULL OR (effective = 0 AND NOT (provider = 'safe2pay' AND verdict = 'regression'))`,
    ),
])

export const quarantine = sqliteTable('quarantine', quarantineColumns, (table) => [
  index('quarantine_by_arrival').on(table.receivedAt, table.id),
  index('quarantine_open').on(table.receivedAt, table.id).where(sql`resolved_at IS NULL`),
  index('quarantine_resolved').on(table.resolvedAt).where(sql`resolved_at IS NOT NULL`),
  index('quarantine_by_entity').on(table.provider, table.entityId).where(sql`entity_id IS NOT NULL`),
  index('quarantine_of_several').on(table.provider).where(sql`further_entity_ids IS NOT NULL`),
  index('quarantine_by_age').on(table.provider, table.resolvedAt, table.receivedAt, table.id),
  index('quarantine_by_bare_reference').on(bareNumber(table.reference)).where(sql`reference IS NOT NULL`),
  index('quarantine_with_body').on(table.provider, table.id).where(sql`body <> ''`),
])

export const asks = sqliteTable('asks', asksColumns, (table) => [
  index('asks_due').on(table.dueAt).where(sql`due_at IS NOT NULL`),
])

export const completeness = sqliteTable('completeness', completenessColumns, (table) => [
  primaryKey({ columns: [table.day, table.list] }),
])

/** How long an order may stay in a status, as AMPLIA_STUCK_HOURS says. */
export const deadlines = sqliteTable('deadlines', {
  status: text().primaryKey().notNull(),
  hours: integer().notNull(),
})

/** Decisions about what needs attention. Fields in the order of the migration; the key begins with the entity. */
export const handled = sqliteTable(
  'handled',
  {
    kind: text().notNull(),
    provider: text().notNull(),
    entityId: text().notNull(),
    since: text().notNull(),
    state: text().notNull(),
    note: text(),
    by: text(),
    at: text().notNull(),
    until: text(),
    summary: text(),
    amountCents: integer(),
    transactionId: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.entityId, table.kind, table.since] }),
    index('handled_by_time').on(table.state, table.at),
    index('handled_by_kind').on(table.state, table.kind, table.at),
  ],
)

/** Findings that are not settled. */
export const findings = sqliteTable(
  'findings',
  {
    kind: text().notNull(),
    provider: text().notNull(),
    entityId: text().notNull(),
    since: text().notNull(),
    until: text().notNull(),
    summary: text().notNull(),
    amountCents: integer().notNull(),
    transactionId: integer(),
    state: text().notNull(),
    rank: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.entityId, table.kind] }),
    index('findings_by_rank').on(table.state, table.rank, table.amountCents, table.since),
    index('findings_by_provider').on(table.provider, table.state, table.rank, table.amountCents, table.since),
  ],
)

export const findingCounts = sqliteTable(
  'finding_counts',
  {
    state: text().notNull(),
    rank: integer().notNull(),
    items: integer().notNull(),
    amountCents: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.state, table.rank] })],
)

/** Who did what. */
export const operations = sqliteTable('operations', {
  id: integer().primaryKey({ autoIncrement: true }),
  at: text().notNull(),
  by: text().notNull(),
  action: text().notNull(),
  provider: text(),
  entityId: text(),
  detail: text(),
})

/** The feed: one row for each batch that changed rows of orders or transactions, in the order of the commits. */
export const changes = sqliteTable('changes', {
  position: integer().primaryKey(),
  entities: text().notNull(),
  tally: text(),
})

/** The sum of all tallies up to a position: one row. */
export const totals = sqliteTable('totals', {
  id: integer().primaryKey(),
  position: integer().notNull(),
  tally: text().notNull(),
})

/** Alerts and when they were reported; migrations derive columns from `alert`. */
export const alerts = sqliteTable('alerts', {
  key: text().primaryKey(),
  alert: text().notNull(),
})

export const hours = sqliteTable(
  'hours',
  {
    provider: text().notNull(),
    hour: text().notNull(),
    events: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.hour] })],
)

export const refusals = sqliteTable(
  'refusals',
  {
    provider: text().notNull(),
    since: text().notNull(),
    refused: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.since] })],
)

/** Messages to the user's own system that were given up or refused: for the view `undelivered_messages`. */
export const undelivered = sqliteTable(
  'undelivered',
  {
    provider: text().notNull(),
    entityId: text().notNull(),
    kind: text().notNull(),
    sequence: integer().notNull(),
    since: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.entityId] })],
)

/** Today's numbers, as the scheduled run last counted them: one row. */
export const today = sqliteTable('today', {
  id: integer('id').primaryKey(),
  day: text('day').notNull(),
  until: text('until').notNull(),
  issued: integer('issued').notNull(),
  receivedCents: integer('received_cents').notNull(),
  paidNotIssued: integer('paid_not_issued').notNull(),
})

/** Deliveries by day, sender and outcome. */
export const outcomes = sqliteTable(
  'outcomes',
  {
    day: text('day').notNull(),
    provider: text('provider').notNull(),
    outcome: text('outcome').notNull(),
    deliveries: integer('deliveries').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.provider, table.outcome] })],
)
