import { describe, expect, it } from 'vitest'
import { random } from '../../scripts/random.ts'
import { askApp } from '../tools/app.ts'
import { orderBody, transactionBody } from '../tools/bodies.ts'
import { watchConsole } from '../tools/console-lines.ts'
import { settleQuarantine, unableToKeep } from '../tools/kept.ts'
import { rows, settle } from '../tools/read-model.ts'
import { newAddress } from '../tools/sender.ts'

const PRODUCTION = 'production-key-of-2026'
const TEST = 'key-for-trying-things-out'
const ORDERS = 'key-of-the-orders-2026'
const IN_URL = 'c4'.repeat(24)
const SAFE2PAY_KEYS = `${PRODUCTION},sandbox:${TEST},${IN_URL}`

type Secrets = Partial<Record<'SAFE2PAY_KEYS' | 'AMPLIA_KEYS', string>>

const written = watchConsole()

const fetch = (path: string, init: RequestInit, secrets: Secrets): Promise<Response> =>
  askApp(
    path,
    { method: 'POST', ...init, headers: { 'CF-Connecting-IP': newAddress(), ...init.headers } },
    { LOCAL: 'false', SAFE2PAY_KEYS, AMPLIA_KEYS: ORDERS, ...secrets },
  )

interface Answer {
  readonly verdict: string | null
  readonly reason: string
  readonly quarantineId: string
}

/** Sends a payment with a key in its body. */
async function pay(
  id: number,
  status: number,
  key: string,
  { path = '', more = {}, ...secrets }: Secrets & { path?: string; more?: object } = {},
): Promise<{ readonly status: number; readonly answer: Answer }> {
  const body = JSON.stringify(transactionBody(id, status, { ...more, SecretKey: key }))
  const response = await fetch(`/webhooks/safe2pay${path}`, { body }, secrets)
  return { status: response.status, answer: await response.json<Answer>() }
}

const replay = async (id: string, secrets: Secrets = {}): Promise<Answer & { resolved: boolean }> => {
  await settleQuarantine()
  const headers = { Authorization: 'Bearer admin-test-key-two' }
  const response = await fetch(`/api/quarantine/${id}/replay`, { headers }, {
    ...secrets,
    ADMIN_KEYS: 'admin-test-key-two',
  } as Secrets)
  return response.json()
}

async function statusOf(id: number): Promise<unknown> {
  await settle()
  return (await rows(`SELECT status, reference FROM transactions WHERE transaction_id = ${id}`))[0]
}

const keptRow = async (id: string) => {
  await settleQuarantine()
  return (
    await rows(`SELECT provider, reason, entity_id, attempts, resolved_at FROM quarantine WHERE id = '${id}'`)
  )[0]
}

