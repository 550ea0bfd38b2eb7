/** An operator has the sender asked about one payment, by the API and by its page. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { askApp } from '../tools/app.ts'
import { API_KEY, asking, senderHas, senderHeard } from '../tools/asking.ts'
import { transactionBody } from '../tools/bodies.ts'
import { consoleLines } from '../tools/console-lines.ts'
import { ADMIN_KEY } from '../tools/operator.ts'
import { settle } from '../tools/read-model.ts'
import { deliver } from '../tools/sender.ts'

const ID = 640_001

const call = (path: string, method = 'POST', bindings: Env = asking(), key = ADMIN_KEY): Promise<Response> =>
  askApp(path, { method, redirect: 'manual', headers: { Authorization: `Bearer ${key}` } }, bindings)

beforeAll(async () => {
  await deliver('safe2pay', transactionBody(ID, 3))
  await deliver('safe2pay', transactionBody(ID, 1))
  await settle()
})

describe('POST /api/transactions/:id/ask', () => {
  it('answers 409 without a key of the API, and says which secret to set', async () => {
    const response = await call(`/api/transactions/${ID}/ask`, 'POST', env)
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({
      type: 'urn:catraca:problem:asking-off',
      detail: expect.stringContaining('SAFE2PAY_API_KEY'),
    })
  })

  it('is for operators alone', async () => {
    expect((await call(`/api/transactions/${ID}/ask`, 'POST', asking(), 'wrong')).status).toBe(401)
  })

  it.each(['0', '-1', 'abc', '99999999999999999', '1e3'])(
    'answers 404 to %s, and asks nobody',
    async (id) => {
      await senderHas({})
      expect((await call(`/api/transactions/${id}/ask`)).status).toBe(404)
      expect(await senderHeard()).toEqual([])
    },
  )

  it('tells what the sender said, and what was done', async () => {
    await senderHas({ transactions: [{ id: ID, status: '3' }] })
    const written = consoleLines()
    const response = await call(`/api/transactions/${ID}/ask`)
    written.restore()
    expect(await response.json()).toEqual({
      id: String(ID),
      result: 'settled',
      told: { status: '3', statusName: 'Autorizado' },
      error: null,
      askedAgainAt: null,
    })
    expect(written.lines.join()).toContain('"action":"ask"')
    expect(written.lines.join()).not.toContain(API_KEY)
  })

  it('tells why the sender was not believed', async () => {
    await senderHas({ transactions: [{ id: ID, status: 3 }], faults: [{ kind: 'webhook_shape' }] })
    expect(await (await call(`/api/transactions/${ID}/ask`)).json()).toMatchObject({
      result: 'failed',
      told: null,
      error: { kind: 'unknown_status' },
      askedAgainAt: expect.stringMatching(/Z$/),
    })
  })
})

describe("the payment's page", () => {
  it('has a button that asks, what came of it, and in the history what was read', async () => {
    await senderHas({ transactions: [{ id: ID, status: 3 }] })
    const response = await call(`/transactions/${ID}/ask`)
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe(`/transactions/${ID}?done=ask_same`)
    await settle()
    const page = await (await call(`/transactions/${ID}?done=ask_same`, 'GET')).text()
    expect(page).toContain('Safe2Pay reports the same status.')
    expect(page).toContain(`action="/transactions/${ID}/ask"`)
    expect(page).toContain('not received: reported by the sender when asked')
    expect(page).toContain('The sender was asked and says the same')
  })

  it('says what is missing where nobody is asked', async () => {
    const page = await (await call(`/transactions/${ID}`, 'GET', env)).text()
    expect(page).toContain('SAFE2PAY_API_KEY')
    expect(page).not.toContain(`action="/transactions/${ID}/ask"`)
    expect((await call(`/transactions/${ID}/ask`, 'POST', env)).headers.get('Location')).toContain(
      'done=ask_off',
    )
  })
})

describe('the page System and GET /api/completeness', () => {
  it('say whether the sender is asked', async () => {
    expect(await (await call('/system', 'GET', env)).text()).toContain('Safe2Pay is not asked')
    expect(await (await call('/system', 'GET')).text()).not.toContain('Safe2Pay is not asked')
    expect(await (await call('/api/completeness', 'GET')).json()).toEqual({ isOn: true, nights: [] })
  })
})
