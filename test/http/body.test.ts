/**
 * A body is taken up to 256 KiB, as it arrives, plain or gzip; whatever else it is, the answer says so and is never 500.
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
import { arriving } from '../tools/arriving.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { gzip, gzippedZeros } from '../tools/compression.ts'
import { problemIn } from '../tools/problem.ts'
import { quarantined, quarantinedAs, settle, transaction } from '../tools/read-model.ts'
import { cellsOfObjects, placesOf } from '../tools/scan.ts'
import { deliver, KEYS, post } from '../tools/sender.ts'
import { spaces } from '../tools/spaces.ts'
import { bytesUnpacked } from '../tools/unpacked.ts'

const LIMIT_BYTES = 256 * 1024

/** The body of one transaction, padded in an undeclared field to so many bytes. */
function padded(id: number, bytes: number, filling = 'x'): string {
  const text = JSON.stringify(transactionBody(id, 1, { Padding: '' }))
  const missing = bytes - new TextEncoder().encode(text).byteLength
  const unit = new TextEncoder().encode(filling).byteLength
  const padding = filling.repeat(Math.floor(missing / unit)) + 'x'.repeat(missing % unit)
  return text.replace('"Padding":""', `"Padding":"${padding}"`)
}

const inChunks = (text: string, chunkBytes: number): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return arriving(
    new ReadableStream({
      pull(controller) {
        if (at >= bytes.byteLength) return controller.close()
        controller.enqueue(bytes.slice(at, at + chunkBytes))
        at += chunkBytes
      },
    }),
  )
}

