/**
 * A key lets in from every place where a sender can put one, and only the provider whose key it is.
 * What is presented as a key is never stored, logged or answered: canary-keys.test.ts looks for it.
 */
import { describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { ADMIN_KEY } from '../tools/operator.ts'
import { problemIn } from '../tools/problem.ts'
import { quarantinedAs } from '../tools/read-model.ts'
import { deliver, KEYS, type ProviderName, post, URL_KEYS } from '../tools/sender.ts'

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
const postWithKeys = (keys: string, { path = '', headers = {}, fields }: Place): Promise<Response> =>
  post('safe2pay', bodyOf('safe2pay', fields), {
    key: null,
    path,
    headers,
    bindings: { SAFE2PAY_KEYS: keys },
  })

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

  // test/pure/credentials.test.ts has all that is none.
  it.each([
    ['another scheme', { headers: { Authorization: `Digest ${key}` } }],
    ['a cookie', { headers: { Cookie: `key=${key}` } }],
    ['another header', { headers: { 'Secret-Key': key, 'Api-Key': key, Key: key } }],
    ['a SecretKey that is no text', { fields: { SecretKey: [key] } }],
    ['a SecretKey further inside', { fields: { Splits: [{ SecretKey: key }] } }],
    ['another name', { fields: { SecretKeys: key, Secret: key, Key: key, 'Secret-Key': key } }],
    ['the whole list of keys', { fields: { SecretKey: KEYS.safe2pay.join(',') } }],
    ['a query', { path: `?key=${key}&SecretKey=${key}` }],
  ])('does not let in: %s', async (_, place) => {
    await problemIn(await postAt('safe2pay', place), 401)
  })

  it('does not let in: a list in a list', async () => {
    await problemIn(await post('safe2pay', [[bodyOf('safe2pay', { SecretKey: key })]], { key: null }), 401)
  })

  it('does not let in: SecretKey in a body of Amplia', async () => {
    for (const SecretKey of [...KEYS.amplia, ...KEYS.safe2pay]) {
      await problemIn(await postAt('amplia', { fields: { SecretKey } }), 401)
    }
  })

  it('does not let in: SecretKey in a body of Amplia that is not JSON', async () => {
    await problemIn(await post('amplia', `{"SecretKey":"${KEYS.amplia[0]}",`, { key: null }), 401)
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
