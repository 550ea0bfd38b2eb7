/** The operator's pages: what they say of an order and of a payment, in both languages, page by page. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { STATUS_KINDS } from '../../src/pages/status-kinds.ts'
import { pt } from '../../src/pages/text/pt.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { html, links, visit } from '../tools/pages.ts'
import { rows, settle } from '../tools/read-model.ts'
import { deliver, post } from '../tools/sender.ts'

const LANGUAGES = ['pt', 'en'] as const
const PATHS = [
  '/',
  '/system',
  '/stages',
  '/month',
  '/search?q=V',
  '/orders',
  `/orders/${orderId(1)}`,
  '/transactions',
  '/transactions/501',
  '/quarantine',
] as const

const at = (minute: number): string => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.123456+00:00`

/** One order with everything: a gap, a step back that nothing attests, a payment. */
beforeAll(async () => {
  const order = (status: string, previousStatus: string | null, minute: number) =>
    deliver(
      'amplia',
      orderBody({
        orderId: orderId(1),
        orderNumber: '800-100-001',
        orderSaleNumber: 'VENDA-1',
        status,
        previousStatus,
        date: at(minute),
      }),
    )
  await order('WaitingValidation', null, 1)
  await order('WaitingIssue', 'InConfirmation', 5)
  await order('InValidation', null, 9)
  await deliver('safe2pay', transactionBody(501, 11, { Reference: 'VENDA-1', Amount: 1234.5 }))
  await deliver('safe2pay', transactionBody(501, 3, { Reference: 'VENDA-1', Amount: 1234.5 }))
  await post('amplia', { type: 'CertificateExpired' })
  await settle()
})

