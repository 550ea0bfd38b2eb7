/**
 * A key lets in from every place where a sender can put one, and only the provider whose key it is.
 * What is presented as a key is never stored, logged or answered: canary-keys.test.ts looks for it.
 */
import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { app } from '../../src/app.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { ADMIN_KEY } from '../tools/operator.ts'
import { problemIn } from '../tools/problem.ts'
import { quarantinedAs } from '../tools/read-model.ts'
import { deliver, KEYS, newAddress, type ProviderName, post, URL_KEYS } from '../tools/sender.ts'

const ORIGIN = 'https://catraca.test'
const OTHER: Readonly<Record<ProviderName, ProviderName>> = { amplia: 'safe2pay', safe2pay: 'amplia' }

interface Place {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly fields?: Readonly<Record<string, unknown>>
}

const basic = (userAndPassword: string): string => {
  const bytes = new TextEncoder().encode(userAndPassword)
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
}

/** Where any sender can put a key. */
const PLACES: readonly (readonly [string, (key: string) => Place])[] = [
  ['X-Api-Key', (key) => ({ headers: { 'X-Api-Key': key } })],
  ['x-api-key', (key) => ({ headers: { 'x-api-key': key } })],
  ['Authorization: Bearer', (key) => ({ headers: { Authorization: `Bearer ${key}` } })],
  ['Authorization: bearer', (key) => ({ headers: { Authorization: `bearer ${key}` } })],
  ['Authorization: Bearer, with more spaces', (key) => ({ headers: { Authorization: `Bearer   ${key} ` } })],
  ['Authorization: ApiKey', (key) => ({ headers: { Authorization: `ApiKey ${key}` } })],
  ['the password of Authorization: Basic', (key) => ({ headers: { Authorization: basic(`amplia:${key}`) } })],
  ['the password of Basic without a user', (key) => ({ headers: { Authorization: basic(`:${key}`) } })],
  ['Authorization: Token', (key) => ({ headers: { Authorization: `Token ${key}` } })],
  ['Authorization without a scheme', (key) => ({ headers: { Authorization: key } })],
]

/** Where a key with a colon in it cannot stand whole. */
const AS_USER: typeof PLACES = [
  ['the user of Authorization: Basic', (key) => ({ headers: { Authorization: basic(`${key}:x`) } })],
  ['the user of Basic without a password', (key) => ({ headers: { Authorization: basic(`${key}:`) } })],
  ['Basic without a colon', (key) => ({ headers: { Authorization: basic(key) } })],
]

/** Where one may stand that looks random; weak-keys.test.ts has the others. */
const IN_URL: readonly (readonly [string, (key: string) => Place])[] = [
  ['the last segment of the URL', (key) => ({ path: `/${encodeURIComponent(key)}` })],
  ['the URL, before a query', (key) => ({ path: `/${encodeURIComponent(key)}?a=b` })],
]

/** Where only Safe2Pay puts one. */
const IN_BODY: readonly (readonly [string, (key: string) => Place])[] = [
  ['SecretKey', (key) => ({ fields: { SecretKey: key } })],
  ['SecretKey with spaces around', (key) => ({ fields: { SecretKey: ` ${key} ` } })],
  ['secretKey', (key) => ({ fields: { secretKey: key } })],
  ['SECRETKEY', (key) => ({ fields: { SECRETKEY: key } })],
  ['secret_key', (key) => ({ fields: { secret_key: key } })],
]

let count = 0
function bodyOf(provider: ProviderName, fields: Place['fields'] = {}) {
  count += 1
  return provider === 'amplia'
    ? { ...orderBody({ orderId: orderId(count) }), ...fields }
    : transactionBody(50000 + count, 3, fields)
}

const postAt = (provider: ProviderName, { path = '', headers = {}, fields }: Place): Promise<Response> =>
  post(provider, bodyOf(provider, fields), { key: null, path, headers })

/** With keys of the test's own. */
const postWithKeys = (keys: string, { path = '', headers = {}, fields }: Place) =>
  app.fetch(
    new Request(`${ORIGIN}/webhooks/safe2pay${path}`, {
      method: 'POST',
      headers: { 'CF-Connecting-IP': newAddress(), ...headers },
      body: JSON.stringify(bodyOf('safe2pay', fields)),
    }),
    { ...env, SAFE2PAY_KEYS: keys },
    createExecutionContext(),
  )

const EVERYWHERE = (['amplia', 'safe2pay'] as const).flatMap((provider) => {
  const at = (places: typeof PLACES, keys: (each: ProviderName) => readonly string[]) =>
    places.map(([name, place]) => ({ provider, name, place, keys }))
  return [
    ...at([...PLACES, ...AS_USER, ...(provider === 'safe2pay' ? IN_BODY : [])], (each) => KEYS[each]),
    ...at(IN_URL, (each) => [URL_KEYS[each]]),
  ]
})

