/** A known event that says more adds it, and a known body of another status than the head's is new once nobody repeats it. */
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { apply, diskOf, drain, inside, objectOf, rewrite, type Stub } from '../tools/object.ts'
import { order, transaction, transitions } from '../tools/read-model.ts'
import { written } from '../tools/row-counter.ts'

const HOUR = 3_600_000

/** As if everything had come so many hours earlier. */
async function age(stub: Stub, hours: number): Promise<void> {
  await inside(stub, (_, { sql }) => {
    const at = new Date(Date.now() - hours * HOUR).toISOString()
    sql.exec('UPDATE log SET received_at = ?, last_received_at = NULL', at)
    sql.exec("UPDATE log SET head = json_set(head, '$.since', ?) WHERE head ->> '$.since' IS NOT NULL", at)
  })
  // What it has in memory is of before.
  await evictDurableObject(stub)
}

/** What needs attention in a payment, once D1 has everything. */
async function kindsOf(stub: Stub, id: number): Promise<readonly string[]> {
  await drain(stub)
  const { results } = await env.DB.prepare('SELECT kind FROM attention WHERE entity_id = ? ORDER BY kind')
    .bind(String(id))
    .all<{ kind: string }>()
  return results.map(({ kind }) => kind)
}

describe('the same event of an order', () => {
  const id = orderId(0x1500)
  const short = { orderId: id, orderNumber: null }
  const long = { ...short, orderNumber: '800-005-520', orderSaleNumber: 'S-1' }

  it('adds what it says more, once, and never takes anything away', async () => {
    expect(await apply('amplia', orderBody(short))).toMatchObject({ verdict: 'applied' })
    expect(await apply('amplia', orderBody(short))).toMatchObject({ verdict: 'duplicate' })
    expect(await apply('amplia', orderBody(long))).toMatchObject({ verdict: 'amended' })
    for (const known of [long, short, { ...short, orderNumber: 'other' }]) {
      expect(await apply('amplia', orderBody(known))).toMatchObject({ verdict: 'duplicate' })
    }
    await drain(objectOf('amplia', id))
    expect(await order(id)).toMatchObject({ order_number: '800-005-520', sale_number: 'S-1' })
    expect(await transitions('amplia', id)).toHaveLength(2)
  })
})

