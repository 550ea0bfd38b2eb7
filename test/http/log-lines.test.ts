/**
 * A delivery leaves exactly one line: JSON with numbers and names of our own, and nothing of the sender's but
 * the entity's id and its status.
 */
import { runDurableObjectAlarm } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { arriving } from '../tools/arriving.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { gzip } from '../tools/compression.ts'
import { watchConsole } from '../tools/console-lines.ts'
import { unableToKeep } from '../tools/kept.ts'
import { PAYLOADS, payload } from '../tools/payloads.ts'
import { order, settle } from '../tools/read-model.ts'
import { deliver, fingerprint, KEYS, newAddress, post, URL_KEYS } from '../tools/sender.ts'

const written = watchConsole()

/** The only line, parsed. Lines about projections come from objects, not from deliveries. */
function onlyLine(): Readonly<Record<string, unknown>> {
  expect(written.lines).toHaveLength(1)
  const [line = ''] = written.lines
  expect(line).not.toMatch(/[\r\n]/)
  return JSON.parse(line)
}

const sizeOf = (body: unknown): number => new TextEncoder().encode(JSON.stringify(body)).byteLength

describe('the line of a judged delivery', () => {
  it('has provider, entity, verdict, status, revision, ms and bytes of an order', async () => {
    const body = orderBody({ orderId: orderId(1), validationAgent: { name: 'João' } })
    await deliver('amplia', body)
    expect(onlyLine()).toMatchObject({
      provider: 'amplia',
      entity: orderId(1),
      verdict: 'applied',
      status: 'WaitingValidation',
      revision: 1,
      ms: expect.any(Number),
      bytes: sizeOf(body),
    })
  })

  it('has the same of a transaction', async () => {
    const body = transactionBody(31001, 3)
    await deliver('safe2pay', body)
    expect(onlyLine()).toMatchObject({
      provider: 'safe2pay',
      entity: '31001',
      verdict: 'applied',
      status: '3',
      revision: 1,
      ms: expect.any(Number),
      bytes: sizeOf(body),
    })
  })

  it('tells how long it took, in whole milliseconds that are not negative', async () => {
    await deliver('safe2pay', transactionBody(31002, 3))
    const { ms } = onlyLine()
    expect(Number.isInteger(ms)).toBe(true)
    expect(Number(ms)).toBeGreaterThanOrEqual(0)
    expect(Number(ms)).toBeLessThan(10_000)
  })

  it.each([
    ['amended', 31101, 3, { Amount: 151 }, 2],
    ['duplicate', 31102, 3, {}, 1],
    ['regression', 31103, 1, {}, 2],
    ['conflict', 31104, 18, {}, 2],
    ['unknown', 31105, 9, {}, 2],
  ])('is one for the verdict %s', async (verdict, id, status, fields, revision) => {
    await deliver('safe2pay', transactionBody(id, 3))
    written.forget()
    await deliver('safe2pay', transactionBody(id, status, fields))
    expect(onlyLine()).toMatchObject({ entity: String(id), verdict, status: String(status), revision })
  })

  it('has no revision where there is no head', async () => {
    await deliver('safe2pay', transactionBody(31003, 17))
    const line = onlyLine()
    expect(line).toMatchObject({ entity: '31003', verdict: 'unknown', status: '17' })
    expect(line.revision ?? null).toBeNull()
  })

  it('tells which key was used by its position and the start of its SHA-256', async () => {
    for (const [place, key] of KEYS.safe2pay.entries()) {
      written.forget()
      await deliver('safe2pay', transactionBody(31005 + place, 3), { key })
      expect(onlyLine()).toMatchObject({ key: { position: place + 1, fingerprint: await fingerprint(key) } })
    }
  })

  it('tells the same of a key that stood in the URL or in the body', async () => {
    const [first] = KEYS.safe2pay
    const third = URL_KEYS.safe2pay
    await deliver('safe2pay', transactionBody(31007, 3), { key: null, path: `/${third}` })
    expect(onlyLine()).toMatchObject({ key: { position: 3, fingerprint: await fingerprint(third) } })
    written.forget()
    await deliver('safe2pay', transactionBody(31008, 3, { SecretKey: first }), { key: null })
    expect(onlyLine()).toMatchObject({ key: { position: 1, fingerprint: await fingerprint(first) } })
  })

  it('counts the bytes that arrived, not those that gzip unpacks to', async () => {
    const packed = await gzip(JSON.stringify(transactionBody(31004, 3, { Note: 'x'.repeat(10_000) })))
    await deliver('safe2pay', packed, { headers: { 'Content-Encoding': 'gzip' } })
    expect(onlyLine()).toMatchObject({ bytes: packed.byteLength })
  })
})