describe.each(EVERYWHERE)('a key for $provider in $name', ({ provider, place, keys }) => {
  const [key = ''] = keys(provider)

  it.each(keys(provider))('lets in: %s', async (key) => {
    const response = await postAt(provider, place(key))
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ verdict: 'applied', provider })
  })

  it('does not let in when it is a key of the other provider', async () => {
    for (const other of keys(OTHER[provider])) await problemIn(await postAt(provider, place(other)), 401)
  })

  it('does not let in when it is nearly right', async () => {
    const near = [key.slice(0, -1), key.slice(1), `${key}x`, `x${key}`, `${key};`, key.replace('e', 'f')]
    const turned = key === key.toUpperCase() ? key.toLowerCase() : key.toUpperCase()
    for (const wrong of [...near, turned]) {
      if (wrong !== key) await problemIn(await postAt(provider, place(wrong)), 401)
    }
  })

  it('does not let in when it is empty', async () => {
    await problemIn(await postAt(provider, place('')), 401)
  })

  it('lets in beside a wrong key in another place', async () => {
    const at = place(key)
    const taken = Object.keys(at.headers ?? {}).map((name) => name.toLowerCase())
    const other = taken.includes('x-api-key') ? 'Authorization' : 'X-Api-Key'
    const response = await postAt(provider, { ...at, headers: { ...at.headers, [other]: 'Bearer wrong' } })
    expect(response.status).toBe(200)
  })
})

describe('what is no key', () => {
  const [key] = KEYS.safe2pay

  it.each([
    ['Basic in clear', { Authorization: `Basic user:${key}` }],
    ['Basic that is no base64', { Authorization: `Basic ***${key}***` }],
    ['another scheme', { Authorization: `Digest ${key}` }],
    ['a scheme without a key', { Authorization: 'Bearer' }],
    ['a cookie', { Cookie: `key=${key}` }],
    ['another header', { 'Secret-Key': key, 'Api-Key': key, Key: key }],
  ])('does not let in: %s', async (_, headers) => {
    await problemIn(await postAt('safe2pay', { headers }), 401)
  })

  it.each([
    ['a SecretKey that is no text', { SecretKey: [key] }],
    ['a SecretKey in an object', { SecretKey: { SecretKey: key } }],
    [
      'a SecretKey further inside',
      { Splits: [{ SecretKey: key }], TransactionStatus: { Id: 3, SecretKey: key } },
    ],
    ['another name', { SecretKeys: key, Secret: key, Key: key, 'Secret-Key': key }],
    ['the whole list of keys', { SecretKey: KEYS.safe2pay.join(',') }],
    ['null', { SecretKey: null }],
    ['a number', { SecretKey: 5 }],
  ])('does not let in: %s', async (_, fields) => {
    await problemIn(await postAt('safe2pay', { fields }), 401)
  })

  it('does not let in: a SecretKey that only a prototype would have', async () => {
    const body = JSON.stringify(bodyOf('safe2pay')).replace('{', `{"__proto__":{"SecretKey":"${key}"},`)
    await problemIn(await post('safe2pay', body, { key: null }), 401)
  })

  it('does not let in: a list in a list', async () => {
    await problemIn(await post('safe2pay', [[bodyOf('safe2pay', { SecretKey: key })]], { key: null }), 401)
  })

  it('does not let in: a query', async () => {
    await problemIn(await postAt('safe2pay', { path: `?key=${key}&SecretKey=${key}` }), 401)
  })

  it('does not let in: SecretKey in a body of Amplia', async () => {
    for (const SecretKey of [...KEYS.amplia, ...KEYS.safe2pay]) {
      await problemIn(await postAt('amplia', { fields: { SecretKey } }), 401)
    }
  })

  it('does not let in: SecretKey in a body of Amplia that is not JSON', async () => {
    await problemIn(await post('amplia', `{"SecretKey":"${KEYS.amplia[0]}",`, { key: null }), 401)
  })

  it('does not let in: more keys than 16 in one request, where the right one comes last', async () => {
    const many = (count: number) =>
      [...Array.from({ length: count }, (_, at) => `wrong-${at}`), key].join(', ')
    expect((await postAt('safe2pay', { headers: { 'X-Api-Key': many(15) } })).status).toBe(200)
    await problemIn(await postAt('safe2pay', { headers: { 'X-Api-Key': many(16) } }), 401)
  })
})