const joined = (one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array([...one, ...other])

/** How many bodies are in quarantine, and how often they came. */
const keptCount = () => env.DB.prepare('SELECT total(attempts) AS n FROM quarantine').first('n')

describe('the size of a body', () => {
  it('may be exactly 256 KiB', async () => {
    expect(await deliver('safe2pay', padded(81001, LIMIT_BYTES))).toMatchObject({ verdict: 'applied' })
  })

  it('may not be one byte more: 413, and nothing is kept', async () => {
    await problemIn(await post('safe2pay', padded(81002, LIMIT_BYTES + 1)), 413)
    await settle()
    expect(await transaction(81002)).toBeNull()
    expect(await quarantined()).toEqual([])
  })

  it('counts bytes, not characters', async () => {
    const body = padded(81003, LIMIT_BYTES + 1, 'é')
    expect(body.length).toBeLessThan(LIMIT_BYTES * 0.6)
    await problemIn(await post('safe2pay', body), 413)
    expect(await deliver('safe2pay', padded(81003, LIMIT_BYTES, 'é'))).toMatchObject({ verdict: 'applied' })
  })

  it('is the same without Content-Length, in chunks', async () => {
    const within = inChunks(padded(81004, LIMIT_BYTES), 10_007)
    expect(await deliver('safe2pay', within)).toMatchObject({ verdict: 'applied' })
    await problemIn(await post('safe2pay', inChunks(padded(81005, LIMIT_BYTES + 1), 10_007)), 413)
  })

  it.each([
    ['safe2pay', KEYS.safe2pay[0], 413],
    ['amplia', 'wrong-key', 401],
    ['nobody', 'wrong-key', 404],
  ])(
    'is read to 1 MiB at the most where it is refused: %s answers before 32 MB have come',
    async (provider, key, status) => {
      const { stream, sent } = spaces(32 * 1024 * 1024)
      await problemIn(await post(provider, stream, { key }), status)
      expect(sent()).toBeGreaterThan(LIMIT_BYTES)
      // One chunk more tells that there is more, and a stream has one in reserve.
      expect(sent()).toBeLessThanOrEqual((1024 + 2 * 64) * 1024)
    },
  )

  it.each([
    ['safe2pay', KEYS.safe2pay[0], 413],
    ['amplia', 'wrong-key', 401],
  ])(
    'is read to its end where it has 1 MiB, so that a sender still writing to %s sees the answer',
    async (provider, key, status) => {
      const { stream, sent, isRead } = spaces(1024 * 1024)
      await problemIn(await post(provider, stream, { key }), status)
      expect(sent()).toBe(1024 * 1024)
      expect(isRead()).toBe(true)
    },
  )

  it.each(['1', '10', '0', '999999999999', '-1', 'many'])(
    'is counted as it arrives when Content-Length says %s',
    async (length) => {
      const headers = { 'Content-Length': length }
      const id = 81010 + length.length
      await deliver('safe2pay', inChunks(padded(id, 1000), 100), { headers })
      const large = inChunks(padded(id, LIMIT_BYTES + 1), 50_000)
      await problemIn(await post('safe2pay', large, { headers }), 413)
    },
  )

  it('is the same for an order', async () => {
    const id = orderId(1)
    const body = JSON.stringify(orderBody({ orderId: id }))
    await problemIn(await post('amplia', `${' '.repeat(LIMIT_BYTES + 1 - body.length)}${body}`), 413)
    const answer = await deliver('amplia', `${' '.repeat(LIMIT_BYTES - body.length)}${body}`)
    expect(answer).toMatchObject({ verdict: 'applied', id })
  })
})

describe('the encoding of a body', () => {
  const gzipped = { headers: { 'Content-Encoding': 'gzip' } }

  it('may be gzip', async () => {
    const body = await gzip(JSON.stringify(transactionBody(82001, 3)))
    expect(await deliver('safe2pay', body, gzipped)).toMatchObject({ verdict: 'applied', id: '82001' })
  })

  it('may be gzip with the key inside', async () => {
    const body = await gzip(JSON.stringify(transactionBody(82002, 3, { SecretKey: 'SECRET_KEY' })))
    expect(await deliver('safe2pay', body, { ...gzipped, key: null })).toMatchObject({ verdict: 'applied' })
  })

  it.each(['GZIP', ' gzip '])('may be gzip written as "%s"', async (encoding) => {
    const body = await gzip(JSON.stringify(transactionBody(82003 + encoding.length, 3)))
    const headers = { 'Content-Encoding': encoding }
    expect(await deliver('safe2pay', body, { headers })).toMatchObject({ verdict: 'applied' })
  })

  it('may be identity', async () => {
    const headers = { 'Content-Encoding': 'identity' }
    expect(await deliver('safe2pay', transactionBody(82010, 3), { headers })).toMatchObject({ id: '82010' })
  })

  it('counts what gzip unpacks to: 256 KiB are taken, one byte more is 413', async () => {
    expect(await deliver('safe2pay', await gzip(padded(82011, LIMIT_BYTES)), gzipped)).toMatchObject({
      id: '82011',
    })
    await problemIn(await post('safe2pay', await gzip(padded(82012, LIMIT_BYTES + 1)), gzipped), 413)
  })

  /** Zeros pack a thousandfold, so what was given to the runtime tells what it unpacked. */
  const UNPACKED_AT_MOST_BYTES = 2 * 1024 * 1024
  const bombs = gzippedZeros(64)
  const unpackedBytes = async (run: () => Promise<unknown>): Promise<number> =>
    (await bytesUnpacked(run)) * Math.ceil((64 * 1024 * 1024) / (await bombs).byteLength)

  it('refuses a gzip bomb with 413, and unpacks no more than 2 MiB of its 64', async () => {
    const bomb = await bombs
    expect(bomb.byteLength).toBeLessThan(LIMIT_BYTES)
    for (const provider of ['safe2pay', 'amplia']) {
      const unpacked = await unpackedBytes(async () => problemIn(await post(provider, bomb, gzipped), 413))
      expect(unpacked).toBeGreaterThan(LIMIT_BYTES)
      expect(unpacked).toBeLessThanOrEqual(UNPACKED_AT_MOST_BYTES)
    }
  })

  it('unpacks no more of twenty bombs at once than of one after another', async () => {
    const bomb = await bombs
    const unpacked = await unpackedBytes(() =>
      Promise.all(
        Array.from({ length: 20 }, async () => problemIn(await post('safe2pay', bomb, gzipped), 413)),
      ),
    )
    expect(unpacked).toBeLessThanOrEqual(20 * UNPACKED_AT_MOST_BYTES)
  })

  it('unpacks nothing without a key in the head, but for a sender whose key stands in the body', async () => {
    const bomb = await bombs
    const send = (provider: string, status: number) =>
      unpackedBytes(async () => problemIn(await post(provider, bomb, { ...gzipped, key: null }), status))
    expect(await send('amplia', 401)).toBe(0)
    expect(await send('nobody', 404)).toBe(0)
    expect(await send('safe2pay', 413)).toBeLessThanOrEqual(UNPACKED_AT_MOST_BYTES)
  })

  it.each([
    ['a bomb in gzip in gzip', async () => gzip(await bombs), 400],
    ['a bomb behind a first part', async () => joined(await gzip('{}'), await bombs), 400],
    ['a bomb with a bomb behind it', async () => joined(await bombs, await bombs), 413],
    ['a bomb cut off', async () => (await bombs).slice(0, -9), 413],
  ])('unpacks no more than 2 MiB of %s', async (_, bomb, status) => {
    const body = await bomb()
    const unpacked = await unpackedBytes(async () => problemIn(await post('safe2pay', body, gzipped), status))
    expect(unpacked).toBeLessThanOrEqual(UNPACKED_AT_MOST_BYTES)
  })

  it.each([
    ['no gzip at all', async () => new TextEncoder().encode(JSON.stringify(transactionBody(82020, 3)))],
    ['gzip cut off in the middle', async () => (await gzip(padded(82021, 5000))).slice(0, 200)],
    [
      'gzip with a damaged middle',
      async () => (await gzip(padded(82022, 5000))).map((byte, at) => (at === 60 ? byte ^ 0xff : byte)),
    ],
    ['gzip with something behind it', async () => joined(await gzip('{}'), new Uint8Array([1, 2, 3]))],
    ['gzip in two parts', async () => joined(await gzip('{"a":'), await gzip('1}'))],
    [
      'gzip with a wrong check sum',
      async () => {
        const packed = await gzip(JSON.stringify(transactionBody(82023, 3)))
        return packed.map((byte, at) => (at === packed.length - 8 ? byte ^ 0xff : byte))
      },
    ],
  ])('answers 400 to Content-Encoding gzip over %s, and keeps the body', async (_, damaged) => {
    const { quarantineId } = await problemIn(await post('safe2pay', await damaged(), gzipped), 400)
    expect(await quarantinedAs(quarantineId)).toMatchObject({ provider: 'safe2pay', reason: 'invalid_json' })
  })

  it.each([
    'UTF-8',
    'utf8',
    'none',
    '7bit',
    '8bit',
    'binary',
    'iso-8859-1',
    'identity, identity',
    'utf-8, none',
    ',',
    '',
  ])('is none where it is said to be "%s"', async (encoding) => {
    count += 1
    const headers = { 'Content-Encoding': encoding }
    for (const options of [{ headers }, { headers, key: null }]) {
      const body = transactionBody(82040 + count, 3, { SecretKey: 'SECRET_KEY' })
      expect(await deliver('safe2pay', body, options)).toMatchObject({ id: String(82040 + count) })
    }
  })

  it.each(['x-gzip', 'X-GZIP', 'gzip, identity', 'utf-8, gzip'])(
    'may be gzip written as "%s"',
    async (encoding) => {
      count += 1
      const body = await gzip(JSON.stringify(transactionBody(82080 + count, 3)))
      const headers = { 'Content-Encoding': encoding }
      expect(await deliver('safe2pay', body, { headers })).toMatchObject({ verdict: 'applied' })
    },
  )

  it.each(['br', 'deflate', 'zstd', 'gzip, gzip', 'gzip, br', 'catraca-probe', 'utf-8, br'])(
    'refuses %s with 415',
    async (encoding) => {
      const before = await keptCount()
      const headers = { 'Content-Encoding': encoding }
      await problemIn(await post('safe2pay', transactionBody(82030, 3), { headers }), 415)
      expect(await keptCount()).toBe(before)
    },
  )
})

let count = 0

describe('the characters of a body', () => {
  const text = JSON.stringify(transactionBody(82200, 3, { Vendor: 'João ção' }))
  const wide = (units: string, bigEndian: boolean): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(units.length * 2)
    const view = new DataView(bytes.buffer)
    for (let at = 0; at < units.length; at += 1) view.setUint16(at * 2, units.charCodeAt(at), !bigEndian)
    return bytes
  }
  const narrow = Uint8Array.from(text, (character) => character.charCodeAt(0))
  const shiftJis = (id: number) =>
    new Uint8Array([
      ...new TextEncoder().encode(`{"IdTransaction":${id},"TransactionStatus":{"Id":3},"Vendor":"`),
      0x83,
      0x65,
      ...new TextEncoder().encode('"}'),
    ])

  it.each([
    ['iso-8859-1', narrow],
    ['"ISO-8859-1"', narrow],
    ['windows-1252', narrow],
    ['utf-16le', wide(text, false)],
    ['utf-16', wide(text, false)],
    ['utf-16be', wide(text, true)],
    ['utf-16le, with the mark of the other order', wide(`\uFEFF${text}`, true)],
    ['made-up', new TextEncoder().encode(text)],
    ['utf-16, and it is UTF-8', new TextEncoder().encode(text)],
    ['us-ascii; x=y', new TextEncoder().encode(text.replaceAll(/[ãç]/g, 'a'))],
  ])('are those of its charset: %s', async (charset, bytes) => {
    const headers = { 'Content-Type': `application/json; charset=${charset.split(', ')[0]}` }
    expect(await deliver('safe2pay', bytes, { headers })).toMatchObject({ id: '82200' })
    await settle()
    if (!charset.startsWith('us-ascii'))
      expect(await transaction(82200)).toMatchObject({ vendor: 'João ção' })
  })

  it('may be UTF-16 by their mark alone, with the key inside', async () => {
    const body = JSON.stringify(transactionBody(82201, 3, { SecretKey: 'SECRET_KEY' }))
    for (const bigEndian of [true, false]) {
      const answer = await deliver('safe2pay', wide(`\uFEFF${body}`, bigEndian), { key: null })
      expect(answer).toMatchObject({ id: '82201' })
    }
  })

  it('may be named where the packing belongs', async () => {
    const headers = { 'Content-Encoding': 'shift_jis' }
    expect(await deliver('safe2pay', shiftJis(82202), { headers })).toMatchObject({ id: '82202' })
    await settle()
    expect(await transaction(82202)).toMatchObject({ vendor: 'テ' })
  })

  it('hide no key where a wrong charset is named: what is no JSON is kept as UTF-8', async () => {
    const headers = { 'Content-Type': 'text/plain; charset=utf-16le' }
    const body = `{"Note":"${KEYS.safe2pay[1]}",,}`
    const { quarantineId } = await problemIn(await post('safe2pay', body, { headers }), 400)
    expect(await quarantinedAs(quarantineId)).toMatchObject({ body: '{"Note":"[key]",,}' })
  })
})