describe('the line of a delivery that is not judged', () => {
  const key = KEYS.safe2pay[1]

  it.each([
    ['without a key', 401, { key: null }, '{}'],
    ['with a wrong key', 401, { key: 'wrong' }, '{}'],
    ['that is too large', 413, { key }, 'x'.repeat(300_000)],
    ['in another encoding', 415, { key, headers: { 'Content-Encoding': 'br' } }, '{}'],
    ['that is not JSON', 400, { key }, 'hello'],
    ['that is empty', 200, { key }, ''],
    ['that says nothing', 200, { key }, '{}'],
    ['that breaks the schema', 422, { key }, '{"IdTransaction":1}'],
    ['of another kind', 202, { key }, '{"IdSubscription":1}'],
    ['asked for with GET', 405, { key: null, method: 'GET' }, undefined],
    ['asked for with GET and a key', 204, { key, method: 'GET' }, undefined],
    ['behind a longer path', 404, { key, path: '/a/b' }, '{}'],
  ])('is one for a body %s: %i', async (_, status, options, body) => {
    const response = await post('safe2pay', body, options)
    expect(response.status).toBe(status)
    const line = onlyLine()
    expect(line.provider).toBe(status === 404 ? undefined : 'safe2pay')
    expect(line).toMatchObject({ verdict: expect.stringMatching(/^[a-z_]+$/) })
    expect(line).toMatchObject({ ms: expect.any(Number) })
    expect(JSON.stringify(line)).toContain(String(status))
  })

  it.each([
    ['none where none was right', { key: 'wrong' }, '{}', 0],
    ['one where the body is too large', { key }, 'x'.repeat(300_000), 2],
    ['one where the body is not JSON', { key }, 'hello', 2],
    ['one where the body breaks the schema', { key }, '{"IdTransaction":1}', 2],
    ['one that stands in a body which is no JSON', { key: null }, `<SecretKey>${key}</SecretKey>`, 2],
  ])('names the key that was used: %s', async (_, options, body, position) => {
    await post('safe2pay', body, options)
    expect((onlyLine().key as { position: number } | undefined)?.position ?? 0).toBe(position)
  })

  it.each([
    ['key', 401, { key: 'wrong' }, '{}'],
    ['key', 401, { key: null }, '{}'],
    ['key', 401, { key: null }, '{"SecretKey":"wrong"}'],
    ['key', 401, { key: null }, '{"SecretKey":"wrong",'],
    ['key', 401, { key: 'wrong' }, 'no JSON'],
    ['body', 401, { key: null }, 'no JSON'],
    ['body', 401, { key: null, headers: { 'Content-Encoding': 'br' } }, '{}'],
    ['body', 400, { key }, 'no JSON'],
    ['body', 400, { key: null }, `{"SecretKey":"${key}",`],
    ['body', 413, { key }, 'x'.repeat(300_000)],
    ['body', 415, { key, headers: { 'Content-Encoding': 'br' } }, '{}'],
    ['body', 422, { key }, '{"IdTransaction":1}'],
    [undefined, 200, { key }, '{}'],
  ])('tells that the %s was wrong: %i for %o and %s', async (wrong, status, options, body) => {
    expect((await post('safe2pay', body, options)).status).toBe(status)
    expect(onlyLine().wrong).toBe(wrong)
  })

  it('is one for a list of events, with how many they were and what became of them', async () => {
    const events = [transactionBody(31201, 3), transactionBody(31201, 3), { IdTransaction: 31201 }, {}]
    await post('safe2pay', events)
    expect(onlyLine()).toMatchObject({
      provider: 'safe2pay',
      verdict: 'several',
      events: 4,
      verdicts: { applied: 1, duplicate: 1, invalid_schema: 1, ping: 1 },
      httpStatus: 200,
    })
  })

  it.each(['/webhooks', '/webhooks/nobody', '/webhooks/amplia/a/b'])('is one for %s', async (path) => {
    const response = await exports.default.fetch(`https://catraca.test${path}`, { method: 'POST' })
    expect(response.status).toBe(404)
    expect(onlyLine()).toMatchObject({ event: 'delivery', verdict: 'not_found', httpStatus: 404 })
  })

  it('is one for a body of another type', async () => {
    expect((await post('amplia', { type: 'Another' })).status).toBe(202)
    expect(onlyLine()).toMatchObject({ provider: 'amplia', verdict: expect.any(String), bytes: 18 })
  })

  it('is one for an address with too many wrong keys', async () => {
    const headers = { 'CF-Connecting-IP': newAddress() }
    let status = 401
    // More than the limit, because its minute may begin anew in between.
    for (let count = 0; status === 401 && count < 250; count += 1) {
      written.forget()
      status = (await post('safe2pay', '{}', { key: 'wrong', headers })).status
    }
    expect(status).toBe(429)
    expect(onlyLine()).toMatchObject({ provider: 'safe2pay' })
    expect(written.lines[0]).not.toContain(headers['CF-Connecting-IP'])
  })

  it('is one for a body that its object cannot keep', async () => {
    const body = { Reference: 'Maria da Silva' }
    const response = await post('safe2pay', body, { bindings: unableToKeep })
    expect(response.status).toBe(503)
    expect(onlyLine()).toMatchObject({ provider: 'safe2pay', error: 'The object failed' })
    expect(written.lines[0]).not.toContain('Maria')
  })

  it('is one for a body that breaks off on its way', async () => {
    let pulls = 0
    const body = new ReadableStream({
      pull(controller) {
        pulls += 1
        if (pulls === 1) controller.enqueue(new TextEncoder().encode('{"IdTransaction":'))
        else controller.error(new Error('The sender hung up'))
      },
    })
    await post('safe2pay', arriving(body))
    expect(onlyLine()).toMatchObject({
      provider: 'safe2pay',
      verdict: 'body_interrupted',
      ms: expect.any(Number),
    })
    expect(pulls).toBe(2)
  })
})

