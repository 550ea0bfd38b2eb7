/** The feed: a program that was away reads on from its cursor, and then has the last state of everything. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ORDER_LADDER } from '../../scripts/prove/documented.ts'
import { random } from '../../scripts/random.ts'
import { tellUntold } from '../../src/db/changes.ts'
import { readChanges } from '../../src/db/feed.ts'
import * as LIMITS from '../../src/limits.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { apply, drain, objectOf } from '../tools/object.ts'
import { ask, call } from '../tools/operator.ts'
import { rows } from '../tools/read-model.ts'

interface Feed {
  readonly changes: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[]
  readonly nextCursor: string
}

const page = (after: string | null, limit = 200): Promise<Feed> =>
  ask<Feed>(`/changes?limit=${limit}${after === null ? '' : `&after=${after}`}`)

/** Every page from a cursor on, and the cursor behind the last. */
async function everything(from: string | null, limit = 200): Promise<Feed> {
  const changes: Feed['changes'][number][] = []
  for (let cursor = from; ; ) {
    const { changes: some, nextCursor } = await page(cursor, limit)
    changes.push(...some)
    if (some.length === 0) return { changes, nextCursor }
    cursor = nextCursor
  }
}

/** What a list says of everything, by provider and id. */
async function lists(): Promise<ReadonlyMap<string, unknown>> {
  const { items: orders } = await ask<{ items: Record<string, unknown>[] }>('/orders?limit=200')
  const { items: payments } = await ask<{ items: Record<string, unknown>[] }>('/transactions?limit=200')
  return new Map([
    ...orders.map((row) => [`amplia ${row.orderId}`, row] as const),
    ...payments.map((row) => [`safe2pay ${row.transactionId}`, row] as const),
  ])
}

const keyOf = ({ provider, id }: Feed['changes'][number]): string => `${String(provider)} ${id}`

async function pay(id: number, ...statuses: readonly number[]): Promise<void> {
  for (const status of statuses) {
    await apply('safe2pay', transactionBody(id, status))
    await drain(objectOf('safe2pay', id))
  }
}

async function advance(number: number, step: number): Promise<void> {
  const date = `2026-03-01T10:0${step}:00.123456+00:00`
  const fields = {
    orderId: orderId(number),
    status: ORDER_LADDER[step],
    previousStatus: ORDER_LADDER[step - 1] ?? null,
    date,
  }
  await apply('amplia', orderBody(fields))
  await drain(objectOf('amplia', orderId(number)))
}

describe('a reader that is killed at random and starts again from its cursor', () => {
  it.each([1, 2])('sees the last state of everything, whatever is written meanwhile (%i)', async (seed) => {
    const dice = random(seed)
    const base = seed * 1000
    const numbers = [1, 2, 3].map((number) => base + number)
    // What outlives the reader: it stores what it read before it stores where it is.
    const stored = new Map<string, unknown>()
    let cursor: string | null = null
    /** Reads one page, and may be killed at any point of it. True at the end of the feed. */
    const read = async (): Promise<boolean> => {
      const { changes, nextCursor }: Feed = await page(cursor, 1 + dice.below(5))
      if (dice.chance(0.2)) return false
      for (const change of changes) {
        const { provider: _, id: __, ...row } = change
        stored.set(keyOf(change), row)
        if (dice.chance(0.1)) return false
      }
      if (dice.chance(0.2)) return false
      cursor = nextCursor
      return changes.length === 0
    }
    for (let step = 0; step < ORDER_LADDER.length; step += 1) {
      for (const number of numbers) {
        await advance(number, step)
        while (dice.chance(0.5)) await read()
        await pay(number, [1, 2, 3, 5, 6, 6][step] ?? 6)
        while (dice.chance(0.5)) await read()
      }
    }
    for (let pages = 0; !(await read()); pages += 1) expect(pages).toBeLessThan(1000)
    const expected = await lists()
    expect(new Map([...stored].toSorted())).toEqual(new Map([...expected].toSorted()))
  })
})