describe('the same body of a payment', () => {
  it('in another status than the head is a duplicate for 36 hours, and after that a new event', async () => {
    const stub = objectOf('safe2pay', 1501)
    for (const status of [3, 19]) await apply('safe2pay', transactionBody(1501, status))
    await age(stub, 35)
    expect(await apply('safe2pay', transactionBody(1501, 3))).toMatchObject({ verdict: 'duplicate' })
    await age(stub, 37)
    // The refund failed.
    expect(await apply('safe2pay', transactionBody(1501, 3))).toMatchObject({ verdict: 'applied' })
    expect(await apply('safe2pay', transactionBody(1501, 3))).toMatchObject({ verdict: 'duplicate' })
    // The second refund is a new event too.
    await age(stub, 37)
    expect(await apply('safe2pay', transactionBody(1501, 19))).toMatchObject({ verdict: 'applied' })
    await drain(stub)
    expect(await transaction(1501)).toMatchObject({ status: 19, refused: 0 })
    expect((await diskOf(stub)).log).toHaveLength(4)
  })

  it('is an event of its own each time, also where an earlier one was forgotten', async () => {
    const stub = objectOf('safe2pay', 1505)
    const again = async (status: number) => {
      await age(stub, 37)
      expect(await apply('safe2pay', transactionBody(1505, status))).toMatchObject({ verdict: 'applied' })
    }
    for (const status of [3, 19]) await apply('safe2pay', transactionBody(1505, status))
    for (const status of [3, 19, 3, 19]) await again(status)
    await rewrite(stub, (sql) => sql.exec("DELETE FROM log WHERE fingerprint LIKE '%+1' AND status = '3'"))
    await again(3)
    await again(19)
    const names = (await diskOf(stub)).log.map(({ fingerprint }) => fingerprint)
    expect(names).toHaveLength(7)
    expect(new Set(names).size).toBe(7)
    await drain(stub)
    expect(await transaction(1505)).toMatchObject({ status: 19 })
  })

  it('that names an earlier status is shown as a step back, once, until a later event counts', async () => {
    const stub = objectOf('safe2pay', 1504)
    const shown = async () => {
      await drain(stub)
      const { results } = await env.DB.prepare(
        "SELECT summary FROM attention WHERE entity_id = '1504' AND kind = 'step_back'",
      ).all<{ summary: string }>()
      return results.map(({ summary }) => summary)
    }
    for (const status of [3, 19]) await apply('safe2pay', transactionBody(1504, status))
    expect(await shown()).toEqual([])
    const first = await apply('safe2pay', transactionBody(1504, 3))
    expect(first).toMatchObject({
      verdict: 'duplicate',
      warnings: [{ kind: 'step_back', from: '19', to: '3' }],
    })
    expect(await shown()).toEqual([expect.stringMatching(/once more, in the same words/)])
    // Only once: the next one writes nothing.
    expect(await written(stub, () => apply('safe2pay', transactionBody(1504, 3)))).toEqual({
      rows: 0,
      alarms: 0,
    })
    expect(await transaction(1504)).toMatchObject({ status: 19, refused: 0 })
    expect(await transitions('safe2pay', 1504)).toHaveLength(2)
    await apply('safe2pay', transactionBody(1504, 6))
    expect(await shown()).toEqual([])
    await apply('safe2pay', transactionBody(1504, 19))
    expect(await shown()).toHaveLength(1)
  })

  it('that names a status from which the payment went back is shown too', async () => {
    const stub = objectOf('safe2pay', 1506)
    for (const status of [3, 5]) await apply('safe2pay', transactionBody(1506, status))
    await age(stub, 37)
    await apply('safe2pay', transactionBody(1506, 5, { Tid: '1' }))
    expect(await apply('safe2pay', transactionBody(1506, 3))).toMatchObject({ verdict: 'applied' })
    // Within 36 hours, so nobody knows whether the dispute is a new one.
    expect(await apply('safe2pay', transactionBody(1506, 5, { Tid: '1' }))).toMatchObject({
      verdict: 'duplicate',
      warnings: [{ kind: 'step_back', from: '3', to: '5', again: true }],
    })
    expect(await apply('safe2pay', transactionBody(1506, 5, { Tid: '1' }))).toMatchObject({ warnings: [] })
    expect(await kindsOf(stub, 1506)).toEqual(['step_back'])
  })

  it.each([
    ['a late payment', 1507, [7, 3], 7, 6, 'late_move'],
    ['what no way leads to', 1508, [1, 8, 7], 1, 3, 'conflict'],
  ] as const)('hides %s only until a later event counts', async (_, id, first, repeated, later, kind) => {
    const stub = objectOf('safe2pay', id)
    for (const status of first) await apply('safe2pay', transactionBody(id, status))
    expect(await kindsOf(stub, id)).toEqual([kind])
    await apply('safe2pay', transactionBody(id, repeated))
    expect(await kindsOf(stub, id)).toEqual(['step_back'])
    await apply('safe2pay', transactionBody(id, later))
    expect(await kindsOf(stub, id)).toContain(kind)
    await evictDurableObject(stub)
    await apply('safe2pay', transactionBody(id, later, { Tid: '1' }))
    expect(await kindsOf(stub, id)).toContain(kind)
  })

  it('in the status of the head is a duplicate for ever', async () => {
    const stub = objectOf('safe2pay', 1502)
    await apply('safe2pay', transactionBody(1502, 3))
    await age(stub, 1000)
    expect(await apply('safe2pay', transactionBody(1502, 3))).toMatchObject({ verdict: 'duplicate' })
  })

  it('that the table refuses is refused and stored once in 36 hours', async () => {
    const stub = objectOf('safe2pay', 1503)
    for (const status of [1, 3]) await apply('safe2pay', transactionBody(1503, status))
    await age(stub, 37)
    expect(await apply('safe2pay', transactionBody(1503, 1))).toMatchObject({ verdict: 'regression' })
    expect(await apply('safe2pay', transactionBody(1503, 1))).toMatchObject({ verdict: 'duplicate' })
    expect((await diskOf(stub)).log).toHaveLength(3)
  })
})