describe('an event with a key of the sandbox, in a receiver of production', () => {
  it('is kept apart and leaves the payment of production as it is', async () => {
    expect((await pay(70001, 3, PRODUCTION, { more: { Reference: 'S-9001' } })).status).toBe(200)
    const { status, answer } = await pay(70001, 6, TEST, { more: { Reference: 'teste' } })
    expect(await statusOf(70001)).toEqual({ status: 3, reference: 'S-9001' })
    // Taken, so that nobody sends it again for days: it would be answered the same.
    expect([status, answer.verdict]).toEqual([202, 'ignored'])
    expect(answer.reason).toMatch(/sandbox.*receiver of its own.*--env staging/)
    expect(await keptRow(answer.quarantineId)).toEqual({
      provider: 'safe2pay',
      reason: 'sandbox_key',
      entity_id: '70001',
      attempts: 1,
      resolved_at: null,
    })
  })

  it('leaves no object and no row of its own either', async () => {
    await pay(70002, 3, TEST)
    expect(await statusOf(70002)).toBeUndefined()
    expect(await rows("SELECT 1 FROM transitions WHERE entity_id = '70002'")).toEqual([])
  })

  it('is known by the key in its body, also where it came by the URL of production', async () => {
    const { status, answer } = await pay(70003, 3, TEST, { path: `/${IN_URL}` })
    expect([status, answer.verdict]).toEqual([202, 'ignored'])
    expect(await statusOf(70003)).toBeUndefined()
  })

  it('is known by its key also where that is too short to open anything', async () => {
    const keys = `${IN_URL},sandbox:short`
    expect((await pay(70004, 3, 'short', { SAFE2PAY_KEYS: keys })).status).toBe(401)
    const { status } = await pay(70004, 3, 'short', { SAFE2PAY_KEYS: keys, path: `/${IN_URL}` })
    expect(status).toBe(202)
    expect(await statusOf(70004)).toBeUndefined()
  })

  it('is named in the log by the place and the label of its key', async () => {
    await pay(70005, 3, TEST)
    const [line] = written.of('delivery')
    expect(line).toMatchObject({
      verdict: 'sandbox_key',
      key: { position: 2, label: 'sandbox' },
      httpStatus: 202,
    })
    expect(written.lines.join()).not.toContain(TEST)
  })

  it('is named so in the log, and to its sender, also where it cannot be kept', async () => {
    const response = await askApp(
      `/webhooks/safe2pay/${IN_URL}`,
      { method: 'POST', body: JSON.stringify(transactionBody(70009, 3, { SecretKey: TEST })) },
      { LOCAL: 'false', SAFE2PAY_KEYS, AMPLIA_KEYS: ORDERS, ...unableToKeep },
    )
    expect([response.status, response.headers.get('Catraca-Key-Label')]).toEqual([503, 'sandbox'])
    const [line] = written.of('delivery')
    expect(line).toMatchObject({ verdict: 'unavailable', key: { position: 2, label: 'sandbox' } })
  })

  it('counts up as it comes again, and is not counted with the same body of production', async () => {
    const first = await pay(70006, 3, TEST)
    expect((await pay(70006, 3, TEST)).answer.quarantineId).toBe(first.answer.quarantineId)
    expect((await pay(70006, 3, PRODUCTION)).answer.verdict).toBe('applied')
    await settle()
    // Production has judged the same body: the sandbox's is not judged by that.
    expect(await keptRow(first.answer.quarantineId)).toMatchObject({ attempts: 2, resolved_at: null })
  })

  it('is kept apart too where no event can be made of it', async () => {
    const text = `{"IdTransaction":70007,"SecretKey":"${TEST}",`
    const response = await fetch('/webhooks/safe2pay', { body: text }, {})
    expect(response.status).toBe(202)
    const { quarantineId } = await response.json<Answer>()
    expect(await keptRow(quarantineId)).toMatchObject({ reason: 'sandbox_key', entity_id: '70007' })
  })

  it('holds of an order as of a payment', async () => {
    const order = orderBody({ orderId: '0195a9dc-c0f0-4f5c-83d3-000000070008' })
    const init = { body: JSON.stringify(order), headers: { 'X-Api-Key': TEST } }
    const response = await fetch('/webhooks/amplia', init, { AMPLIA_KEYS: `${ORDERS},sandbox:${TEST}` })
    expect(response.status).toBe(202)
    await settle()
    expect(await rows("SELECT 1 FROM transitions WHERE entity_id LIKE '%070008'")).toEqual([])
  })

  it('answers a ping as ever', async () => {
    const init = { body: '{}', headers: { 'X-Api-Key': TEST } }
    expect((await fetch('/webhooks/safe2pay', init, {})).status).toBe(200)
    const get = { method: 'GET', headers: { 'X-Api-Key': TEST } }
    expect((await fetch('/webhooks/safe2pay', get, {})).status).toBe(204)
  })
})

describe('any mixture of events of both', () => {
  it('ends as the events of production alone do', async () => {
    const dice = random(20261126)
    for (let step = 0; step < 120; step += 1) {
      const [id, status] = [dice.below(6), dice.pick([1, 2, 3, 5, 6, 7, 8, 12, 13, 15, 19])]
      const way = dice.chance(0.5) ? { path: `/${IN_URL}` } : {}
      if (dice.chance(0.5)) await pay(70100 + id, status, TEST, { ...way, more: { Reference: 'teste' } })
      else for (const twin of [70100, 70200]) await pay(twin + id, status, PRODUCTION, way)
    }
    await settle()
    const stands = (from: number) =>
      rows(`SELECT transaction_id % 100 AS id, status, reference, refused, revision FROM transactions
        WHERE transaction_id BETWEEN ${from} AND ${from + 99} ORDER BY id`)
    expect((await stands(70100)).length).toBeGreaterThan(4)
    expect(await stands(70100)).toEqual(await stands(70200))
  })
})