const INVALID: readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[] = [
  ['text', 'hello'],
  ['a form', 'IdTransaction=1&TransactionStatus=3'],
  ['XML', '<IdTransaction>1</IdTransaction>'],
  ['JSON cut off', '{"IdTransaction":82100,"TransactionStatus":{"Id":3'],
  ['JSON with a comma too many', '{"IdTransaction":82100,}'],
  ['JSON with single quotes', "{'IdTransaction':82100}"],
  ['JSON twice', '{}{}'],
  ['NaN', '{"IdTransaction":NaN}'],
  ['a raw line break in a text', '{"Reference":"a\nb"}'],
  ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
  ['Latin-1', new Uint8Array([0x22, 0x4a, 0x6f, 0xe3, 0x6f, 0x22])],
  ['UTF-16 with its mark that is no JSON', new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7b, 0x00])],
  ['UTF-16 without its mark', new Uint8Array([0x7b, 0x00, 0x7d, 0x00])],
  ['zeros', new Uint8Array(64)],
  ['256 KiB of brackets never closed', '['.repeat(LIMIT_BYTES)],
  ['256 KiB of quotes', '"'.repeat(LIMIT_BYTES - 1)],
]

describe('a body that is not JSON', () => {
  it.each(INVALID)('answers 400 to %s and keeps it in quarantine', async (_, body) => {
    for (const provider of ['amplia', 'safe2pay'] as const) {
      const { quarantineId } = await problemIn(await post(provider, body), 400)
      expect(await quarantinedAs(quarantineId)).toMatchObject({
        provider,
        reason: 'invalid_json',
        resolved_at: null,
        received_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      })
    }
  })

  it.each(INVALID)('answers 401 to %s without a key in the head, and keeps nothing', async (_, body) => {
    const before = await keptCount()
    for (const provider of ['amplia', 'safe2pay'] as const) {
      await problemIn(await post(provider, body, { key: null }), 401)
    }
    expect(await keptCount()).toBe(before)
  })

  it('is kept as it came', async () => {
    const body = '{"IdTransaction": 82101, "Reference": "Café ☕",,}'
    const { quarantineId } = await problemIn(await post('safe2pay', body), 400)
    expect(await quarantinedAs(quarantineId)).toMatchObject({ body })
  })

  it.each([
    ['names that never end', `{"${'cpf'.repeat(80_000)}`],
    ['longer names that never end', `{"${'birth'.repeat(50_000)}`],
    ['quotes after SecretKey', `"SecretKey${'"'.repeat(200_000)}`],
    ['spaces after SecretKey', `"SecretKey":${' '.repeat(200_000)}`],
    ['SecretKey over and over', 'SecretKey'.repeat(28_000)],
    ['digits', `${'1'.repeat(250_000)}x`],
    ['letters and digits', 'A1'.repeat(125_000)],
    ['backslashes', '\\'.repeat(250_000)],
    ['escaped quotes', `"${'\\"'.repeat(120_000)}`],
    ['a key but for its last letter, and spaces', `${KEYS.safe2pay[1].slice(0, -1)}${' '.repeat(250_000)}`],
    ['a key but for its last letter, over and over', KEYS.safe2pay[1].slice(0, -1).repeat(12_000)],
    ['escapes of escapes', '%25'.repeat(80_000)],
    ['base64', 'QUFB'.repeat(60_000)],
  ])(
    'is answered, and does not keep the receiver busy, when it is a quarter megabyte of %s',
    async (_, body) => {
      await problemIn(await post('safe2pay', body), 400)
    },
  )
})