describe('a header that comes twice', () => {
  it.each(['X-Api-Key', 'Authorization'])('lets in where either %s is right', async (name) => {
    const [key] = KEYS.amplia
    for (const both of [
      ['wrong', key],
      [key, 'wrong'],
      [key, key],
      ['', key],
      ['Bearer wrong', basic(`user:${key}`)],
    ]) {
      if (name === 'X-Api-Key' && both[0] === 'Bearer wrong') continue
      const headers = new Headers([
        ['CF-Connecting-IP', newAddress()],
        ...both.map((value): [string, string] => [name, value]),
      ])
      const request = new Request(`${ORIGIN}/webhooks/amplia`, {
        method: 'POST',
        headers,
        body: JSON.stringify(bodyOf('amplia')),
      })
      expect((await app.fetch(request, env, createExecutionContext())).status, both.join(' | ')).toBe(200)
    }
  })
})

describe('what is kept of a body', () => {
  it('says nothing of keys that its sender need not know: those of the other provider and of operators', async () => {
    const others = [KEYS.amplia[0], KEYS.amplia[1], ADMIN_KEY].join(' ')
    for (const end of ['"', '"}']) {
      const answer = await post('safe2pay', `{"Note":"${others} ${KEYS.safe2pay[1]}${end}`)
      const { quarantineId } = await answer.json<{ quarantineId: string }>()
      expect((await quarantinedAs(quarantineId))?.body).toBe(`{"Note":"${others} [key]${end}`)
    }
  })
})

describe('the URL', () => {
  const [key] = KEYS.amplia

  it('may end in a slash where the key stands elsewhere', async () => {
    expect(await deliver('amplia', bodyOf('amplia'), { path: '/' })).toMatchObject({ verdict: 'applied' })
  })

  it('may hold a key that is wrong where the right one stands elsewhere', async () => {
    expect(await deliver('amplia', bodyOf('amplia'), { path: '/wrong' })).toMatchObject({
      verdict: 'applied',
    })
  })

  it('has nothing behind the key', async () => {
    await problemIn(await post('amplia', bodyOf('amplia'), { path: `/${key}/more` }), 404)
    await problemIn(await post('amplia', bodyOf('amplia'), { path: `/more/${key}` }), 404)
  })

  it.each(['/%', '/%zz', '/%E0%A4%A', '/%00', '/%ff', '/..%2f..', '/%20'])(
    'is answered 401 or 404, not 500, with %s for a key',
    async (path) => {
      const response = await post('amplia', '{}', { key: null, path })
      expect([401, 404]).toContain(response.status)
    },
  )
})

describe('configured keys', () => {
  it('are separated by commas, with spaces around them and empty ones left out', async () => {
    const keys = '  first-key ,, ,\tsecond-key\n,third key ,'
    for (const key of ['first-key', 'second-key', 'third key']) {
      expect((await postWithKeys(keys, { headers: { 'X-Api-Key': key } })).status, key).toBe(200)
    }
    for (const key of ['', ' ', ',', '\t', 'third', 'key', '  first-key ,']) {
      expect((await postWithKeys(keys, { fields: { SecretKey: key } })).status, `"${key}"`).toBe(401)
    }
  })

  it('may be a hundred', async () => {
    const keys = Array.from({ length: 100 }, (_, index) => `key-number-${index}`)
    for (const key of ['key-number-0', 'key-number-99']) {
      expect((await postWithKeys(keys.join(','), { headers: { 'X-Api-Key': key } })).status).toBe(200)
    }
  })

  it('of one provider do not open the other one', async () => {
    expect((await postWithKeys('shared', { headers: { 'X-Api-Key': KEYS.amplia[0] } })).status).toBe(401)
  })

  // Base64, as key generators print it, has + / and =.
  const ODD = [
    'c2VjcmV0+a2V5==',
    'chave-secreta-ç-é',
    'a%2Fb%20c%',
    'p@ss:w0rd#?&;',
    '"quoted" \\ key',
    'ключ🔑',
  ]
  it.each(ODD)('may hold any character but a comma: %s', async (key) => {
    const places = [...PLACES, ...IN_BODY].filter(
      // A header is Latin-1 at best: other letters fit only where they are encoded.
      ([, place]) => !/[^ -~]/.test(Object.values(place(key).headers ?? {}).join('')),
    )
    expect(places.length).toBeGreaterThan(3)
    for (const [name, place] of places) {
      expect((await postWithKeys(key, place(key))).status, name).toBe(200)
    }
  })

  const HEX = '0123456789abcdef'.repeat(2)
  it.each([`${HEX}/${HEX}`, `/${HEX}`, `${HEX}/`, `${HEX}/${HEX}/${HEX}`])(
    'may hold a slash, which stands percent-encoded in the URL: %s',
    async (key) => {
      for (const [name, place] of [...PLACES, ...(key.startsWith(HEX) && !key.endsWith('/') ? IN_URL : [])]) {
        expect((await postWithKeys(key, place(key))).status, name).toBe(200)
      }
    },
  )
})
