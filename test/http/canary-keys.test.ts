/**
 * Keys that can be recognised are driven through every place and every route, good and bad, and then found nowhere:
 * in no table of D1 or of an object, no console line, no answer.
 */
import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askApp } from '../tools/app.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { gzip } from '../tools/compression.ts'
import { consoleLines } from '../tools/console-lines.ts'
import { emptyQuarantine, keptObjects } from '../tools/kept.ts'
import { payload } from '../tools/payloads.ts'
import { reached } from '../tools/reached.ts'
import { quarantined, rows, settle } from '../tools/read-model.ts'
import { type Cell, cellsOfD1, cellsOfObjects, placesOf } from '../tools/scan.ts'
import { newAddress } from '../tools/sender.ts'

const AMPLIA = 'canary-amplia-4f1c9e7ab2d8'
const SAFE2PAY = 'canary-safe2pay-8d03bb51ce66'
/** As key generators print one in base64: JSON and URLs may write / + and = in other ways. */
const BASE64 = 'canary/base64+5f20=='
const NUMBER = '918027364554637281'.slice(0, 15)
/** One that may stand in a URL, because it looks random. */
const RANDOM = 'canaryQ7Zr2mNp4Xk9Ls1T'
/** Configured nowhere: a sender may present a key that is rotated away, or one of another system. */
const WRONG = 'canary-wrong-77aa21f0d93c'
const CONFIGURED = [AMPLIA, SAFE2PAY, BASE64, NUMBER, RANDOM]

/** What all of them have in common, in any encoding that a person would undo. */
const TRACES = ['canary', 'Y2FuYXJ5', 'NhbmFye', 'jYW5hcn', NUMBER]
const traced = (text: string): boolean => traceIn(text) !== undefined

/** A trace with what stands around it. */
function traceIn(text: string): string | undefined {
  const plain = text.replaceAll('\u0000', '')
  const at = TRACES.map((trace) => plain.toLowerCase().indexOf(trace.toLowerCase())).find(
    (place) => place >= 0,
  )
  return at === undefined ? undefined : plain.slice(Math.max(at - 60, 0), at + 60)
}

/** Where traces stand, each with what stands around it. */
const tracesIn = (cells: readonly Cell[]): readonly string[] =>
  cells.flatMap(({ place, text }) => (traced(text) ? `${place}: ${traceIn(text)}` : [])).slice(0, 20)

const bindings = { ...env, AMPLIA_KEYS: CONFIGURED.join(','), SAFE2PAY_KEYS: CONFIGURED.join(', ') }
const answers: { readonly status: number; readonly text: string }[] = []
const written = consoleLines()

/** Sends a request and keeps all of the answer. */
async function send(path: string, init: RequestInit = {}, bound: Env = bindings): Promise<number> {
  const headers = new Headers(init.headers)
  headers.set('CF-Connecting-IP', newAddress())
  const response = await askApp(path, { method: 'POST', ...init, headers }, bound)
  const text = [...response.headers].flat().join('\n') + (await response.text())
  answers.push({ status: response.status, text })
  return response.status
}

let count = 0
const anOrder = (fields: Readonly<Record<string, unknown>>) => {
  count += 1
  return orderBody({ orderId: orderId(count), ...fields })
}
const aTransaction = (fields: Readonly<Record<string, unknown>>) => {
  count += 1
  return transactionBody(40000 + count, 3, fields)
}

