/** Operators have names and one of two roles; who did what stays in D1, and no key does. */
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { OPERATIONS } from '../../src/api/operations.ts'
import { pages } from '../../src/pages/index.tsx'
import { accessTeam } from '../tools/access-team.ts'
import { type Operating, operate } from '../tools/app.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { rows, settle } from '../tools/read-model.ts'
import { deliver, keep } from '../tools/sender.ts'

const BARE = 'canary-bare-2f9d03aa71c4'
const ANA = 'canary-ana-b7714e0c95d2'
const RUI = 'canary:rui-51e8d2c07f36'
const BINDINGS = { ADMIN_KEYS: `${BARE}, ana:act:${ANA} ,Rui Lima:view:${RUI},eve:act:short`, LOCAL: 'false' }

afterEach(() => {
  vi.restoreAllMocks()
})

const call = (path: string, asked: Operating = {}, bindings: object = BINDINGS): Promise<Response> =>
  operate(path, asked, bindings)

const page = async (path: string, key: string): Promise<string> => (await call(path, { key })).text()

const recorded = () => rows('SELECT by, action, provider, entity_id, detail FROM operations ORDER BY id')

const clear = () => env.DB.prepare('DELETE FROM operations').run()

async function quarantined(text: string): Promise<string> {
  const id = await keep('amplia', { type: text })
  await settle()
  return id
}

describe('a key with a label', () => {
  it('opens by itself, and the label is no part of it', async () => {
    for (const key of [BARE, ANA, RUI]) expect((await call('/api/orders', { key })).status).toBe(200)
    for (const key of [`ana:act:${ANA}`, `Rui Lima:view:${RUI}`, 'ana', 'short', 'eve:act:short'])
      expect((await call('/api/orders', { key })).status).toBe(401)
  })

  it('signs in, and is what its label says today', async () => {
    const opened = await call('/sign-in', { form: { key: RUI, next: '/' } })
    const [Cookie = ''] = (opened.headers.get('Set-Cookie') ?? '').split(';')
    const replay = (bindings?: Readonly<Record<string, string>>) =>
      call('/quarantine/replay', { form: {}, headers: { Cookie } }, bindings)
    expect((await replay()).status).toBe(403)
    expect((await replay({ ADMIN_KEYS: `rui:act:${RUI}` })).status).toBe(303)
  })
})

describe('a key with the role view', () => {
  it('is refused every change by the API, with a problem that says why', async () => {
    for (const { path } of OPERATIONS.filter(({ method }) => method === 'POST')) {
      const response = await call(`/api${path.replace('{id}', '1')}`, { key: RUI, json: {} })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ type: 'urn:catraca:problem:view-only', status: 403 })
    }
  })

  it('is refused every form, and nothing is changed', async () => {
    await deliver('safe2pay', transactionBody(1, 3, { Vendor: 'Maria' }))
    await settle()
    for (const { path } of pages.routes.filter(({ method }) => method === 'POST')) {
      if (path.startsWith('/sign-')) continue
      const response = await call(path.replace(':id', '1'), { key: RUI, form: { confirm: '1' } })
      expect([path, response.status]).toEqual([path, 403])
      expect(await response.text()).toContain('This key may only read')
    }
    await settle()
    expect(await rows('SELECT erased_at FROM transactions WHERE transaction_id = 1')).toEqual([
      { erased_at: null },
    ])
  })

  it('sees the same pages, without a button that changes anything', async () => {
    for (const status of [7, 3]) await deliver('safe2pay', transactionBody(2, status))
    await deliver('amplia', orderBody({ orderId: orderId(2) }))
    const id = await quarantined('Seen')
    for (const path of [
      '/attention',
      '/transactions/2',
      `/orders/${orderId(2)}`,
      '/quarantine',
      `/quarantine/${id}`,
      '/operations',
      '/attention?state=resolved',
    ]) {
      const seen = await page(path, RUI)
      const forms = [...seen.matchAll(/<form[^>]* action="([^"]+)"/g)].map(([, action]) => action)
      const posts = [...seen.matchAll(/<form[^>]* method="post" action="([^"]+)"/g)].map(
        ([, action]) => action,
      )
      expect(forms.length).toBeGreaterThan(0)
      expect([path, posts]).toEqual([path, ['/sign-out']])
      expect(seen).not.toContain('type="checkbox"')
    }
    expect(await page('/attention', RUI)).toContain('Late move')
    expect(await page('/attention', ANA)).toContain('type="checkbox"')
  })
})