describe('every page', () => {
  it.each(PATHS.flatMap((path) => LANGUAGES.map((language) => ({ path, language }))))(
    '$path speaks $language',
    async ({ path, language }) => {
      const page = await html(path, { language })
      expect(page).toContain(`<html lang="${language === 'pt' ? 'pt-BR' : 'en'}">`)
      expect(page).toContain(language === 'pt' ? 'Quarentena' : 'Quarantine')
      expect(page).not.toContain(language === 'pt' ? 'Sign out' : 'Sair')
      expect(page).not.toMatch(/undefined|\[object|NaN/)
    },
  )

  it.each(PATHS)('%s is kept by nobody', async (path) => {
    expect((await visit(path)).headers.get('Cache-Control')).toContain('no-store')
  })

  it.each(['/orders/x', `/orders/${orderId(99)}`, '/transactions/0', '/transactions/9', '/quarantine/x'])(
    '%s is a page that says so when there is nothing',
    async (path) => {
      const response = await visit(path)
      expect(response.status).toBe(404)
      expect(await response.text()).toContain('There is nothing at this address.')
    },
  )
})

describe('an order', () => {
  it('shows where it stands, how it came there, what was refused and why, and what is missing', async () => {
    const page = await html(`/orders/${orderId(1)}`, { language: 'pt' })
    expect(page).toMatch(/<h1>Pedido 800-100-001<\/h1>/)
    expect(page).toContain('Em validação (sendo validado) faria o status voltar de Aprovado')
    expect(page).toContain('“Em confirmação” não foi recebido.')
    expect(page).toMatch(/<g class="status head open"><title>WaitingIssue/)
    expect(page).toMatch(/<g class="status missing open"><title>InConfirmation/)
    expect(page.match(/class="badge off"/g)).toHaveLength(2)
    expect(page).toContain('O caminho percorrido: 1 Criado, 2 Aprovado.')
  })

  it('was sent back many times has one line for that, and all of them for who asks', async () => {
    const path = `/orders/${orderId(4)}`
    const clock = (step: number): string =>
      `2026-03-01T${String(10 + Math.floor(step / 60)).padStart(2, '0')}:${String(step % 60).padStart(2, '0')}:00.5+00:00`
    const agent = { id: orderId(70), name: 'Cristina Almeida' }
    for (let step = 0; step < 14; step += 1) {
      const [status, previousStatus] =
        step % 2 === 0
          ? ['WaitingValidation', step === 0 ? null : 'InValidation']
          : ['InValidation', 'WaitingValidation']
      await deliver(
        'amplia',
        orderBody({ orderId: orderId(4), status, previousStatus, date: clock(step), validationAgent: agent }),
      )
    }
    await settle()
    const page = await html(path, { language: 'pt' })
    expect(page).toContain('6 idas e voltas entre Criado e Em validação')
    expect(page.match(/class="usual"/g)).toHaveLength(3)
    expect(page.match(/<summary><h3>.*?<\/summary>/)?.[0]).toContain('Cristina Almeida')
    const all = await html(`${path}?events=all`, { language: 'pt' })
    expect(all.match(/class="usual"/g)).toHaveLength(14)
    expect(all.match(/volta de etapa<\/span>/g)).toHaveLength(6)
    expect(all).not.toContain('idas e voltas')
  })

  it('tells the reason in English as it was stored', async () => {
    const [row] = await rows("SELECT reason FROM transitions WHERE verdict = 'regression'")
    expect(await html(`/orders/${orderId(1)}`)).toContain(row?.reason)
  })

  it('whose status no longer counts says so in Portuguese too', async () => {
    const id = orderId(3)
    const event = (status: string, previousStatus: string | null, minute: number) =>
      deliver('amplia', orderBody({ orderId: id, status, previousStatus, date: at(minute) }))
    await event('InValidation', 'WaitingValidation', 2)
    await event('Canceled', null, 1)
    await settle()
    const page = await html(`/orders/${id}`, { language: 'pt' })
    expect(page).toContain(
      'Cancelado (pedido cancelado) chegou atrasado, mas aconteceu antes de Em validação (sendo validado)',
    )
    expect(page).toContain(
      'Em validação (sendo validado) deixou de valer: Cancelado (pedido cancelado) aconteceu antes.',
    )
    expect(page).toContain('Deixou de valer: um evento que chegou depois mudou o histórico.')
    expect(page).not.toMatch(/class="(reason|notice held)" lang="en"/)
  })

  it('and its payment lead to each other', async () => {
    expect(await links(await html(`/orders/${orderId(1)}`))).toContain('/transactions/501')
    expect(await links(await html('/transactions/501'))).toContain(`/orders/${orderId(1)}`)
  })

  it.each(['800-100-001', 'VENDA-1', orderId(1).toUpperCase()])('is found by %s', async (q) => {
    expect(await links(await html(`/orders?q=${q}`))).toContain(`/orders/${orderId(1)}`)
  })

  it('is there before D1 has it', async () => {
    await deliver('amplia', orderBody({ orderId: orderId(2), orderNumber: 'NEW' }))
    expect(await html(`/orders/${orderId(2)}`)).toMatch(/D1 does not have it yet|<h1>Order NEW/)
    await settle()
  })
})

describe('a transaction', () => {
  it('says that 3 is paid and 11 is not, in both languages', async () => {
    const page = await html('/transactions/501', { language: 'pt' })
    expect(page).toContain('Liberado (NÃO PAGO: liberado por um usuário)')
    expect(page).toContain('Autorizado (pago)')
    expect(page).toContain('R$ 1.234,50')
    expect(await html('/transactions/501')).toContain('R$ 1,234.50')
  })

  it('shows times of Brasília in both languages, and of UTC to who wants it', async () => {
    // IncluedDate is 2024-04-24T11:20:00 in Brasília.
    expect(await html('/transactions/501', { language: 'pt' })).toMatch(
      /title="24\/04\/2024 11:20:00 Brasília, 2024-04-24 14:20:00 UTC">24 abr 2024</,
    )
    expect(await html('/transactions/501')).toMatch(/title="2024-04-24 11:20:00 Brasília, .*?">24 Apr 2024</)
    const utc = await visit('/zone?zone=utc&next=/orders')
    expect(utc.headers.get('Location')).toBe('/orders')
    expect(utc.headers.get('Set-Cookie')).toContain('catraca_zone=utc')
  })
})

describe('the catalogue', () => {
  it.each(PROVIDERS)('names every status of $name', ({ name, lifeCycle }) => {
    expect(Object.keys(STATUS_KINDS[name] ?? {})).toEqual(Object.keys(lifeCycle.statuses))
    expect(Object.keys(pt.statuses[name] ?? {})).toEqual(Object.keys(lifeCycle.statuses))
  })

  it('says NOT PAID of 11 and paid of 3', () => {
    expect(STATUS_KINDS.safe2pay?.[11]).toMatchObject({ group: 'none' })
    expect(STATUS_KINDS.safe2pay?.[3]).toMatchObject({ group: 'in' })
    expect(pt.statuses.safe2pay?.[3]).toEqual({ means: 'pago' })
  })
})

describe('a list', () => {
  it('goes from page to page, each row once, newest first, and keeps its filters', async () => {
    const insert = env.DB.prepare(
      `INSERT INTO orders (order_id, order_number, status, gaps, refused, revision, first_received_at, last_received_at)
       VALUES (?, ?, 'Issued', 0, 0, 1, ?, '2020-01-01T00:00:00.000Z')`,
    )
    // Some share their time, so that the place needs the id too.
    await env.DB.batch(
      Array.from({ length: 120 }, (_, index) =>
        insert.bind(
          orderId(10_000 + index),
          `P-${index}`,
          new Date(Date.UTC(2020, 0, 1) + Math.floor(index / 3) * 1000).toISOString(),
        ),
      ),
    )
    const seen: string[] = []
    let next: string | undefined = '/orders?status=Issued'
    for (let pages = 0; next !== undefined && pages < 5; pages += 1) {
      const page: string = await html(next)
      seen.push(...[...page.matchAll(/>P-(\d+)</g)].map(([, number = '']) => number))
      next = (await links(page)).find((link) => link.includes('after='))
      if (next) expect(next).toContain('status=Issued')
    }
    expect(seen).toHaveLength(120)
    expect(seen.map(Number)).toEqual(Array.from({ length: 120 }, (_, index) => 119 - index))
  })

  it('begins at its start for a cursor that somebody made up', async () => {
    expect((await visit('/orders?after=!!')).status).toBe(200)
  })
})

describe('the overview', () => {
  it('begins with the work of the day, each number the way to what is behind it', async () => {
    const page = await html('/', { language: 'pt' })
    for (const label of ['Emitidos hoje', 'Recebido hoje', 'Pagos e não emitidos', 'Parados há tempo demais'])
      expect(page).toContain(label)
    const all = await links(page)
    expect(all).toContain('/orders?ready=paid_not_issued')
    expect(all).toContain('/transactions?status=in')
    expect(page).toMatch(/<b>R\$ 1\.234,50<\/b> <span>Recebido hoje/)
    expect(page).toMatch(/Amplia Reg há \d/)
  })

  it('leaves the machinery to a page of its own, whose days are Brasília’s', async () => {
    expect(await html('/')).not.toContain('<svg role="img"')
    const today = new Date(Date.now() - 3 * 3_600_000).toISOString().slice(0, 10)
    expect(await html('/system')).toContain(`<th scope="row">${today}</th>`)
  })
})