/** Bodies that hold a key where none belongs, each of them judged or refused. */
const ORDERS: readonly ((key: string) => unknown)[] = [
  (key) => anOrder({ orderNumber: key }),
  (key) => anOrder({ orderSaleNumber: `sale ${key} of today` }),
  (key) => anOrder({ validationAgent: { id: key, name: `${key}${key}`, identifier: key, birthDate: key } }),
  (key) => anOrder({ status: key }),
  (key) => anOrder({ status: 'InValidation', previousStatus: key }),
  (key) => anOrder({ date: key }),
  (key) => anOrder({ orderId: key }),
  (key) => anOrder({ orderNumber: { key } }),
  (key) => anOrder({ SecretKey: key, secretKey: [key], secret_key: { key }, SECRETKEY: 5 }),
  (key) => anOrder({ [key]: key, nested: [[{ [`x${key}x`]: [key] }]] }),
  (key) => ({ ...anOrder({}), type: key }),
  (key) => ({ ...anOrder({}), type: `Order ${key}`, [key]: [key] }),
  (key) => ({ type: { [key]: key } }),
  (key) => key,
  (key) => [key, { key }],
]
const TRANSACTIONS: readonly ((key: string) => unknown)[] = [
  (key) => aTransaction({ Reference: key }),
  (key) => aTransaction({ Reference: `Pedido ${key}!`, Vendor: key, Application: `${key} ${key}` }),
  (key) => aTransaction({ PaymentMethod: { Id: 6, Code: key, Name: key } }),
  (key) => aTransaction({ TransactionStatus: { Id: 3, Code: key, Name: key } }),
  (key) => aTransaction({ TransactionStatus: { Id: key } }),
  (key) => aTransaction({ Tid: key, EndToEndId: key, AuthorizationCode: key }),
  (key) => aTransaction({ IncluedDate: key, PaymentDate: key }),
  (key) => aTransaction({ Amount: key, IdTransaction: key }),
  (key) => aTransaction({ Splits: [{ Identity: key, Name: key, CheckingAccounts: [{ Description: key }] }] }),
  (key) => aTransaction({ Splits: [{ SecretKey: key }], Other: { SecretKey: { key }, secret_key: [key] } }),
  (key) => aTransaction({ SecretKey: [key] }),
  (key) => aTransaction({ SecretKey: { [key]: key } }),
  (key) => aTransaction({ SECRETKEY: key, secretkey: key, secret_key: key }),
  (key) => aTransaction({ [key]: { [key]: [key] } }),
  (key) => aTransaction({ Payload: JSON.stringify({ SecretKey: key, key }) }),
]

/** The same text in states that are no JSON any more, or no text. */
const DAMAGED: readonly ((text: string) => BodyInit | Promise<BodyInit>)[] = [
  (text) => text.slice(0, -1),
  (text) => `${text},`,
  (text) => text.replaceAll('"', "'").slice(0, -1),
  (text) => `${JSON.stringify(text)}!`,
  (text) => bytesOf(text, [0xff]),
  (text) => bytesOf(text.replaceAll('{', '{\r\n\t'), [0xc3]),
  (text) => `body=${encodeURIComponent(text)}`,
]
const PACKED: readonly ((text: string) => Promise<BodyInit>)[] = [
  (text) => gzip(text),
  (text) => gzip(text.slice(0, -1)),
  async (text) => (await gzip(text)).slice(0, -4),
]

