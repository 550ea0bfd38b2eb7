/** A Portuguese page has no English in it, an unknown status its sender's name, and each language a choice of the zone. */
import { beforeAll, describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { ask } from '../tools/operator.ts'
import { html, links, visit } from '../tools/pages.ts'
import { rows, settle } from '../tools/read-model.ts'
import { deliver, post } from '../tools/sender.ts'

const NAME = 'Em análise antifraude'
const unknown = { TransactionStatus: { Id: 21, Code: '21', Name: NAME } }

beforeAll(async () => {
  await deliver('safe2pay', transactionBody(9101, 1, { Reference: 'V-910' }))
  await deliver('safe2pay', transactionBody(9101, 21, { Reference: 'V-910', ...unknown }))
  await deliver('safe2pay', transactionBody(9101, 3, { Reference: 'V-910', PaidValue: 150 }))
  await deliver('safe2pay', transactionBody(9101, 3, { Reference: 'V-910', Amount: 151, PaymentDate: 'x' }))
  await deliver('safe2pay', transactionBody(9101, 6, { Reference: 'V-910', Amount: 900 }))
  await deliver('safe2pay', transactionBody(9102, 8))
  for (const status of [1, 11, 13]) await deliver('safe2pay', transactionBody(9102, status))
  const order = (number: number, fields: object) =>
    deliver('amplia', orderBody({ orderId: orderId(number), orderNumber: `910-${number}`, ...fields }))
  await order(1, { orderSaleNumber: 'V-910', status: 'Issued', previousStatus: 'WaitingIssue' })
  await order(1, { status: 'InValidation', previousStatus: null, date: '2025-03-17T15:26:11+00:00' })
  await order(2, { status: 'WaitingResources', date: 'never' })
  await order(2, { status: 'Paused', previousStatus: 'Else', date: '2099-01-01T00:00:00Z' })
  for (const body of [
    '{',
    { type: 'Other' },
    { type: 'OrderStatusChanged' },
    { type: 'OrderStatusChanged', orderStatusTransitionModel: { orderId: 5, status: 'x'.repeat(99) } },
    Array.from({ length: 101 }, () => ({ type: 'Other' })),
  ])
    await post('amplia', body)
  for (const body of ['{', { IdTransaction: 'x' }, { IdTransaction: 5, TransactionStatus: {} }])
    await post('safe2pay', body)
  await settle()
  await ask('/quarantine/replay', { method: 'POST' })
  await ask('/reproject', { method: 'POST' })
})

/** Words that Portuguese does not have. */
const ENGLISH =
  /\b(the|is|was|and|of|not|has|have|with|from|expected|received|body|this|been|which|to|by|resolved)\b/i

describe('a Portuguese page', () => {
  it('has no English in it, whatever a page leads to', async () => {
    const known = new Set(['/', '/system', '/attention?kind=known', '/quarantine?state=all', '/operations'])
    const found: string[] = []
    for (const path of known) {
      const page = await (await visit(path, { language: 'pt-BR' })).text()
      for (const link of await links(page)) {
        const isPage =
          /^\/(?!assets|api|language|zone)/.test(link) && !/\.csv|[?&](by|sort|after)=/.test(link)
        if (isPage && known.size < 120) known.add(link)
      }
      const seen = page.replace(/<head>[\s\S]*?<\/head>|<pre>[\s\S]*?<\/pre>|<a[^>]*>English<\/a>/g, '')
      expect(seen, path).not.toContain('lang="en"')
      const texts = [...seen.matchAll(/>([^<]+)<|(?:title|aria-label|placeholder|alt)="([^"]+)"/g)]
      for (const [, text = '', said = ''] of texts)
        if (ENGLISH.test(text + said)) found.push(`${path}: ${text}${said}`)
    }
    expect(found).toEqual([])
    for (const path of ['/transactions/9101', `/orders/${orderId(2)}`]) expect([...known]).toContain(path)
  })
})

describe('a status that no table has', () => {
  it.each(['pt-BR', 'en'])('is called as its sender calls it, in %s', async (language) => {
    const page = await html('/transactions/9101', { language })
    expect(page).toMatch(new RegExp(`</span>21 ${NAME}</span>`))
    expect(page).toContain(`21 ${NAME} ${language === 'en' ? 'is not in' : 'não está no'}`)
    const list = await html('/attention?kind=unknown_status', { language })
    expect(list).toContain(`${language === 'en' ? 'know the status' : 'não conhece o status'} 21 ${NAME}.`)
  })

  it('has that name in the API and in what D1 says of it, and no more of it than a name', async () => {
    const { history } = await ask<{ history: readonly object[] }>('/transactions/9101')
    expect(history[1]).toMatchObject({
      status: '21',
      statusName: NAME,
      notice: `The life cycle does not know the status 21 ${NAME}.`,
    })
    expect(
      await rows("SELECT status, status_name FROM timeline WHERE entity_id = '9101' ORDER BY seq LIMIT 3"),
    ).toEqual([
      { status: '1', status_name: 'Pendente' },
      { status: '21', status_name: NAME },
      { status: '3', status_name: 'Autorizado' },
    ])
    const TransactionStatus = { Id: 22, Name: `x 29742237026 <b>\u202e${'y'.repeat(99)}` }
    await deliver('safe2pay', transactionBody(9103, 22, { TransactionStatus }))
    const story = await ask<{ history: readonly { readonly statusName?: string }[] }>('/transactions/9103')
    expect(story.history[0]?.statusName ?? '').not.toMatch(/\d{6}|[<>\u202e]/)
    await settle()
    const [kept] = await rows("SELECT status_name FROM transitions WHERE entity_id = '9103'")
    expect(String(kept?.status_name)).not.toMatch(/\d{6}|[<>\u202e]/)
  })
})

it.each([
  ['pt-BR', 'Mostrar em UTC'],
  ['en', 'Show UTC'],
])('the zone can be chosen in %s', async (language, label) => {
  expect(await html('/orders', { language })).toContain(label)
  const chosen = await visit('/zone?zone=utc&next=/orders', { language })
  const cookie = chosen.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  expect(cookie).toBe('catraca_zone=utc')
})
