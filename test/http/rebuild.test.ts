/** Asked by their hexadecimal ids, as Cloudflare lists them, objects bring to D1 whatever it lost, before they answer. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { askApp } from '../tools/app.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { oldDisk } from '../tools/disks.ts'
import { d1Error, faultyD1, outage } from '../tools/faulty-d1.ts'
import { keptObject, settleKept } from '../tools/kept.ts'
import { apply, connect, drain, inside, objectOf, type Stub } from '../tools/object.ts'
import { ADMIN_KEY, ask, call } from '../tools/operator.ts'
import { problemIn } from '../tools/problem.ts'
import { rows } from '../tools/read-model.ts'
import { written } from '../tools/row-counter.ts'
import { post } from '../tools/sender.ts'

interface Answer {
  readonly entities: number
  readonly nextCursor: string | null
  readonly objects: Readonly<Record<'events' | 'heads' | 'bodies', number>> &
    Readonly<Record<'empty' | 'waiting' | 'nameless', readonly string[]>>
}

const rebuild = (...ids: readonly string[]) => ask<Answer>('/reproject', { method: 'POST', body: { ids } })

const idOf = (provider: 'amplia' | 'safe2pay', id: string | number): string =>
  String(objectOf(provider, id).id)

const TABLES = ['orders', 'transactions', 'transitions', 'quarantine', 'quarantine_sizes']

/** Every row of the read model, but for the time at which it came there. */
const readModel = () =>
  Promise.all(
    TABLES.map(async (table) =>
      (await rows(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)).map(
        ({ projected_at: _, change: __, ...row }) => row,
      ),
    ),
  )

const lose = async () => {
  for (const table of TABLES) await env.DB.exec(`DELETE FROM ${table}`)
}

let kept = ''

beforeAll(async () => {
  await apply('amplia', orderBody({ orderId: orderId(1) }))
  await apply('safe2pay', transactionBody(1, 1))
  await apply('safe2pay', transactionBody(1, 3))
  await drain(objectOf('amplia', orderId(1)))
  await drain(objectOf('safe2pay', 1))
  const refused = await post('safe2pay', { IdTransaction: 2, TransactionStatus: { Id: 'paid' } })
  kept = (await problemIn(refused, 422)).quarantineId ?? ''
  await settleKept(keptObject(kept))
})

describe('POST /api/reproject with ids', () => {
  it('brings back every row that D1 had of orders, payments and bodies in quarantine', async () => {
    const before = await readModel()
    expect(before.map((table) => table.length)).toEqual([1, 1, 3, 1, 1])
    await lose()
    const answer = await rebuild(
      idOf('amplia', orderId(1)),
      idOf('safe2pay', 1),
      idOf('safe2pay', 404),
      String(keptObject(kept).id),
    )
    expect(answer).toEqual({
      entities: 2,
      nextCursor: null,
      objects: {
        events: 3,
        heads: 2,
        bodies: 1,
        empty: [idOf('safe2pay', 404)],
        waiting: [],
        nameless: [],
      },
    })
    expect(await readModel()).toEqual(before)
  })

  it('writes nothing in the object, and leaves what D1 has', async () => {
    const stub = objectOf('safe2pay', 1)
    const before = await rows("SELECT * FROM transitions WHERE provider = 'safe2pay'")
    expect(await written(stub, () => rebuild(String(stub.id)))).toEqual({ rows: 0, alarms: 0 })
    expect(await rows("SELECT * FROM transitions WHERE provider = 'safe2pay'")).toEqual(before)
  })

  it('names those that D1 did not take, which are asked again', async () => {
    const stub = objectOf('safe2pay', 1)
    await lose()
    const { plan, mend } = outage(d1Error('Network connection lost.'))
    await connect(stub, faultyD1(env.DB, plan).d1)
    const id = String(stub.id)
    expect(await rebuild(id)).toMatchObject({ entities: 0, objects: { events: 0, waiting: [id] } })
    mend()
    expect(await rebuild(id)).toMatchObject({ entities: 1, objects: { events: 2, waiting: [] } })
  })

  it('names an entity of version 0.1.0 that cannot know which it is, until it is asked for by its own id', async () => {
    const { provider, entityId, statements } = oldDisk('payment-erased')
    const id = idOf(provider, entityId)
    // Never by its name: an instance that once was reached by it keeps it.
    const stub: Stub = env.ENTITIES.get(env.ENTITIES.idFromString(id))
    await inside(stub, (_, { sql }) => {
      for (const statement of statements) sql.exec(statement)
      sql.exec("UPDATE log SET body = 'null'")
    })
    expect(await rebuild(id)).toMatchObject({ entities: 0, objects: { nameless: [id], waiting: [] } })
    expect((await call(`/transactions/${entityId}/reproject`, { method: 'POST' })).status).toBe(200)
    expect(await rebuild(id)).toMatchObject({ entities: 1, objects: { nameless: [] } })
    expect((await rows('SELECT 1 FROM transactions WHERE transaction_id = ?', entityId)).length).toBe(1)
  })

  it('takes a hundred ids at once', async () => {
    const ids = Array.from({ length: 100 }, (_, place) => idOf('safe2pay', 5000 + place))
    expect((await rebuild(...ids)).objects.empty).toEqual(ids)
  })

  it.each<readonly [string, unknown]>([
    ['none', { ids: [] }],
    ['a hundred and one', { ids: Array.from({ length: 101 }, () => '0'.repeat(64)) }],
    ['one that is too short', { ids: ['ab'] }],
    ['one of no object', { ids: ['f'.repeat(64)] }],
    ['the vault', { ids: [String(env.VAULT.idFromName('vault'))] }],
    ['no list', { ids: 'all' }],
    ['another field', { all: true }],
    ['null', null],
    ['text', 'ids'],
  ])('refuses %s with 422', async (_, body) => {
    await problemIn(await call('/reproject', { method: 'POST', body }), 422)
  })

  it('does not take a body that was cut off for none, which would have everything sent again', async () => {
    await problemIn(
      await askApp('/api/reproject', {
        method: 'POST',
        headers: { Authorization: `Bearer ${ADMIN_KEY}` },
        body: '{"ids":["ab',
      }),
      422,
    )
  })
})
