/** Nobody sees or repairs anything without a key: each route of the router is on this list or is refused. */
import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { app } from '../../src/app.ts'
import { ADMIN_KEY, call } from '../tools/operator.ts'
import { newAddress } from '../tools/sender.ts'

/** What anybody may ask for: senders have keys of their own, and one must be able to sign in. */
const OPEN = new Set(['/healthz', '/sign-in'])

const guarded = app.routes
  .filter(({ path, method }) => !OPEN.has(path) && !path.endsWith('/*') && method !== 'ALL')
  .map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+(\{.*?\})?/g, 'x') }))

const request = (path: string, init: RequestInit = {}, more: Partial<Env> = {}): Promise<Response> =>
  Promise.resolve(
    app.fetch(
      new Request(`https://catraca.test${path}`, init),
      { ...env, ...more },
      createExecutionContext(),
    ),
  )

describe('without a key', () => {
  it('has routes to guard', () => {
    expect(guarded.length).toBeGreaterThan(12)
  })

  it.each(guarded)('$method $path answers 401', async ({ method, path }) => {
    expect((await request(path, { method })).status).toBe(401)
  })

  it.each(guarded)(
    '$method $path answers 401 to everybody when nothing is configured',
    async ({ method, path }) => {
      const headers = { Authorization: 'Bearer ', 'CF-Connecting-IP': newAddress() }
      expect((await request(path, { method, headers }, { ADMIN_KEYS: '' })).status).toBe(401)
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
    const response = await request('/webhooks/amplia', {
      method: 'POST',
      headers: { 'X-Api-Key': ADMIN_KEY },
    })
    expect(response.status).toBe(401)
  })

  it('can be guessed at only a hundred times a minute from one address', async () => {
    const headers = { 'CF-Connecting-IP': '203.0.113.9' }
    let last = 0
    for (let guess = 0; guess < 101; guess += 1) {
      last = (await call('/attention', { key: `guess-${guess}`, headers })).status
    }
    expect(last).toBe(429)
    expect((await call('/attention', { headers })).status).toBe(200)
  })
})

describe('Cloudflare Access', () => {
  const audience = 'an-audience'
  const config = { ADMIN_KEYS: '', ACCESS_AUDIENCE: audience }
  afterEach(() => vi.restoreAllMocks())

  async function team(domain: string) {
    const { privateKey, publicKey } = await generateKeyPair('RS256')
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
    // The team's key server is not here: its public document is all that is stood in for.
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(keys))
    const token = (
      claims: { iss?: string; aud?: string; exp?: string | null; key?: typeof privateKey } = {},
    ) => {
      const jwt = new SignJWT({ email: 'someone@example.com' })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(claims.iss ?? `https://${domain}`)
        .setAudience(claims.aud ?? audience)
      if (claims.exp !== null) jwt.setExpirationTime(claims.exp ?? '5m')
      return jwt.sign(claims.key ?? privateKey)
    }
    const sign = (claims: Readonly<Record<string, unknown>>) =>
      new SignJWT({ iss: `https://${domain}`, aud: audience, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setExpirationTime('5m')
        .sign(privateKey)
    const ask = async (jwt: string, init: RequestInit = {}) =>
      request(
        '/api/attention',
        { ...init, headers: { 'Cf-Access-Jwt-Assertion': jwt, ...init.headers } },
        { ...config, ACCESS_TEAM_DOMAIN: domain },
      )
    return { token, ask, sign }
  }

  it('lets in whom it signed for this application', async () => {
    const { token, ask } = await team('one.cloudflareaccess.com')
    expect((await ask(await token())).status).toBe(200)
  })

  it('lets nobody in by another signature, issuer, audience, or after the end', async () => {
    const { token, ask } = await team('two.cloudflareaccess.com')
    const other = await generateKeyPair('RS256')
    expect((await ask(await token({ key: other.privateKey }))).status).toBe(401)
    expect((await ask(await token({ iss: 'https://evil.cloudflareaccess.com' }))).status).toBe(401)
    expect((await ask(await token({ aud: 'another' }))).status).toBe(401)
    expect((await ask(await token({ exp: '-1m' }))).status).toBe(401)
    expect((await ask(await token({ exp: null }))).status).toBe(401)
    expect((await ask('not.a.token')).status).toBe(401)
  })

  it('lets nobody in by a token that chooses how it is checked', async () => {
    const { token, ask } = await team('five.cloudflareaccess.com')
    const [, body = '', signature = ''] = (await token()).split('.')
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
      `${await token()}.more`,
      'x'.repeat(20_000),
      `${'A'.repeat(40_000)}.${body}.`,
    ])
      expect((await ask(odd)).status).toBe(401)
  })

  it('lets in nobody before the token begins, and whoever it begins for then', async () => {
    const { token, ask, sign } = await team('six.cloudflareaccess.com')
    const nowSeconds = Math.floor(Date.now() / 1000)
    expect((await ask(await sign({ nbf: nowSeconds + 600 }))).status).toBe(401)
    expect((await ask(await sign({ nbf: nowSeconds - 1 }))).status).toBe(200)
    expect((await ask(await sign({ aud: ['another', audience] }))).status).toBe(200)
    expect((await ask(await sign({ aud: [`${audience}x`] }))).status).toBe(401)
    expect((await ask(await token())).status).toBe(200)
  })

  it('asks the team for its keys once, however many tokens name one that it does not have', async () => {
    const { token, ask } = await team('seven.cloudflareaccess.com')
    const fetched = vi.mocked(globalThis.fetch)
    for (let tries = 0; tries < 5; tries += 1) {
      const [, body = '', signature = ''] = (await token()).split('.')
      const head = btoa(JSON.stringify({ alg: 'RS256', kid: `made-up-${tries}` })).replaceAll('=', '')
      expect((await ask(`${head}.${body}.${signature}`)).status).toBe(401)
    }
    expect((await ask(await token())).status).toBe(200)
    expect(fetched).toHaveBeenCalledTimes(1)
  })

  it('is not asked while it is not configured', async () => {
    const { token } = await team('three.cloudflareaccess.com')
    const headers = { 'Cf-Access-Jwt-Assertion': await token() }
    expect((await request('/api/attention', { headers }, { ADMIN_KEYS: '' })).status).toBe(401)
  })

  it('changes nothing for a browser that another site sends', async () => {
    const { token, ask } = await team('four.cloudflareaccess.com')
    const jwt = await token()
    const post = (headers: Record<string, string>) =>
      request(
        '/api/reproject',
        { method: 'POST', headers: { 'Cf-Access-Jwt-Assertion': jwt, ...headers } },
        { ...config, ACCESS_TEAM_DOMAIN: 'four.cloudflareaccess.com' },
      )
    expect((await ask(jwt)).status).toBe(200)
    expect((await post({ Origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({})).status).toBe(403)
    expect((await post({ Origin: 'https://catraca.test' })).status).toBe(200)
  })
})