describe('who did what', () => {
  it('is a row each, by name, of the API and of the pages', async () => {
    await clear()
    for (const status of [7, 3]) await deliver('safe2pay', transactionBody(3, status))
    await deliver('amplia', orderBody({ orderId: orderId(3), orderNumber: '800-000-003' }))
    const id = await quarantined('Done')
    const { items } = await (await call('/api/attention?kind=late_move', { key: ANA })).json<{
      items: readonly { kind: string; provider: string; entityId: string; since: string }[]
    }>()
    const [item] = items.filter(({ entityId }) => entityId === '3')
    if (!item) throw new Error('Nothing to settle')
    const { kind, provider, entityId, since } = item
    const settlement = {
      items: [{ kind, provider, entityId, since }],
      state: 'resolved',
      note: 'asked Maria',
    }
    expect((await call('/api/attention/settle', { key: ANA, json: settlement })).status).toBe(200)
    await call(`/api/orders/${orderId(3)}/refold`, { key: BARE, json: {} })
    await call('/quarantine/replay', { key: ANA, form: {} })
    await call(`/quarantine/${id}/dismiss`, { key: ANA, form: { reason: 'a test, CPF 529.982.247-25' } })
    await call(`/orders/${orderId(3)}/erase`, { key: ANA, form: { confirm: '800-000-003' } })
    await call(`/quarantine/${id}/delete`, { key: ANA, form: { confirm: 'yes' } })
    expect(await recorded()).toEqual([
      {
        by: 'ana',
        action: 'settle',
        provider: 'safe2pay',
        entity_id: '3',
        detail: 'late_move: resolved, asked Maria',
      },
      { by: 'key 1', action: 'refold', provider: 'amplia', entity_id: orderId(3), detail: null },
      {
        by: 'ana',
        action: 'replay',
        provider: null,
        entity_id: null,
        detail: expect.stringMatching(/replayed/),
      },
      {
        by: 'ana',
        action: 'dismiss',
        provider: null,
        entity_id: id,
        detail: expect.not.stringContaining('529.982'),
      },
      { by: 'ana', action: 'erase', provider: 'amplia', entity_id: orderId(3), detail: null },
      { by: 'ana', action: 'delete', provider: null, entity_id: id, detail: null },
    ])
    expect(await rows('SELECT by FROM handled')).toEqual([{ by: 'ana' }])
    const seen = await page('/operations', RUI)
    expect(seen).toContain('asked Maria')
    expect(seen).toContain(`/orders/${orderId(3)}`)
  })

  it('can be read by the API, page by page and by action', async () => {
    const read = async (query: string) =>
      (await call(`/api/operations?${query}`, { key: RUI })).json<{
        items: readonly { id: number; by: string; action: string }[]
        nextCursor: string | null
      }>()
    const all = await read('')
    expect(all.items.map(({ action }) => action)).toEqual([
      'delete',
      'erase',
      'dismiss',
      'replay',
      'refold',
      'settle',
    ])
    const first = await read('limit=4')
    const rest = await read(`limit=4&cursor=${first.nextCursor}`)
    expect([...first.items, ...rest.items]).toEqual(all.items)
    expect(rest.nextCursor).toBeNull()
    expect((await read('action=erase')).items).toMatchObject([{ by: 'ana' }])
  })

  it('has nothing of what was not done', async () => {
    await clear()
    await call(`/orders/${orderId(3)}/erase`, { key: ANA, form: { confirm: 'yes' } })
    await call(`/api/orders/${ANA}/erase`, { key: ANA, json: {} })
    await call('/api/reproject', { key: RUI, json: {} })
    await call('/attention', { key: ANA, form: { state: 'resolved' } })
    expect(await recorded()).toEqual([])
  })

  it('has nothing of what a form names that is not there, and no text of it is read as SQL', async () => {
    await clear()
    for (const provider of ["safe2pay' OR 'a' = 'a", "'", 'nobody', '__proto__'])
      for (const state of ['open', 'in_progress', 'resolved']) {
        const item = `conflict*${provider}*1*2026-01-01T00:00:00.000Z`
        const response = await call('/attention', { key: ANA, form: { item, state } })
        expect([item, response.status]).toEqual([item, 303])
        expect(response.headers.get('Location')).toContain('settled=0&unchanged=1')
      }
    expect(await recorded()).toEqual([])
  })

  it('is by the e-mail address of Cloudflare Access, where that lets somebody in', async () => {
    await clear()
    const { sign, bindings } = await accessTeam('roles')
    const token = await sign({ sub: '7335d417-61da-459d-899c-0a01c76a2f94', email: 'ana@example.com' })
    const headers = { 'Cf-Access-Jwt-Assertion': token }
    expect((await call('/api/reproject', { json: {}, headers }, bindings)).status).toBe(200)
    expect(await recorded()).toMatchObject([{ by: 'ana@example.com', action: 'reproject' }])
  })

  it('holds no key, in no table', async () => {
    const tables = await rows(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`,
    )
    for (const { name } of tables)
      expect(JSON.stringify(await rows(`SELECT * FROM "${name}"`))).not.toContain('canary')
  })
})
