/** What the pages of every day read when D1 holds a million transitions, as D1 itself counts it. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { yearOfBusiness } from '../../scripts/business/year.ts'
import { NEEDED_RANK } from '../../src/db/attention-kinds.ts'
import { countFindings } from '../../src/db/finding-counts.ts'
import { listFindings } from '../../src/db/finding-list.ts'
import { rebuildFindings } from '../../src/db/findings.ts'
import { readStatuses } from '../../src/db/overview.ts'
import { readFunnel, readStages } from '../../src/db/stages.ts'
import { readToday } from '../../src/db/today.ts'
import { addTotals } from '../../src/db/totals.ts'
import * as LIMITS from '../../src/limits.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
import { rows } from '../tools/read-model.ts'
import { seed } from '../tools/seed.ts'

const TIMES = 100

/**
 * The same company a hundred times over: D1 makes the rows itself, which takes seconds where sending them takes minutes.
 * All of one row together, with ids that follow each other: what the next one needs of a tree is in memory then.
 */
async function multiplied(table: string, changed: Readonly<Record<string, string>>): Promise<void> {
  const columns = (await rows(`SELECT name FROM pragma_table_info('${table}')`)).map(({ name }) =>
    String(name),
  )
  await env.DB.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${TIMES - 1})
    INSERT INTO ${table} (${columns.map((name) => `"${name}"`)})
    SELECT ${columns.map((name) => changed[name] ?? `t."${name}"`)} FROM ${table} AS t CROSS JOIN n`,
  ).run()
}

beforeAll(async () => {
  const { orders, payments, quarantine } = yearOfBusiness(1_000_000 / TIMES)
  await seed(orders, payments, quarantine)
  await rebuildFindings(env.DB)
  const id = `CASE t.provider WHEN 'amplia' THEN t.entity_id || '-' || i ELSE t.entity_id * 1000 + i END`
  await multiplied('transitions', { entity_id: id })
  await multiplied('findings', { entity_id: id })
  await multiplied('orders', {
    order_id: `t.order_id || '-' || i`,
    sale_key: `t.sale_key || i`,
    number_key: `t.number_key || i`,
  })
  await multiplied('transactions', {
    transaction_id: 't.transaction_id * 1000 + i',
    sale_key: `t.sale_key || i`,
  })
  await env.DB.prepare('UPDATE totals SET (position, tally) = (SELECT * FROM totals_counted)').run()
  await addTotals(env.DB)
})

describe('with a million transitions', () => {
  it('the overview reads at most 300 rows', async () => {
    expect(await rows('SELECT count(*) AS n FROM transitions')).toEqual([{ n: 1_000_000 }])
    const { d1, rowsRead } = faultyD1(env.DB)
    const statuses = await readStatuses(d1)
    const { ageing } = await readToday(d1)
    const { items } = await listFindings(d1, { ranks: [NEEDED_RANK, 99], limit: 8 })
    await countFindings(d1)
    expect(rowsRead()).toBeLessThanOrEqual(300)
    expect(statuses.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(300_000)
    expect(ageing.WaitingValidation?.[0]).toBeGreaterThan(100)
    expect(items).toHaveLength(8)
  })

  it('a page of what needs attention reads at most 500', async () => {
    const { d1, rowsRead } = faultyD1(env.DB)
    const { items } = await listFindings(d1, { ranks: [NEEDED_RANK, 99], limit: LIMITS.attentionRows })
    await countFindings(d1)
    expect(items).toHaveLength(LIMITS.attentionRows)
    expect(rowsRead()).toBeLessThanOrEqual(500)
  })

  it('the page of stages reads the last thousand orders with their events, and no other', async () => {
    const { d1, rowsRead } = faultyD1(env.DB)
    expect(await readStages(d1)).toHaveLength(5)
    await readFunnel(d1)
    expect(rowsRead()).toBeLessThanOrEqual(60 * 1000)
  })
})