describe('JSON that is no object', () => {
  it.each(['[]', 'null', '"x"', '"5"', '5', 'true', '[1,2]', '["a","b"]', '[[{}]]'])(
    'answers 422 to %s and keeps it',
    async (body) => {
      for (const provider of ['amplia', 'safe2pay'] as const) {
        const { errors, quarantineId } = await problemIn(await post(provider, body), 422)
        expect(errors?.length).toBeGreaterThan(0)
        expect(await quarantinedAs(quarantineId)).toMatchObject({ provider, reason: 'invalid_schema', body })
      }
    },
  )
})

describe('how deep JSON is nested', () => {
  const nested = (id: number, levels: number, open: string, close: string): string =>
    JSON.stringify(transactionBody(id, 3, { Deep: '?' })).replace(
      '"?"',
      // The object around it is a level too.
      `${open.repeat(levels - 1)}${close.repeat(levels - 1)}`,
    )

  it('may be 64 levels, in a field that is not declared too', async () => {
    expect(await deliver('safe2pay', nested(83001, 64, '[', ']'))).toMatchObject({ verdict: 'applied' })
    const objects = nested(83002, 64, '{"a":', '}').replace('{"a":}', '{}')
    expect(await deliver('safe2pay', objects)).toMatchObject({ verdict: 'applied' })
    await settle()
    const row = await transaction(83001)
    expect(JSON.parse(String(row?.details))).not.toHaveProperty('Deep')
  })

  it.each([65, 1000, 100_000])('may not be %i levels: 422, kept, and no 500', async (levels) => {
    const body = nested(83003, levels, '[', ']')
    const { errors, quarantineId } = await problemIn(await post('safe2pay', body), 422)
    expect(errors).toEqual([{ path: '', message: expect.stringContaining('64') }])
    expect(await quarantinedAs(quarantineId)).toMatchObject({
      provider: 'safe2pay',
      reason: 'invalid_schema',
    })
    const withKey = body.replace('{', '{"SecretKey":"SECRET_KEY",')
    await problemIn(await post('safe2pay', withKey, { key: null }), 422)
    await settle()
    expect(await transaction(83003)).toBeNull()
  })

  it('may not be 40,000 objects either, or a body of nothing but brackets', async () => {
    const objects = nested(83004, 40_000, '{"a":', '}').replace('{"a":}', '{}')
    await problemIn(await post('safe2pay', objects), 422)
    await problemIn(await post('amplia', '['.repeat(130_000) + ']'.repeat(130_000)), 422)
  })

  it('does not count brackets in texts', async () => {
    const body = transactionBody(83005, 3, { Reference: '[{'.repeat(200), Note: '\\"[[[[' })
    expect(await deliver('safe2pay', body)).toMatchObject({ verdict: 'applied' })
  })
})

