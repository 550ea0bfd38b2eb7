/** A sign-in can be ended, by whom it belongs to and by a change of its key; and a cookie tells nothing of a key. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { type Operating, operate } from '../tools/app.ts'
import { watchConsole } from '../tools/console-lines.ts'
import { newAddress } from '../tools/sender.ts'

const OLD = 'old-key-of-the-operators'
const NEW = 'new-key-of-the-operators'

interface Visit extends Pick<Operating, 'form' | 'headers'> {
  readonly keys?: string
  readonly cookie?: string
  readonly vault?: Env['VAULT']
}

const visit = (path: string, { keys = OLD, cookie, vault = env.VAULT, headers, ...asked }: Visit = {}) =>
  operate(
    path,
    {
      ...asked,
      headers: {
        'CF-Connecting-IP': newAddress(),
        ...(cookie !== undefined && { Cookie: cookie }),
        ...headers,
      },
    },
    { ADMIN_KEYS: keys, VAULT: vault },
  )

/** Signs in, and gives the cookie that a browser would keep. */
async function signIn(key: string, keys = OLD): Promise<string> {
  const response = await visit('/sign-in', { keys, form: { key, next: '/orders' } })
  if (response.status !== 303) throw new Error(`Not signed in: ${response.status}`)
  return (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
}

const statusOf = async (cookie: string, keys = OLD): Promise<number> =>
  (await visit('/orders', { cookie, keys })).status

const vault = () => env.VAULT.getByName('vault')

const written = watchConsole()

describe('a cookie', () => {
  it('is random: two sign-ins with one key have nothing in common', async () => {
    const [one, two] = [await signIn(OLD), await signIn(OLD)]
    expect(one).toMatch(/^__Host-catraca_session=[0-9a-f]{96}$/)
    const values = [one, two].map((cookie) => cookie.split('=')[1] ?? '')
    const places = Array.from(values[0] ?? '', (digit, at) => digit === values[1]?.[at]).filter(Boolean)
    // Of 96 random digits 6 are the same by chance; 40 would be a miracle, and any fixed part more than that.
    expect(places.length).toBeLessThan(40)
  })

  it('holds no digest of a key, under any key that a thief could have', async () => {
    const cookie = (await signIn(OLD)).split('=')[1] ?? ''
    const text = new TextEncoder().encode(OLD)
    const digests = await Promise.all(
      ['SHA-1', 'SHA-256', 'SHA-512'].map((name) => crypto.subtle.digest(name, text)),
    )
    const hex = digests.map((digest) =>
      Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    )
    expect(hex.filter((digest) => cookie.includes(digest.slice(0, 8)))).toEqual([])
  })

  it('is for this host alone, by https alone, and no script reads it', async () => {
    const response = await visit('/sign-in', { form: { key: OLD, next: '/' } })
    const [, ...attributes] = (response.headers.get('Set-Cookie') ?? '').split('; ')
    expect([...attributes].sort()).toEqual(
      ['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict', 'Secure'].sort(),
    )
  })

  it('is stored nowhere: the vault has its digest, and a digest of its key that no plain SHA-256 gives', async () => {
    const cookie = (await signIn(OLD)).split('=')[1] ?? ''
    const rows = await runInDurableObject(vault(), (_, { storage }) =>
      JSON.stringify(storage.sql.exec('SELECT * FROM sessions').toArray()),
    )
    expect(rows).toContain(cookie.slice(64))
    expect(rows).not.toContain(cookie.slice(0, 64))
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(OLD))
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
    expect(rows).not.toContain(hex.slice(0, 8))
  })

  it.each([
    ['empty', ''],
    ['too short', 'a'.repeat(95)],
    ['too long', 'a'.repeat(97)],
    ['not of digits', 'g'.repeat(96)],
    ['of another version', '1893456000000.c2lnbmF0dXJl'],
  ])('that is %s is none', async (_, value) => {
    expect(await statusOf(`__Host-catraca_session=${value}`)).toBe(401)
  })

  it('that is made up never reaches the vault', async () => {
    const cookie = await signIn(OLD)
    let asked = 0
    const counting = {
      getByName: () => {
        asked += 1
        return vault()
      },
    } as unknown as Env['VAULT']
    for (const made of ['0'.repeat(96), `${cookie.split('=')[1]?.slice(0, 95)}g`, 'f'.repeat(96)]) {
      const response = await visit('/orders', { cookie: `__Host-catraca_session=${made}`, vault: counting })
      expect(response.status).toBe(401)
    }
    expect(asked).toBe(0)
    expect((await visit('/orders', { cookie, vault: counting })).status).toBe(200)
    expect(asked).toBe(1)
  })
})