describe('events of both in one body', () => {
  const list = (...events: readonly (readonly [number, string | null])[]): string =>
    JSON.stringify(
      events.map(([id, key]) => {
        const { SecretKey: _, ...body } = transactionBody(id, 3)
        return key === null ? body : { ...body, SecretKey: key }
      }),
    )
  const verdicts = async (response: Response) =>
    (await response.json<Answer[]>()).map(({ verdict }) => verdict)

  it('are told apart, each by its own key', async () => {
    const body = list([70011, PRODUCTION], [70012, TEST])
    const response = await fetch('/webhooks/safe2pay', { body }, {})
    expect(await verdicts(response)).toEqual(['applied', 'ignored'])
    expect(await statusOf(70012)).toBeUndefined()
  })

  it('take one without a key for the sandbox’s where only others open', async () => {
    const body = list([70013, null], [70014, TEST])
    expect(await verdicts(await fetch('/webhooks/safe2pay', { body }, {}))).toEqual(['ignored', 'ignored'])
    const byUrl = list([70015, null], [70016, TEST])
    const response = await fetch(`/webhooks/safe2pay/${IN_URL}`, { body: byUrl }, {})
    expect(await verdicts(response)).toEqual(['applied', 'ignored'])
  })
})

describe('a body of the sandbox that was kept apart', () => {
  it('is not judged by a replay, as long as its key has the label or is gone', async () => {
    const { answer } = await pay(70021, 6, TEST)
    for (const keys of [SAFE2PAY_KEYS, PRODUCTION, `${PRODUCTION},${TEST},sandbox:${TEST}`]) {
      expect(await replay(answer.quarantineId, { SAFE2PAY_KEYS: keys })).toMatchObject({
        resolved: false,
        verdict: null,
        reason: expect.stringMatching(/labelled sandbox/),
      })
    }
    expect(await statusOf(70021)).toBeUndefined()
  })

  it('is judged by a replay once its key has lost a label that was a mistake', async () => {
    const { answer } = await pay(70022, 3, TEST)
    const keys = `${PRODUCTION},${TEST}`
    expect(await replay(answer.quarantineId, { SAFE2PAY_KEYS: keys })).toMatchObject({ verdict: 'applied' })
    expect(await statusOf(70022)).toMatchObject({ status: 3 })
    expect(await pay(70022, 3, TEST, { SAFE2PAY_KEYS: keys })).toMatchObject({
      answer: { verdict: 'duplicate' },
    })
  })
})

describe('a receiver of which every key is labelled', () => {
  const own = { SAFE2PAY_KEYS: `sandbox:${TEST}`, AMPLIA_KEYS: `Sandbox : ${ORDERS}` }

  it('takes the sandbox’s events as its own', async () => {
    expect((await pay(70031, 3, TEST, own)).answer.verdict).toBe('applied')
    expect(await statusOf(70031)).toMatchObject({ status: 3 })
  })

  it('is one of production again with the first key that has no label, of whichever provider', async () => {
    const { status } = await pay(70032, 3, TEST, { ...own, AMPLIA_KEYS: ORDERS })
    expect(status).toBe(202)
  })

  it('keeps what cannot be read for a replay of its own, and not for one of production', async () => {
    const { answer } = await pay(0, 3, TEST, { ...own, more: { IdTransaction: 'none' } })
    expect(await keptRow(answer.quarantineId)).toMatchObject({ reason: 'invalid_schema' })
    expect((await replay(answer.quarantineId, own)).reason).toMatch(/cannot be judged/)
    expect((await replay(answer.quarantineId)).reason).toMatch(/labelled sandbox/)
  })
})

describe('the label', () => {
  it('is not part of the key: it opens nothing, and the key without it does', async () => {
    expect((await pay(70041, 3, `sandbox:${TEST}`)).status).toBe(401)
  })

  it('hides the key from what is kept like any other', async () => {
    const { answer } = await pay(70042, 3, TEST, { more: { Vendor: `Loja ${TEST}` } })
    const headers = { Authorization: 'Bearer admin-test-key-two' }
    const init = { method: 'GET', headers }
    await settleQuarantine()
    const kept = await (await fetch(`/api/quarantine/${answer.quarantineId}`, init, {})).text()
    expect(kept).toContain('Loja [key]')
    expect(kept).not.toContain(TEST)
  })

  it('need not be there where the key says itself whose it is', async () => {
    const keys = `${PRODUCTION},sandbox-key-0123456789`
    expect((await pay(70043, 3, 'sandbox-key-0123456789', { SAFE2PAY_KEYS: keys })).status).toBe(202)
  })
})
