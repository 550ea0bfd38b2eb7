import { expect, it } from 'vitest'
import { askApp } from '../tools/app.ts'
import { transactionBody } from '../tools/bodies.ts'
import { consoleLines } from '../tools/console-lines.ts'
import { ADMIN_KEY } from '../tools/operator.ts'
import { settle, transaction } from '../tools/read-model.ts'
import { post } from '../tools/sender.ts'

const OPERATOR = { Authorization: `Bearer ${ADMIN_KEY}` }

const assets = (fetchAsset: () => Promise<Response>) => ({ ASSETS: { fetch: fetchAsset } })

const send = (path: string, init: RequestInit, fetchAsset?: () => Promise<Response>): Promise<Response> =>
  askApp(path, init, fetchAsset && assets(fetchAsset))

const FAULTS = [
  ['cannot be read', () => Promise.reject(new Error('Network connection lost.'))],
  ['are not there', async () => new Response(null, { status: 404 })],
  ["are another version's", async () => Response.json({ lang: 'en' })],
] as const

it.each(FAULTS)('takes deliveries and answers programs where they %s', async (_, fault) => {
  const delivery = await post('safe2pay', transactionBody(7, 3), { bindings: assets(fault) })
  expect(delivery.status).toBe(200)
  await settle()
  expect(await transaction(7)).toMatchObject({ status: 3 })
  expect((await send('/api/transactions/7', { headers: OPERATOR }, fault)).status).toBe(200)
})

it.each(FAULTS)(
  'says so in both languages where they %s, keeps nothing of it, and changes nothing',
  async (_, fault) => {
    const { lines, restore } = consoleLines()
    const answers = [
      await send('/', { headers: OPERATOR }, fault),
      await send('/sign-in', {}, fault),
      await send('/transactions/7/erase', { method: 'POST', headers: OPERATOR, body: 'confirm=yes' }, fault),
    ]
    restore()
    for (const answer of answers) {
      expect(answer.status).toBe(503)
      expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
      expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
      expect(await answer.text()).toMatch(/Tente de novo.*Try again/s)
    }
    expect(await transaction(7)).toMatchObject({ erased_at: null })
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(answers.map(() => 'page_failed'))
  },
)

it.each(FAULTS)('answers a browser at a wrong address as a program where they %s', async (_, fault) => {
  const { lines, restore } = consoleLines()
  const answer = await send(
    '/webhook/safe2pay/a-key-that-is-secret',
    { headers: { Accept: 'text/html' } },
    fault,
  )
  restore()
  expect(answer.status).toBe(404)
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
  expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(answer.headers.get('Content-Security-Policy')).toContain("form-action 'none'")
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(['page_failed'])
  expect(lines.join()).not.toContain('secret')
})

it('shows the page at the next request, and reads them no more', async () => {
  const page = { headers: { ...OPERATOR, 'Accept-Language': 'pt' } }
  const [, cannotBeRead] = FAULTS[0]
  expect(await (await send('/', page)).text()).toContain('<title>Visão geral · Catraca</title>')
  expect((await send('/', page, cannotBeRead)).status).toBe(200)
})
