/** A message that waits in quarantine is seen where somebody looks at the order or the payment that it is about. */
import { describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { settleQuarantine } from '../tools/kept.ts'
import { ask } from '../tools/operator.ts'
import { html, links, visit } from '../tools/pages.ts'
import { settle } from '../tools/read-model.ts'
import { deliver, keep } from '../tools/sender.ts'

const broken = (id: number, more: object = {}) => ({
  ...transactionBody(id, 3),
  TransactionStatus: {},
  ...more,
})

interface Waiting {
  readonly id: string
  readonly reason: string
}

describe('what waits for a payment', () => {
  it('is named, with a link, on its page and in the API, until it is resolved', async () => {
    await deliver('safe2pay', transactionBody(81001, 1))
    await settle()
    expect(await html('/transactions/81001')).not.toContain('waits in quarantine')
    const id = await keep('safe2pay', broken(81001))
    const page = await html('/transactions/81001')
    expect(page).toContain('1 message about it waits in quarantine.')
    expect(await links(page)).toContain(`/quarantine/${id}`)
    expect(await html('/transactions/81001', { language: 'pt' })).toContain(
      '1 mensagem relacionada aguarda na quarentena.',
    )
    const before = await ask<{ quarantined: Waiting[] }>('/transactions/81001')
    expect(before.quarantined).toMatchObject([{ id, reason: 'invalid_schema', attempts: 1 }])
    await ask(`/quarantine/${id}/dismiss`, { method: 'POST', body: { reason: 'a test' } })
    await settleQuarantine()
    expect(await html('/transactions/81001')).not.toContain('waits in quarantine')
    expect((await ask<{ quarantined: Waiting[] }>('/transactions/81001')).quarantined).toEqual([])
  })

  it('is named where the payment is known by nothing else', async () => {
    const id = await keep('safe2pay', broken(81002))
    const response = await visit('/transactions/81002')
    expect(response.status).toBe(404)
    expect(await links(await response.text())).toContain(`/quarantine/${id}`)
  })

  it('is not another one’s', async () => {
    await keep('safe2pay', broken(81003))
    await deliver('safe2pay', transactionBody(81004, 1))
    expect((await ask<{ quarantined: Waiting[] }>('/transactions/81004')).quarantined).toEqual([])
  })
})

describe('what waits for an order', () => {
  it('is named on its page and in the API, whatever the case of its id', async () => {
    const id = orderId(81005)
    await deliver('amplia', orderBody({ orderId: id }))
    await settle()
    const kept = await keep('amplia', orderBody({ orderId: `{${id.toUpperCase()}}`, status: '' }))
    expect(await links(await html(`/orders/${id}`))).toContain(`/quarantine/${kept}`)
    const { quarantined } = await ask<{ quarantined: Waiting[] }>(`/orders/${id.toUpperCase()}`)
    expect(quarantined.map((each) => each.id)).toEqual([kept])
  })
})

describe('the quarantine', () => {
  it('is asked for what concerns an order or a payment, and by the number of a sale', async () => {
    const one = await keep('safe2pay', broken(81006, { Reference: 'S-81006' }))
    const other = await keep('safe2pay', broken(81007, { Reference: 'S-81007' }))
    const found = async (query: string) =>
      (await ask<{ items: Waiting[] }>(`/quarantine?${query}`)).items.map(({ id }) => id)
    expect(await found('entityId=81006')).toEqual([one])
    expect(await found('entityId=0081006')).toEqual([one])
    expect(await found('reference=S-81007')).toEqual([other])
    expect(await found('reference=S-81007&entityId=81006')).toEqual([])
  })
})
