/** Nobody sees or repairs anything without a key: each route of the router is on this list or is refused. */
import { generateKeyPair } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { app } from '../../src/app.ts'
import { AUDIENCE, accessTeam } from '../tools/access-team.ts'
import { askApp } from '../tools/app.ts'
import { ADMIN_KEY, call } from '../tools/operator.ts'
import { newAddress } from '../tools/sender.ts'

/** What anybody may ask for: senders have keys of their own, and one must be able to sign in. */
const OPEN = new Set(['/healthz', '/sign-in'])

const guarded = app.routes
  .filter(({ path, method }) => !OPEN.has(path) && !path.endsWith('/*') && method !== 'ALL')
  .map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+(\{.*?\})?/g, 'x') }))

describe('without a key', () => {
  it('has routes to guard', () => {
    expect(guarded.length).toBeGreaterThan(12)
  })

  it.each(guarded)('$method $path answers 401', async ({ method, path }) => {
    expect((await askApp(path, { method })).status).toBe(401)
  })

  it.each(guarded)(
    '$method $path answers 401 to everybody when nothing is configured',
    async ({ method, path }) => {
      const headers = { Authorization: 'Bearer ', 'CF-Connecting-IP': newAddress() }
      expect((await askApp(path, { method, headers }, { ADMIN_KEYS: '' })).status).toBe(401)
    },
  )
})

describe('a key of ADMIN_KEYS', () => {
  it('opens the API, any of them', async () => {
    expect((await call('/attention', { key: 'admin-test-key-one' })).status).toBe(200)
    expect((await call('/attention', { key: ADMIN_KEY })).status).toBe(200)
  })

  it.each(['', 'SECRET_KEY', 'admin-test-key', `${ADMIN_KEY}x`, 'admin-test-key-one,admin-test-key-two'])(
    'is not %j',
    async (key) => {
      expect((await call('/attention', { key })).status).toBe(401)
    },
  )

  it('does not open the webhooks', async () => {
    const response = await askApp('/webhooks/amplia', {
      method: 'POST',
      headers: { 'X-Api-Key': ADMIN_KEY },
    })
    expect(response.status).toBe(401)
  })

  it('can be guessed at only a hundred times a minute from one address', async () => {
    const minute = () => Math.floor(Date.now() / 60_000)
    let began: number
    let seen: readonly number[]
    do {
      // The platform counts each minute of the clock anew: guesses on both sides of its end tell nothing.
      began = minute()
      const headers = { 'CF-Connecting-IP': newAddress() }
      const guess = async (number: number) =>
        (await call('/attention', { key: `guess-${number}`, headers })).status
      const hundred = await Promise.all(Array.from({ length: 100 }, (_, number) => guess(number)))
      seen = [...new Set(hundred), await guess(100), (await call('/attention', { headers })).status]
    } while (began !== minute())
    expect(seen).toEqual([401, 429, 200])
  })
})

describe('Cloudflare Access', () => {
  afterEach(() => vi.restoreAllMocks())

  async function team(name: string) {
    const { sign, bindings } = await accessTeam(name)
    const ask = (jwt: string, init: RequestInit = {}, path = '/api/attention') =>
      askApp(path, { ...init, headers: { 'Cf-Access-Jwt-Assertion': jwt, ...init.headers } }, bindings)
    return { ask, sign }
  }

  it('lets in whom it signed for this application', async () => {
    const { ask, sign } = await team('one')
    expect((await ask(await sign())).status).toBe(200)
  })

  it('lets nobody in by another signature, issuer, audience, or after the end', async () => {
    const { ask, sign } = await team('two')
    const other = await generateKeyPair('RS256')
    expect((await ask(await sign({}, other.privateKey))).status).toBe(401)
    expect((await ask(await sign({ iss: 'https://evil.cloudflareaccess.com' }))).status).toBe(401)
    expect((await ask(await sign({ aud: 'another' }))).status).toBe(401)
    expect((await ask(await sign({ exp: Math.floor(Date.now() / 1000) - 60 }))).status).toBe(401)
    expect((await ask(await sign({ exp: undefined }))).status).toBe(401)
    expect((await ask('not.a.token')).status).toBe(401)
  })

  it('lets nobody in by a token that chooses how it is checked', async () => {
    const { ask, sign } = await team('five')
    const [, body = '', signature = ''] = (await sign()).split('.')
    const encoded = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '')
    for (const head of [
      { alg: 'none', kid: 'one' },
      { alg: 'HS256', kid: 'one' },
      { alg: 'RS256' },
      { alg: 'RS256', kid: 'another' },
      { alg: 'RS256', kid: 'one', crit: ['exp'] },
      { alg: 'RS256', kid: 'one', more: true },
    ]) {
      expect((await ask(`${encoded(head)}.${body}.${signature}`)).status).toBe(401)
      expect((await ask(`${encoded(head)}.${body}.`)).status).toBe(401)
    }
    for (const odd of [
      '',
      '..',
      'a.b',
      `${await sign()}.more`,
      'x'.repeat(20_000),
      `${'A'.repeat(40_000)}.${body}.`,
    ])
      expect((await ask(odd)).status).toBe(401)
  })

  it('lets in nobody before the token begins, and whoever it begins for then', async () => {
    const { ask, sign } = await team('six')
    const nowSeconds = Math.floor(Date.now() / 1000)
    expect((await ask(await sign({ nbf: nowSeconds + 600 }))).status).toBe(401)
    expect((await ask(await sign({ nbf: nowSeconds - 1 }))).status).toBe(200)
    expect((await ask(await sign({ aud: ['another', AUDIENCE] }))).status).toBe(200)
    expect((await ask(await sign({ aud: [`${AUDIENCE}x`] }))).status).toBe(401)
    expect((await ask(await sign())).status).toBe(200)
  })

  it('asks the team for its keys once, however many tokens name one that it does not have', async () => {
    const { ask, sign } = await team('seven')
    const fetched = vi.mocked(globalThis.fetch)
    for (let tries = 0; tries < 5; tries += 1) {
      const [, body = '', signature = ''] = (await sign()).split('.')
      const head = btoa(JSON.stringify({ alg: 'RS256', kid: `made-up-${tries}` })).replaceAll('=', '')
      expect((await ask(`${head}.${body}.${signature}`)).status).toBe(401)
    }
    expect((await ask(await sign())).status).toBe(200)
    expect(fetched).toHaveBeenCalledTimes(1)
  })

  it('is not asked while it is not configured', async () => {
    const { sign } = await team('three')
    const headers = { 'Cf-Access-Jwt-Assertion': await sign() }
    expect((await askApp('/api/attention', { headers }, { ADMIN_KEYS: '' })).status).toBe(401)
  })

  it('changes nothing for a browser that another site sends', async () => {
    const { ask, sign } = await team('four')
    const jwt = await sign()
    const post = (headers: Record<string, string>) => ask(jwt, { method: 'POST', headers }, '/api/reproject')
    expect((await ask(jwt)).status).toBe(200)
    expect((await post({ Origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({})).status).toBe(403)
    expect((await post({ Origin: 'https://catraca.test' })).status).toBe(200)
  })
})