describe('the feed', () => {
  beforeEach(async () => {
    for (const table of ['orders', 'transactions', 'transitions', 'changes'])
      await env.DB.prepare(`DELETE FROM ${table}`).run()
  })

  it('tells each entity once, where it changed last, orders and payments together', async () => {
    await pay(1, 1)
    await advance(0x11, 0)
    await pay(2, 1)
    await pay(1, 2)
    const { changes } = await everything(null, 1)
    expect(changes.map(keyOf)).toEqual([`amplia ${orderId(0x11)}`, 'safe2pay 2', 'safe2pay 1'])
    expect(changes.at(-1)).toMatchObject({ transactionId: 1, status: 2, revision: 2, sequence: null })
    expect(changes.at(-1)).not.toHaveProperty('change')
  })

  it('has a cursor at its end too, behind which stands what changes next', async () => {
    const start = await page(null)
    expect(start.changes).toEqual([])
    expect(await page(start.nextCursor)).toEqual(start)
    await pay(3, 1)
    const first = await page(start.nextCursor)
    expect(first.changes.map(keyOf)).toEqual(['safe2pay 3'])
    expect(await page(first.nextCursor)).toEqual({ changes: [], nextCursor: first.nextCursor })
    await pay(4, 1)
    expect((await page(first.nextCursor)).changes.map(keyOf)).toEqual(['safe2pay 4'])
  })

  it('keeps its cursors when D1 loses rows and the objects send them again', async () => {
    await pay(5, 1)
    await pay(6, 1)
    const { nextCursor } = await everything(null)
    // As after a restore from a time before both.
    for (const table of ['transactions', 'transitions', 'changes'])
      await env.DB.prepare(`DELETE FROM ${table}`).run()
    for (const id of [5, 6]) {
      expect(await objectOf('safe2pay', id).reproject()).toBe(true)
      await drain(objectOf('safe2pay', id))
    }
    expect((await everything(nextCursor)).changes.map(keyOf)).toEqual(['safe2pay 5', 'safe2pay 6'])
  })

  it('says nothing of what an object sends again and D1 has', async () => {
    await pay(7, 1)
    const { nextCursor } = await everything(null)
    await objectOf('safe2pay', 7).reproject()
    await drain(objectOf('safe2pay', 7))
    expect((await everything(nextCursor)).changes).toEqual([])
    expect(await rows('SELECT count(*) AS n FROM changes')).toEqual([{ n: 1 }])
  })

  it('tells that an entity was erased', async () => {
    await advance(0x12, 0)
    const { nextCursor } = await everything(null)
    await objectOf('amplia', orderId(0x12)).erase(null)
    await drain(objectOf('amplia', orderId(0x12)))
    expect((await everything(nextCursor)).changes).toMatchObject([{ erasedAt: expect.any(String) }])
  })

  it('never gives a position twice, even where D1’s clock stands behind', async () => {
    const ahead = Date.now() * 1000 + 3_600_000_000
    await env.DB.prepare("INSERT INTO changes (position, entities) VALUES (?, '[]')").bind(ahead).run()
    await pay(8, 1, 2)
    const positions = await rows('SELECT position FROM changes WHERE position > ? ORDER BY position', ahead)
    expect(positions.map(({ position }) => position)).toEqual([ahead + 1, ahead + 2])
  })

  it('finds what is behind many changes that newer ones have replaced', async () => {
    await env.DB.prepare(
      `INSERT INTO changes (position, entities)
        WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < ?)
        SELECT n, '[["safe2pay","9"]]' FROM n`,
    )
      .bind(2 * LIMITS.feedRows + 5)
      .run()
    await pay(9, 1)
    const { changes, nextCursor } = await readChanges(env.DB, null, 10)
    expect(changes.map(({ id }) => id)).toEqual(['9'])
    expect((await page(nextCursor)).changes).toEqual([])
  })

  it('goes on inside a batch of many entities', async () => {
    for (const id of [21, 22, 23]) await pay(id, 1)
    await env.DB.prepare('UPDATE transactions SET change = (SELECT max(position) FROM changes)').run()
    await env.DB.prepare(
      'UPDATE changes SET entities = ? WHERE position = (SELECT max(position) FROM changes)',
    )
      .bind('[["safe2pay","21"],["safe2pay","22"],["safe2pay","23"]]')
      .run()
    const { changes } = await everything(null, 2)
    expect(changes.map(keyOf)).toEqual(['safe2pay 21', 'safe2pay 22', 'safe2pay 23'])
  })

  it('is told at night of what a version from before the feed has written', async () => {
    await pay(31, 1)
    await pay(32, 1)
    await pay(33, 1)
    const { nextCursor } = await everything(null)
    await env.DB.batch([
      env.DB.prepare('UPDATE transactions SET change = NULL WHERE transaction_id = 31'),
      env.DB.prepare(
        "UPDATE transactions SET last_received_at = '2099-01-01T00:00:00.000Z' WHERE transaction_id = 32",
      ),
    ])
    expect(await tellUntold(env.DB)).toEqual({ entities: 2 })
    expect((await everything(nextCursor)).changes.map(keyOf)).toEqual(['safe2pay 31', 'safe2pay 32'])
    await env.DB.prepare("UPDATE transactions SET last_received_at = '2026-01-01T00:00:00.000Z'").run()
    expect(await tellUntold(env.DB)).toBeNull()
  })

  it.each([
    '/changes?after=x',
    '/changes?after=MjAyNi0wMy0wMSBhYmM',
    '/changes?limit=0',
    '/changes?cursor=x',
  ])('refuses %s and names the parameter', async (path) => {
    const response = await call(path)
    expect(response.status).toBe(422)
  })
})

describe('updatedSince', () => {
  it('narrows a list to what changed since, and reads few rows where few have', async () => {
    await pay(41, 1)
    await pay(42, 1)
    await scheduler.wait(20)
    const since = new Date().toISOString()
    await scheduler.wait(20)
    await pay(41, 2)
    await advance(0x43, 0)
    const found = await ask<{ items: { transactionId: number }[] }>(`/transactions?updatedSince=${since}`)
    expect(found.items.map(({ transactionId }) => transactionId)).toEqual([41])
    const orders = await ask<{ items: { orderId: string }[] }>(`/orders?updatedSince=${since}`)
    expect(orders.items.map((item) => item.orderId)).toEqual([orderId(0x43)])
    const all = await ask<{ items: unknown[] }>('/transactions?updatedSince=2020-01-01&limit=200')
    expect(all.items.length).toBe((await rows('SELECT 1 FROM transactions')).length)
    expect((await ask<{ items: unknown[] }>('/orders?updatedSince=2099-01-01')).items).toEqual([])
  })
})