describe('unusual but valid JSON', () => {
  it('takes a byte order mark and white space around', async () => {
    const body = `\uFEFF \n${JSON.stringify(transactionBody(84001, 3))}\r\n `
    expect(await deliver('safe2pay', body)).toMatchObject({ id: '84001' })
  })

  it('takes any Content-Type', async () => {
    const headers = { 'Content-Type': 'text/plain; charset=iso-8859-1' }
    expect(await deliver('safe2pay', transactionBody(84002, 3), { headers })).toMatchObject({ id: '84002' })
  })

  it('takes the last of two equal names, as JSON.parse does', async () => {
    const body = JSON.stringify(transactionBody(84003, 3)).replace('{', '{"IdTransaction":84999,')
    expect(await deliver('safe2pay', body)).toMatchObject({ id: '84003' })
    expect(await transaction(84999)).toBeNull()
  })

  it('takes a text of 255 KiB and escapes everywhere', async () => {
    const Reference = 'a'.repeat(120 * 1024)
    const escaped = JSON.stringify(transactionBody(84004, 3, { Reference, Padding: '?' })).replace(
      '?',
      '\\"'.repeat(65 * 1024),
    )
    expect(await deliver('safe2pay', escaped)).toMatchObject({ verdict: 'applied' })
    await settle()
    const row = await transaction(84004)
    expect(row?.reference).toBe(Reference.slice(0, LIMITS.textCharacters))
    expect(JSON.parse(String(row?.details))).toMatchObject({ Reference })
  })

  it('keeps __proto__ and constructor as names like any other, and nothing is polluted', async () => {
    const odd = `"__proto__":{"polluted":1,"Reference":"injected"},"constructor":{"prototype":{"polluted":1}},`
    const { Reference: _, ...fields } = transactionBody(84005, 3)
    const body = JSON.stringify(fields).replace('{', `{${odd}`)
    expect(await deliver('safe2pay', body)).toMatchObject({ verdict: 'applied' })
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    await settle()
    const row = await transaction(84005)
    expect(row).toMatchObject({ reference: null })
    expect(row?.details).not.toMatch(/polluted|injected/)
    const inLog = (await cellsOfObjects()).filter(({ place }) => place === 'object log.body')
    expect(placesOf(inLog, ['"__proto__":{"polluted":1'])).toHaveLength(1)
  })

  it('does not read declared fields from __proto__', async () => {
    const order = JSON.stringify(orderBody({ orderId: orderId(5) }))
    const odd = order
      .replace('"orderSaleNumber":null', '"__proto__":{"orderSaleNumber":"injected"}')
      .replace('"orderNumber":"800-005-520",', '')
    expect(await deliver('amplia', odd)).toMatchObject({ verdict: 'applied' })
    await settle()
    const sale = await env.DB.prepare('SELECT count(*) AS n FROM orders WHERE sale_number IS NOT NULL').first(
      'n',
    )
    expect(sale).toBe(0)
    const hidden = '{"__proto__":{"IdTransaction":84006,"TransactionStatus":{"Id":3}}}'
    expect((await post('safe2pay', hidden)).status).toBe(202)
    await settle()
    expect(await transaction(84006)).toBeNull()
  })

  it('takes __proto__ in place of a declared object or a name inside one', async () => {
    const text = JSON.stringify(transactionBody(84007, 3)).replace(
      '"Code":"6"',
      '"__proto__":{"Name":"injected"},"Code":"6"',
    )
    expect(await deliver('safe2pay', text)).toMatchObject({ verdict: 'applied' })
    await settle()
    expect(await transaction(84007)).toMatchObject({ payment_method_name: 'Pix' })
  })
})
