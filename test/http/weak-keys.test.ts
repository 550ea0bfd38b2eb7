/** Keys that could be guessed or read open nothing where strangers can try them, and the log says so without them. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { askApp, operate } from '../tools/app.ts'
import { transactionBody } from '../tools/bodies.ts'
import { watchConsole } from '../tools/console-lines.ts'
import { problemIn } from '../tools/problem.ts'
import { rows, settle } from '../tools/read-model.ts'
import { newAddress, post } from '../tools/sender.ts'

const GOOD = '7c'.repeat(24)
const WORDS = 'padaria-do-ze-2026'
const SHORT = 'padaria-do-zé'

const written = watchConsole()
afterEach(() => vi.restoreAllMocks())

interface Sent {
  readonly keys: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly fields?: Readonly<Record<string, unknown>>
  readonly LOCAL?: string
}

/** As deployed, unless LOCAL is given. */
const bindings = (keys: string, LOCAL?: string) => ({
  AMPLIA_KEYS: '',
  SAFE2PAY_KEYS: keys,
  ADMIN_KEYS: keys,
  LOCAL,
})

let count = 0
function send({ keys, path = '', headers = {}, fields = {}, LOCAL }: Sent): Promise<Response> {
  count += 1
  const body = transactionBody(76000 + count, 3, fields)
  return post('safe2pay', body, { key: null, path, headers, bindings: bindings(keys, LOCAL) })
}

describe('a short or published key, where it is deployed', () => {
  it.each(['SECRET_KEY', 'secret_key', 'AMPLIA_LOCAL_KEY', SHORT, 'fifteen-letters'])(
    'opens no receiver from any place: %s',
    async (key) => {
      const plain = key.replace('é', '%C3%A9')
      for (const keys of [`${key},${GOOD}`, ` ${key} , ${GOOD}`, `${GOOD},${key}`]) {
        await problemIn(await send({ keys, fields: { SecretKey: key } }), 401)
        await problemIn(await send({ keys, path: `/${encodeURIComponent(key)}` }), 401)
        for (const headers of [
          { 'X-Api-Key': plain },
          { 'X-Api-Key': '' },
          { Authorization: `Bearer ${plain}` },
        ])
          await problemIn(await send({ keys, headers }), 401)
        expect((await send({ keys, headers: { 'X-Api-Key': GOOD } })).status).toBe(200)
      }
    },
  )

  it('is answered as if it were not there where it is the only one', async () => {
    await problemIn(await send({ keys: 'SECRET_KEY', fields: { SecretKey: 'SECRET_KEY' } }), 503)
  })

  it('stays closed whatever a client says of itself', async () => {
    for (const claim of ['localhost', '127.0.0.1', 'localhost:8787']) {
      const headers = {
        'CF-Connecting-IP': '127.0.0.1',
        'X-Forwarded-For': '127.0.0.1',
        LOCAL: 'true',
        Host: claim,
        'X-Api-Key': 'SECRET_KEY',
      }
      const address = `http://${claim}/webhooks/safe2pay`
      const init = { method: 'POST', headers, body: '{}' }
      const response = await askApp(address, init, bindings(`SECRET_KEY,${GOOD}`))
      await problemIn(response, 401)
    }
  })

  it('opens neither the API nor the console', async () => {
    const api = (key: string, keys: string) => operate('/api/attention', { key }, bindings(keys))
    for (const key of ['ADMIN_LOCAL_KEY', 'fifteen-letters']) {
      await problemIn(await api(key, key), 401)
      await problemIn(await api(key, `${key},${GOOD}`), 401)
      expect((await api(GOOD, `${key},${GOOD}`)).status).toBe(200)
      const signIn = await operate('/sign-in', { form: { key } }, bindings(`${key},${GOOD}`))
      expect(signIn.headers.get('Set-Cookie')).toBeNull()
    }
  })

  it('opens on this machine, where npm start says so', async () => {
    const fields = { SecretKey: 'SECRET_KEY' }
    expect((await send({ keys: 'SECRET_KEY', fields, LOCAL: 'true' })).status).toBe(200)
  })

  it('is said in one line, by its secret and its place and without its text', async () => {
    const keys = `${GOOD},${SHORT}`
    for (let times = 0; times < 3; times += 1) await send({ keys, headers: { 'X-Api-Key': GOOD } })
    expect(written.of('keys_refused')).toEqual([
      {
        event: 'keys_refused',
        keys: [
          { secret: 'SAFE2PAY_KEYS', position: 2, reason: 'too_short' },
          { secret: 'ADMIN_KEYS', position: 2, reason: 'too_short' },
        ],
      },
    ])
    expect(written.lines.join()).not.toContain('padaria')
  })
})

describe('a key in the URL that does not look random', () => {
  const keys = `${WORDS},${GOOD}`

  it.each([
    ['', 'true'],
    ['/', undefined],
  ])('is answered as a wrong one, on this machine too', async (end, LOCAL) => {
    const wrong = await send({ keys, path: `/padaria-do-ze-2027${end}`, ...(LOCAL && { LOCAL }) })
    const right = await send({ keys, path: `/${WORDS}${end}`, ...(LOCAL && { LOCAL }) })
    expect([right.status, await right.text()]).toEqual([wrong.status, await wrong.text()])
    expect([401, 404]).toContain(right.status)
  })

  it('opens from a header and from a body', async () => {
    expect((await send({ keys, headers: { 'X-Api-Key': WORDS } })).status).toBe(200)
    expect((await send({ keys, headers: { Authorization: `Bearer ${WORDS}` } })).status).toBe(200)
    expect((await send({ keys, fields: { SecretKey: WORDS } })).status).toBe(200)
  })

  it('is counted as a wrong one, and locks out no one who presents a right one', async () => {
    const headers = { 'CF-Connecting-IP': newAddress() }
    let status = 401
    for (let times = 0; status === 401 && times < 250; times += 1)
      status = (await send({ keys, path: `/${WORDS}`, headers })).status
    expect(status).toBe(429)
    expect((await send({ keys, path: `/${GOOD}`, headers })).status).toBe(200)
  })

  it('is named in the log by its place, and a wrong one is not', async () => {
    await send({ keys, path: `/${WORDS}` })
    await send({ keys, path: '/padaria-do-ze-2027' })
    await send({ keys, path: `/${GOOD}` })
    expect(written.of('delivery')).toMatchObject([
      { verdict: 'unauthorized', refusedInPath: 1, httpStatus: 401 },
      { verdict: 'unauthorized', httpStatus: 401 },
      { verdict: 'applied', key: { position: 2 } },
    ])
    expect(written.of('delivery')[1]).not.toHaveProperty('refusedInPath')
    expect(written.lines.join()).not.toContain('padaria')
  })

  it('stores nothing', async () => {
    await settle()
    const before = await rows('SELECT count(*) FROM transitions')
    await send({ keys, path: `/${WORDS}` })
    await settle()
    expect(await rows('SELECT count(*) FROM transitions')).toEqual(before)
  })
})
