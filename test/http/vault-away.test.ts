/**
 * While the vault cannot be reached, nothing is taken that would join nothing for good. In a file of its own: a Worker
 * asks the vault once, and then has the key in memory. Each test goes on where the one before ended.
 */
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { operate } from '../tools/app.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { consoleLines } from '../tools/console-lines.ts'
import { ADMIN_KEY } from '../tools/operator.ts'
import { problemIn } from '../tools/problem.ts'
import { rows, settle, transaction } from '../tools/read-model.ts'
import { post } from '../tools/sender.ts'

const away = {
  ...env,
  VAULT: {
    getByName: () => ({ digestKey: () => Promise.reject(new Error('Network connection lost.')) }),
  } as unknown as Env['VAULT'],
}

const search = () => operate('/api/transactions?reference=S-1', { key: ADMIN_KEY }, away)

it('answers 503 to an event with a number, stores nothing, and says why in the log without the number', async () => {
  const { lines, restore } = consoleLines()
  const responses = [
    await post('amplia', orderBody({ orderId: orderId(1), orderNumber: '297.422.370-26' }), {
      bindings: away,
    }),
    await post('safe2pay', transactionBody(1, 3, { Reference: '297.422.370-26' }), { bindings: away }),
  ]
  restore()
  for (const response of responses) {
    await problemIn(response, 503)
    expect(response.headers.get('Retry-After')).toBe('30')
  }
  await settle()
  for (const table of ['orders', 'transactions', 'transitions', 'quarantine']) {
    expect(await rows(`SELECT * FROM ${table}`)).toEqual([])
  }
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'delivery', entity: orderId(1), verdict: 'unavailable', error: 'Network connection lost.' },
    { event: 'delivery', entity: '1', verdict: 'unavailable', error: 'Network connection lost.' },
  ])
  expect(lines.join()).not.toContain('297')
})

it('takes an event that names no number: it needs no key', async () => {
  expect((await post('safe2pay', transactionBody(2, 3, { Reference: '' }), { bindings: away })).status).toBe(
    200,
  )
})

it('answers 503 to a search by number', async () => {
  const { restore } = consoleLines()
  await problemIn(await search(), 503)
  restore()
})

it('takes the event when the sender sends it again and the vault is back', async () => {
  const response = await post('safe2pay', transactionBody(1, 3, { Reference: 'S-1' }))
  expect(await response.json()).toMatchObject({ verdict: 'applied' })
  await settle()
  expect(await transaction(1)).toMatchObject({ sale_key: expect.any(String) })
})

it('needs the vault no more once it has the key', async () => {
  expect(
    (await post('safe2pay', transactionBody(3, 3, { Reference: 'S-3' }), { bindings: away })).status,
  ).toBe(200)
  expect(await (await search()).json()).toMatchObject({ items: [{ transactionId: 1 }] })
})