describe('signing out', () => {
  it('ends the session: a stolen copy of its cookie opens nothing any more', async () => {
    const cookie = await signIn(OLD)
    expect(await statusOf(cookie)).toBe(200)
    const out = await visit('/sign-out', { cookie, form: {} })
    expect(out.status).toBe(303)
    expect(out.headers.get('Set-Cookie')).toMatch(/^__Host-catraca_session=;.*Max-Age=0/)
    expect(await statusOf(cookie)).toBe(401)
    expect((await visit('/api/attention', { cookie })).status).toBe(401)
  })

  it('leaves the other browsers of the same operator signed in', async () => {
    const [here, there] = [await signIn(OLD), await signIn(OLD)]
    await visit('/sign-out', { cookie: here, form: {} })
    expect(await statusOf(there)).toBe(200)
  })

  it('is not done by a page of another site', async () => {
    const cookie = await signIn(OLD)
    const headers = { Origin: 'https://evil.example' }
    expect((await visit('/sign-out', { cookie, form: {}, headers })).status).toBe(403)
    expect(await statusOf(cookie)).toBe(200)
  })

  it('nor is signing in', async () => {
    const headers = { Origin: 'https://evil.example' }
    const response = await visit('/sign-in', { form: { key: OLD, next: '/' }, headers })
    expect(response.status).toBe(403)
    expect(response.headers.get('Set-Cookie')).toBeNull()
  })
})

describe('a session ends', () => {
  it('with the key that opened it, and no other', async () => {
    const both = `${OLD},${NEW}`
    const [old, young] = [await signIn(OLD, both), await signIn(NEW, both)]
    expect([await statusOf(old, both), await statusOf(young, both)]).toEqual([200, 200])
    expect([await statusOf(old, NEW), await statusOf(young, NEW)]).toEqual([401, 200])
    expect([await statusOf(old, ''), await statusOf(young, '')]).toEqual([401, 401])
  })

  it('at the end that the vault keeps, which no cookie can move', async () => {
    const cookie = await signIn(OLD)
    await runInDurableObject(vault(), (_, { storage }) => {
      storage.sql.exec('UPDATE sessions SET ends_at_ms = ?', Date.now() - 1)
    })
    expect(await statusOf(cookie)).toBe(401)
  })

  it('not by the object of the vault leaving memory', async () => {
    const cookie = await signIn(OLD)
    await evictDurableObject(vault())
    expect(await statusOf(cookie)).toBe(200)
  })
})

describe('while the vault cannot be reached', () => {
  const away = {
    getByName: () => {
      throw new Error('Network connection lost.')
    },
  } as unknown as Env['VAULT']

  it('a sign-in is answered 503, by page and API, and is good again afterwards', async () => {
    const cookie = await signIn(OLD)
    const page = await visit('/orders', { cookie, vault: away })
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('Try again in a moment.')
    expect((await visit('/api/attention', { cookie, vault: away })).status).toBe(503)
    expect(written.lines.filter((line) => line.includes('"vault_unavailable"'))).toHaveLength(2)
    expect(await statusOf(cookie)).toBe(200)
  })

  it('nobody is told to be signed in or out who is not', async () => {
    const cookie = await signIn(OLD)
    const signedIn = await visit('/sign-in', { form: { key: OLD, next: '/' }, vault: away })
    const signedOut = await visit('/sign-out', { cookie, form: {}, vault: away })
    expect([signedIn.status, signedOut.status]).toEqual([503, 503])
    expect([signedIn, signedOut].map(({ headers }) => headers.get('Set-Cookie'))).toEqual([null, null])
  })

  it('a key in Authorization lets in as ever, and who has no cookie is asked to sign in', async () => {
    const headers = { Authorization: `Bearer ${OLD}` }
    expect((await visit('/orders', { headers, vault: away })).status).toBe(200)
    expect((await visit('/api/attention', { headers, vault: away })).status).toBe(200)
    expect((await visit('/orders', { vault: away })).status).toBe(401)
  })
})

it('a wrong key is refused, and counted, with a sign-in beside it too', async () => {
  const cookie = await signIn(OLD)
  const headers = { Authorization: `Bearer ${NEW}` }
  expect((await visit('/orders', { cookie, headers })).status).toBe(401)
  expect((await visit('/api/attention', { cookie, headers })).status).toBe(401)
  expect(written.lines.filter((line) => line.includes('"operator_refused"'))).toHaveLength(2)
})
