/** Every link of the operator's pages leads to a page: they are followed, all of them, from the overview on. */
import { beforeAll, describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { settleQuarantine } from '../tools/kept.ts'
import { ask } from '../tools/operator.ts'
import { html, links, visit } from '../tools/pages.ts'
import { rows, settle } from '../tools/read-model.ts'
import { deliver, keep } from '../tools/sender.ts'

/** Changes what is shown, and comes back to the page at hand. */
const SWITCH = /^\/(language|zone)\?/
/** Files that Cloudflare serves. */
const STATIC = /^\/api\/(docs\.html|openapi\.json)$/
/** A crawl that never ends would be a list that never does. */
const MOST = 2_000

/** Something of everything that a page can link to, also where it is gone by now. */
beforeAll(async () => {
  const at = (minute: number): string => `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`
  const order = (number: number, status: string, previousStatus: string | null, minute: number) =>
    deliver(
      'amplia',
      orderBody({
        orderId: orderId(number),
        orderNumber: `800-${number}`,
        orderSaleNumber: `V-${number}`,
        status,
        previousStatus,
        date: at(minute),
      }),
    )
  await order(7_001, 'WaitingIssue', 'InConfirmation', 5)
  await order(7_001, 'InValidation', null, 9)
  await order(7_002, 'WaitingValidation', null, 1)
  await order(7_002, 'Canceled', 'WaitingValidation', 2)
  await order(7_003, 'Invented', null, 3)
  await deliver('safe2pay', transactionBody(7_011, 3, { Reference: 'V-7002' }))
  await deliver('safe2pay', transactionBody(7_012, 3))
  await deliver('safe2pay', transactionBody(7_012, 1))
  await deliver('safe2pay', transactionBody(7_013, 99))
  for (const id of [7_021, 7_022, 7_023, 7_024]) await deliver('safe2pay', transactionBody(id, 6))

  // About payments and orders of which nothing is known, and about known ones.
  await keep('safe2pay', { IdTransaction: 7_900, TransactionStatus: null })
  await keep('safe2pay', { IdTransaction: 7_011, TransactionStatus: null })
  await keep('amplia', {
    type: 'OrderStatusChanged',
    orderStatusTransitionModel: { orderId: orderId(7_901), status: null },
  })
  await keep('amplia', { type: 'CertificateExpired' })
  await keep('amplia', '{"type":')
  const dismissed = await keep('safe2pay', { IdTransaction: 7_902, TransactionStatus: {} })
  const deleted = await keep('safe2pay', { IdTransaction: 7_903, TransactionStatus: {} })
  await settle()
  await settleQuarantine()
  for (const id of [dismissed, deleted])
    await ask(`/quarantine/${id}/dismiss`, { method: 'POST', body: { reason: 'a test' } })
  await ask(`/quarantine/${deleted}/delete`, { method: 'POST' })
  await ask('/transactions/7012/erase', { method: 'POST' })
  const { items } = await ask<{ items: readonly Record<string, string>[] }>('/attention?provider=amplia')
  const [first] = items
  if (!first) throw new Error('Nothing needs attention')
  const { kind, provider, entityId, since } = first
  const key = { kind, provider, entityId, since }
  await ask('/attention/settle', { method: 'POST', body: { items: [key], state: 'resolved', note: 'done' } })
  await settle()
  await settleQuarantine()
})

/** Follows every link; says of each page that is none which page links to it. */
async function crawl(language: string): Promise<{ pages: number; dead: readonly string[] }> {
  const found = new Map<string, string>([['/', 'the crawl']])
  const dead: string[] = []
  for (const [path, from] of found) {
    const response = await visit(path, { language })
    const isFound = response.status === 200 || (response.status === 303 && path.startsWith('/search'))
    if (!isFound) dead.push(`${response.status} ${path}, on ${from}`)
    const isPage = response.headers.get('Content-Type')?.startsWith('text/html') ?? false
    if (response.status !== 200 || !isPage) continue
    for (const link of await links(await response.text())) {
      const { pathname, search, origin } = new URL(link, `https://catraca.test${path}`)
      const target = `${pathname}${search}`
      if (origin !== 'https://catraca.test' || SWITCH.test(target) || STATIC.test(target)) continue
      if (!found.has(target)) found.set(target, path)
    }
    if (found.size > MOST) throw new Error(`More than ${MOST} pages: ${[...found.keys()].slice(-5)}`)
  }
  return { pages: found.size, dead }
}

describe('every link', () => {
  it.each(['en', 'pt'])('of every page leads to a page in %s', { timeout: 120_000 }, async (language) => {
    const { pages, dead } = await crawl(language)
    expect(dead).toEqual([])
    expect(pages).toBeGreaterThan(100)
  })

  it('is left out where a body names what nobody knows, which is named all the same', async () => {
    const [unknown] = await rows("SELECT id FROM quarantine WHERE entity_id = '7900'")
    const [known] = await rows("SELECT id FROM quarantine WHERE entity_id = '7011'")
    const page = await html(`/quarantine/${unknown?.id}`)
    expect(page).toContain('Transaction 7900')
    expect(await links(page)).not.toContain('/transactions/7900')
    expect(await links(await html(`/quarantine/${known?.id}`))).toContain('/transactions/7011')
  })

  it('is left out of the list of operations where a body was deleted', async () => {
    const [{ entity_id: deleted } = { entity_id: '' }] = await rows(
      "SELECT entity_id FROM operations WHERE action = 'delete'",
    )
    expect(await rows('SELECT 1 FROM quarantine WHERE id = ?', String(deleted))).toEqual([])
    const page = await html('/operations')
    expect(page).toContain(String(deleted).slice(-8))
    expect(await links(page)).not.toContain(`/quarantine/${encodeURIComponent(String(deleted))}`)
  })
})
