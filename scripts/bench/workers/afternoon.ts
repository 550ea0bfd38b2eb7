/** What one would write in an afternoon: check the key, check the body, upsert the row, answer. Last write wins. */
import { drizzle } from 'drizzle-orm/d1'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { Hono } from 'hono'
import * as z from 'zod/mini'

interface Bindings {
  readonly DB: D1Database
  readonly SAFE2PAY_KEYS: string
}

const payments = sqliteTable('payments', {
  id: integer('id').primaryKey(),
  status: integer('status').notNull(),
  amount: integer('amount'),
  body: text('body').notNull(),
  updatedAt: text('updated_at').notNull(),
})

const schema = z.looseObject({
  IdTransaction: z.int(),
  TransactionStatus: z.looseObject({ Id: z.int() }),
  Amount: z.optional(z.number()),
})

const app = new Hono<{ Bindings: Bindings }>()

app.post('/webhooks/safe2pay', async (context) => {
  if (context.req.header('X-Api-Key') !== context.env.SAFE2PAY_KEYS) return context.json({ ok: false }, 401)
  const parsed = schema.safeParse(await context.req.json())
  if (!parsed.success) return context.json({ ok: false }, 422)
  const { IdTransaction: id, TransactionStatus, Amount } = parsed.data
  const row = {
    status: TransactionStatus.Id,
    amount: Amount === undefined ? null : Math.round(Amount * 100),
    body: JSON.stringify(parsed.data),
    updatedAt: new Date().toISOString(),
  }
  await drizzle(context.env.DB)
    .insert(payments)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: payments.id, set: row })
  return context.json({ ok: true })
})

export default app