describe('no line', () => {
  it('is written for the health check', async () => {
    await exports.default.fetch('https://catraca.test/healthz')
    expect(written.lines).toEqual([])
  })

  const NAMES = [
    'Fulano de Tal',
    'João da Silva',
    'Empresa Teste',
    'CLIENTE DE TESTE',
    'Vendedor',
    'Pedido 48',
  ]
  const NUMBERS = [
    '16545693050',
    '29742237026',
    '99999999999',
    '456930',
    '422370',
    '1988-04-01',
    '1986-02-15',
  ]
  const SECRETS = [...KEYS.amplia, ...KEYS.safe2pay, ...Object.values(URL_KEYS), 'X-Api-Key', 'webhooks/']

  it.each(PAYLOADS)(
    'holds a name, a number or a key of $provider/$name',
    async ({ provider, name, text }) => {
      await post(provider, text)
      await post(provider, text.slice(0, -3))
      await post(provider, text.replace(/"(Amount|date)": /, '"$1": [], "_": '))
      await post(provider, text, { key: null })
      await post(provider, text, { key: null, path: '/not-a-key' })
      await settle()
      expect(written.lines.length, name).toBeGreaterThanOrEqual(5)
      const all = written.lines.join('\n')
      expect([...NAMES, ...NUMBERS, ...SECRETS, 'not-a-key'].filter((each) => all.includes(each))).toEqual([])
    },
  )

  it('holds any other text of a body', async () => {
    const text = 'Sentinela 165.456.930-50'
    const agent = { id: text, name: text, identifier: text, birthDate: text }
    const odd = { orderNumber: text, orderSaleNumber: text, validationAgent: agent, [text]: text }
    await post('amplia', orderBody({ orderId: orderId(2), date: text, ...odd }))
    await post('amplia', orderBody({ orderId: text, ...odd }))
    await post('amplia', { type: text, [text]: text })
    await post('safe2pay', transactionBody(31005, 3, { Reference: text, Vendor: text, [text]: text }))
    await post('safe2pay', transactionBody(text, 3))
    await post('safe2pay', text)
    expect(written.lines).toHaveLength(6)
    expect(written.lines.filter((line) => /Sentinela|456/.test(line))).toEqual([])
  })

  it('is broken in two by a status with line breaks', async () => {
    await post('amplia', orderBody({ orderId: orderId(3), status: 'a\r\nb\u2028c' }))
    onlyLine()
  })
})

describe('a failed projection', () => {
  it('leaves one line without the row, and the next one succeeds in silence', async () => {
    const id = orderId(4)
    const body = payload('amplia', '2-in-validation').replace('0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9', id)
    await settle()
    await env.DB.exec('ALTER TABLE orders RENAME TO orders_away')
    try {
      await deliver('amplia', body)
      written.forget()
      await runDurableObjectAlarm(env.ENTITIES.getByName(`amplia:${id}`))
      expect(onlyLine()).toMatchObject({
        provider: 'amplia',
        entity: id,
        error: expect.stringContaining('no such table'),
      })
      expect(written.lines[0]).not.toMatch(/Fulano|16545693050|InValidation|800-005/)
    } finally {
      await env.DB.exec('ALTER TABLE orders_away RENAME TO orders')
    }
    written.forget()
    await settle()
    expect(await order(id)).toMatchObject({ status: 'InValidation' })
    expect(written.lines).toEqual([])
  })
})
