/** Events of version 0.1.0 have numbers and no keys: a reprojection gives them the keys, so that their orders join. */
import { describe, expect, it } from 'vitest'
import { digest } from '../../src/providers/digest.ts'
import { providerNamed } from '../../src/providers/index.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { diskOf, drain, inside, objectOf } from '../tools/object.ts'
import { ask } from '../tools/operator.ts'
import { order, rows, settle, transaction } from '../tools/read-model.ts'
import { deliver, type ProviderName } from '../tools/sender.ts'

/** As version 0.1.0 had its object take a body. */
async function takenBefore(provider: ProviderName, id: string | number, body: unknown): Promise<void> {
  const reading = providerNamed(provider).read(body, await digest(body))
  if (reading.kind !== 'event') throw new Error(reading.kind)
  await objectOf(provider, id).apply(reading.event)
  await drain(objectOf(provider, id))
}

const joined = async (id: string): Promise<readonly unknown[]> =>
  (await rows('SELECT transaction_id FROM order_payments WHERE order_id = ?', id)).map(
    (row) => row.transaction_id,
  )

const factsOf = async (provider: ProviderName, id: string | number) =>
  (await diskOf(objectOf(provider, id))).log.map(({ facts }) => JSON.parse(facts))

const CPF = '297.422.370-26'

describe('an order and a payment of version 0.1.0', () => {
  it('do not join, and do once they are reprojected, without their numbers standing anywhere new', async () => {
    const id = orderId(1)
    await takenBefore('amplia', id, orderBody({ orderId: id, orderSaleNumber: CPF }))
    await takenBefore('safe2pay', 1, transactionBody(1, 1, { Reference: CPF }))
    await takenBefore('safe2pay', 1, transactionBody(1, 3, { Reference: '' }))
    expect(await order(id)).toMatchObject({ sale_number: '***.422.370-**', sale_key: null })
    expect(await joined(id)).toEqual([])
    expect(await ask('/reproject', { method: 'POST' })).toMatchObject({ entities: 2 })
    await settle()
    expect(await joined(id)).toEqual([1])
    expect(JSON.stringify(await factsOf('amplia', id))).not.toContain('297')
    expect(await transaction(1)).toMatchObject({ status: 3, reference: '***.422.370-**' })
  })

  it('join as soon as a new event names the number', async () => {
    const id = orderId(2)
    await takenBefore('amplia', id, orderBody({ orderId: id, orderSaleNumber: 'S-2' }))
    await takenBefore('safe2pay', 2, transactionBody(2, 1, { Reference: 'S-2' }))
    await deliver('safe2pay', transactionBody(2, 3, { Reference: 'S-2' }))
    await deliver(
      'amplia',
      orderBody({
        orderId: id,
        orderSaleNumber: 'S-2',
        previousStatus: 'WaitingValidation',
        status: 'InValidation',
        date: '2025-03-18T16:00:00Z',
      }),
    )
    await settle()
    expect(await joined(id)).toEqual([2])
  })

  it('give the head the key of the number that it shows', async () => {
    await takenBefore('safe2pay', 3, transactionBody(3, 1, { Reference: 'S-3' }))
    await takenBefore('safe2pay', 3, transactionBody(3, 3, { Reference: 'S-33' }))
    // Refused, so its number is not the payment's.
    await takenBefore('safe2pay', 3, transactionBody(3, 1, { Reference: 'S-333' }))
    await ask('/transactions/3/reproject', { method: 'POST' })
    await settle()
    const found = async (number: string) =>
      (await ask<{ items: readonly unknown[] }>(`/transactions?reference=${number}`)).items.length
    expect(await transaction(3)).toMatchObject({ status: 3, reference: 'S-33' })
    expect([await found('S-3'), await found('S-33'), await found('S-333')]).toEqual([0, 1, 0])
  })
})

describe('the completion of keys', () => {
  it('writes nothing where every event has its keys', async () => {
    await deliver('safe2pay', transactionBody(11, 3, { Reference: 'S-11' }))
    await deliver('safe2pay', transactionBody(11, 6, { Reference: '' }))
    await settle()
    const before = await diskOf(objectOf('safe2pay', 11))
    await objectOf('safe2pay', 11).completeKeys()
    expect(await diskOf(objectOf('safe2pay', 11))).toEqual(before)
  })

  it('makes no tables in an object of which nothing is known', async () => {
    await objectOf('safe2pay', 12).completeKeys()
    expect((await diskOf(objectOf('safe2pay', 12))).state).toBeNull()
  })

  it('leaves an erased event alone, also where it was erased meanwhile', async () => {
    await takenBefore('safe2pay', 13, transactionBody(13, 3, { Reference: CPF }))
    const stub = objectOf('safe2pay', 13)
    await inside(stub, async (entity) => {
      // Both are begun at once: the erasure is through before the digest is there.
      const completing = entity.completeKeys()
      entity.erase(null)
      await completing
    })
    await settle()
    expect(await factsOf('safe2pay', 13)).toMatchObject([{ reference: null }])
    expect(JSON.stringify(await factsOf('safe2pay', 13))).not.toMatch(/saleKey":"/)
    expect(await transaction(13)).toMatchObject({ reference: null, sale_key: null })
    await ask('/transactions/13/reproject', { method: 'POST' })
    await settle()
    expect(await transaction(13)).toMatchObject({ sale_key: null })
  })

  it('is told to D1 even where nobody asks for a reprojection after it', async () => {
    await takenBefore('safe2pay', 14, transactionBody(14, 3, { Reference: 'S-14' }))
    await inside(objectOf('safe2pay', 14), (entity) => entity.completeKeys())
    await settle()
    expect(await transaction(14)).toMatchObject({ sale_key: expect.stringMatching(/^[0-9a-f]{32}$/) })
  })
})