const bytesOf = (text: string, more: readonly number[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array([...new TextEncoder().encode(text), ...more])

const basic = (key: string): string =>
  `Basic ${btoa(Array.from(new TextEncoder().encode(`user:${key}`), (byte) => String.fromCharCode(byte)).join(''))}`

const inHeader = (key: string): string => Array.from(key, (letter) => (letter <= '~' ? letter : '?')).join('')

async function throughEveryPlace(provider: string, key: string): Promise<void> {
  const body = () => JSON.stringify(provider === 'amplia' ? anOrder({}) : aTransaction({}))
  const encoded = encodeURIComponent(key)
  const plain = inHeader(key)
  for (const text of [body(), '{', '', '{}', 'null']) {
    await send(`/webhooks/${provider}/${encoded}`, { body: text })
    await send(`/webhooks/${provider}/${encoded}/`, { body: text })
    await send(`/webhooks/${provider}?key=${encoded}`, { body: text })
    for (const headers of [
      { 'X-Api-Key': plain },
      { Authorization: `Bearer ${plain}` },
      { Authorization: `ApiKey ${plain}` },
      { Authorization: plain },
      { Authorization: basic(key) },
      { Authorization: `Basic ${plain}` },
      { Cookie: `key=${encoded}`, 'User-Agent': plain, Referer: `https://x.test/${encoded}` },
      { 'Content-Encoding': plain, 'X-Api-Key': plain },
      { 'Content-Type': plain, 'X-Api-Key': plain },
    ]) {
      await send(`/webhooks/${provider}`, { headers, body: text })
    }
  }
  const SecretKey = key
  await send(`/webhooks/${provider}`, { body: JSON.stringify(aTransaction({ SecretKey })) })
  await send(`/webhooks/${provider}`, { body: JSON.stringify({ SecretKey }) })
  await send(`/webhooks/${provider}`, { body: JSON.stringify({ SecretKey }).slice(0, -1) })
  await send(`/webhooks/${provider}`, { headers: { 'X-Api-Key': plain }, body: 'x'.repeat(300_000) })
}

async function throughEveryRoute(key: string): Promise<void> {
  const encoded = encodeURIComponent(key)
  const headers = { 'X-Api-Key': inHeader(key) }
  for (const path of [
    `/${encoded}`,
    `/healthz/${encoded}`,
    `/healthz?key=${encoded}`,
    `/webhooks/${encoded}`,
    `/webhooks/other/${encoded}`,
    `/webhooks/amplia/${encoded}/more`,
    `/webhooks/amplia/more/${encoded}`,
    `/webhooks/safe2pay/${encoded}`,
  ]) {
    await send(path, { headers, body: '{}' })
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) await send(path, { headers, method })
  }
}

async function throughEveryField(
  provider: string,
  bodies: readonly ((key: string) => unknown)[],
): Promise<void> {
  const headers = { 'X-Api-Key': AMPLIA }
  for (const [turn, key] of CONFIGURED.entries()) {
    for (const [place, body] of bodies.entries()) {
      const text = JSON.stringify(body(key))
      await send(`/webhooks/${provider}`, { headers, body: text })
      // One body in every state, the others in one each, by turns: each is an object, and with some hundred of them the
      // test runtime gets slow.
      const states = place === 0 ? DAMAGED : DAMAGED.slice((place + turn) % DAMAGED.length).slice(0, 1)
      for (const damage of states) {
        await send(`/webhooks/${provider}`, { headers, body: await damage(text) })
      }
    }
    const text = JSON.stringify(bodies[0]?.(key))
    for (const pack of PACKED) {
      const packed = { ...headers, 'Content-Encoding': 'gzip' }
      await send(`/webhooks/${provider}`, { headers: packed, body: await pack(text) })
    }
  }
}

// Some hundred requests and objects: on a busy machine that takes minutes.
const PATIENCE_MS = 900_000

beforeAll(async () => {
  for (const key of [...CONFIGURED, WRONG]) {
    await throughEveryPlace('amplia', key)
    await throughEveryPlace('safe2pay', key)
    await throughEveryRoute(key)
  }
  await throughEveryField('amplia', ORDERS)
  await throughEveryField('safe2pay', TRANSACTIONS)

  // A number may stand without quotes.
  const headers = { 'X-Api-Key': AMPLIA }
  const unquoted = JSON.stringify(aTransaction({ Note: '?', Amount: 150 })).replace('"?"', NUMBER)
  await send('/webhooks/safe2pay', { headers, body: unquoted })
  await send('/webhooks/safe2pay', { headers, body: unquoted.replace('150', NUMBER) })
  await send('/webhooks/safe2pay', { headers, body: unquoted.slice(0, -1) })

  // Documented bodies with a key that is not ours in the place where the sender puts it, whole and cut off.
  const documented = payload('safe2pay', '3-autorizado-card-splits').replace('SECRET_KEY', WRONG)
  await send('/webhooks/safe2pay', { headers, body: documented })
  const end = documented.indexOf(WRONG) + WRONG.length
  for (const at of [end - 3, end, end + 1, end + 2, documented.length - 3]) {
    await send('/webhooks/safe2pay', { headers, body: documented.slice(0, at) })
  }

  // Where nothing can be stored, errors are logged.
  await settle()
  await env.DB.exec('ALTER TABLE quarantine RENAME TO quarantine_away')
  await env.DB.exec('ALTER TABLE transactions RENAME TO transactions_away')
  for (const key of CONFIGURED) {
    const body = aTransaction({ Reference: key, [key]: key, SecretKey: key })
    expect(await send('/webhooks/safe2pay', { headers, body: JSON.stringify(body) })).toBe(200)
    expect(await send('/webhooks/safe2pay', { headers, body: JSON.stringify({ [key]: key }) })).toBe(202)
    expect(await send('/webhooks/safe2pay', { headers, body: `{${key}` })).toBe(400)
  }
  for (const id of reached(env.ENTITIES)) await runDurableObjectAlarm(env.ENTITIES.get(id))
  for (const stub of keptObjects()) await runDurableObjectAlarm(stub)
  await env.DB.exec('ALTER TABLE quarantine_away RENAME TO quarantine')
  await env.DB.exec('ALTER TABLE transactions_away RENAME TO transactions')
  await send('/webhooks/amplia', { headers, body: '{}' }, { ...bindings, AMPLIA_KEYS: '' })
  await settle()
  written.restore()
})

afterAll(() => written.restore())

describe(
  'keys',
  () => {
    it('were really sent: every kind of answer came, and every kind of row was written', async () => {
      const statuses = new Set(answers.map(({ status }) => status))
      expect([...statuses].sort()).toEqual([200, 202, 204, 400, 401, 404, 405, 413, 415, 422, 503])
      expect((await rows('SELECT count(*) AS n FROM orders'))[0]?.n).toBeGreaterThan(20)
      expect((await rows('SELECT count(*) AS n FROM transactions'))[0]?.n).toBeGreaterThan(20)
      const reasons = new Set((await quarantined()).map(({ reason }) => reason))
      expect([...reasons].sort()).toEqual(['invalid_json', 'invalid_schema', 'unsupported_type'])
      expect(written.lines.some((line) => line.includes('projection_failed'))).toBe(true)
      expect(written.lines.some((line) => line.includes('"fingerprint":'))).toBe(true)
    })

    it('stand in no cell of D1', async () => {
      const cells = await cellsOfD1()
      expect(cells.length).toBeGreaterThan(1000)
      expect(tracesIn(cells)).toEqual([])
    })

    it('stand in no cell and no name of an object', async () => {
      const cells = await cellsOfObjects()
      expect(cells.length).toBeGreaterThan(1000)
      expect(tracesIn(cells)).toEqual([])
    })

    it('stand in no line of the console', () => {
      expect(written.lines.length).toBeGreaterThan(500)
      expect(written.lines.filter(traced)).toEqual([])
    })

    it('stand in no answer, neither in its body nor in its headers', () => {
      expect(answers.length).toBeGreaterThan(1000)
      expect(answers.filter(({ text }) => traced(text))).toEqual([])
    })

    it('leave a mark where they stood, so that the rest of a text is kept', async () => {
      const cells = await cellsOfD1()
      expect(placesOf(cells, ['Pedido [key]!'])).toContain('D1 transactions.reference')
      expect(placesOf(cells, ['sale [key] of today'])).toContain('D1 orders.sale_number')
    })
  },
  PATIENCE_MS,
)

describe('a body that cannot be read is kept without its key', () => {
  const headers = { 'X-Api-Key': SAFE2PAY }
  const text = JSON.stringify(transactionBody(49001, 3, { SecretKey: SAFE2PAY, Reference: SAFE2PAY }))

  /** What a person gets who takes the kept bodies apart. */
  async function recovered(): Promise<string> {
    const texts = (await quarantined()).map(async ({ body }) => {
      const whole = String(body)
      const bytes = Uint8Array.from(whole, (letter) => letter.charCodeAt(0))
      return whole.replaceAll('\u0000', '') + (await inflated(bytes.slice(10, -8)))
    })
    return (await Promise.all(texts)).join('\n')
  }

  /** What stands between the head and the check sum of a gzip. */
  async function inflated(deflated: Uint8Array<ArrayBuffer>): Promise<string> {
    try {
      return await new Response(
        new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw')),
      ).text()
    } catch (error) {
      return String(error)
    }
  }

  beforeEach(emptyQuarantine)

  it('also when it is UTF-16', async () => {
    const units = new Uint8Array(
      new Uint16Array([...`\ufeff${text}`].map((letter) => letter.charCodeAt(0))).buffer,
    )
    // With its mark it can be read.
    expect(await send('/webhooks/safe2pay', { headers, body: units })).toBe(200)
    expect(await send('/webhooks/safe2pay', { headers, body: units.slice(0, -2) })).toBe(400)
    expect(await send('/webhooks/safe2pay', { headers, body: units.slice(2) })).toBe(400)
    expect(await recovered()).not.toMatch(/canary/)
  })

  it('also when it is gzip with a wrong check sum', async () => {
    const packed = await gzip(text)
    const damaged = packed.map((byte, at) => (at === packed.length - 6 ? byte ^ 0xff : byte))
    const body = { headers: { ...headers, 'Content-Encoding': 'gzip' }, body: damaged }
    expect(await send('/webhooks/safe2pay', body)).toBe(400)
    expect(await recovered()).not.toMatch(/canary/)
  })

  it('also when it is gzip that does not say so', async () => {
    const answer = await send('/webhooks/safe2pay', { headers, body: await gzip(text) })
    expect(answer).toBe(200)
    expect(await recovered()).not.toMatch(/canary/)
  })

  const unknown = JSON.stringify(transactionBody(49002, 3, { SecretKey: WRONG }))
  it.each([
    ['cut off', unknown.slice(0, -1)],
    ['in single quotes', unknown.replaceAll('"', "'")],
    ['without quotes', unknown.replaceAll('"', '')],
    ['with spaces', unknown.replaceAll(':', ' : ').replaceAll(',', ' ,\n').slice(0, -1)],
    ['in JSON within JSON', `${JSON.stringify(unknown)},`],
    ['in valid JSON within JSON', JSON.stringify({ Payload: unknown })],
    ['a form', `IdTransaction=49002&SecretKey=${WRONG}&Amount=5`],
    ['a form around JSON', `body=${encodeURIComponent(unknown)}`],
    ['XML', `<IdTransaction>49002</IdTransaction><SecretKey>${WRONG}</SecretKey>`],
  ])('also when the key is none of ours, and the body is %s', async (_, body) => {
    expect([202, 400, 422]).toContain(await send('/webhooks/safe2pay', { headers, body }))
    expect(await recovered()).not.toMatch(/canary/)
  })
})
