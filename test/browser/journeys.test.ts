/** What an operator does, in a real browser, in both languages: sign in, find, understand, repair. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { launch, type Visitor, visitor } from './chromium.ts'
import { type Receiver, startReceiver } from './receiver.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let receiver: Receiver
let browser: Browser

/**
 * For each language the digests of the bodies in quarantine, one whose cause is gone and one that nothing can mend; and a
 * payment with a refused step back.
 */
const HELD = [
  { language: 'pt', mended: 'a'.repeat(32), hopeless: 'b'.repeat(32), stepBack: 7101 },
  { language: 'en', mended: 'c'.repeat(32), hopeless: 'd'.repeat(32), stepBack: 7102 },
] as const

const SAID = {
  pt: {
    locale: 'pt-BR',
    signIn: 'Entrar',
    wrong: 'Esta chave não é válida.',
    overview: 'Visão geral',
    orders: 'Pedidos',
    search: 'Venda, pedido ou pagamento',
    refused: /Criado \(aguarda validação\) faria o status voltar de Em validação/,
    payments: 'Pagamentos',
    quarantine: 'Quarentena',
    readable: 'Já pode ser interpretada',
    replay: 'Reprocessar',
    replayed: 'Reprocessada: aplicado. Está resolvida.',
    order: 'Pedido',
    dismissReason: 'Motivo do descarte',
    dismiss: 'Descartar',
    dismissed: 'Descartada.',
    toLookAt: 'Para verificar',
    payment: 'Transação',
    note: 'Observação (opcional)',
    resolve: 'Marcar como resolvido',
    resolved: '1 item atualizado.',
    didWhat: 'Quem fez o quê',
    decision: 'Volta recusada: resolvido · asked the sender',
    live: 'Ao vivo',
    test: 'Testar',
    tested: 'O teste foi aceito e processado. Nada foi guardado.',
    testVerdict: /^teste/,
    noKey: 'sem chave válida',
    missing: 'Página não encontrada',
    arrived: /recebido em 1º lugar/,
    signOut: 'Sair',
    other: 'English',
    otherOverview: 'Overview',
  },
  en: {
    locale: 'en-US',
    signIn: 'Sign in',
    wrong: 'This key is not valid.',
    overview: 'Overview',
    orders: 'Orders',
    search: 'Sale, order or payment',
    refused: /WaitingValidation \(order created\) would move the status back from InValidation/,
    payments: 'Payments',
    quarantine: 'Quarantine',
    readable: 'It can be understood now',
    replay: 'Replay',
    replayed: 'Replayed and judged: applied. It is resolved.',
    order: 'Order',
    dismissReason: 'Why it can be dismissed',
    dismiss: 'Dismiss',
    dismissed: 'Dismissed.',
    toLookAt: 'To look at',
    payment: 'Transaction',
    note: 'Note (optional)',
    resolve: 'Mark as resolved',
    resolved: '1 item updated.',
    didWhat: 'Who did what',
    decision: 'Step back, refused: resolved · asked the sender',
    live: 'Live',
    test: 'Test',
    tested: 'The test was accepted and judged. Nothing of it was stored.',
    testVerdict: /^test/,
    noKey: 'no valid key',
    missing: 'Not found',
    arrived: /arrived as no. 1/,
    signOut: 'Sign out',
    other: 'Português',
    otherOverview: 'Visão geral',
  },
} as const

beforeAll(async () => {
  receiver = await startReceiver()
  browser = await launch()
  await receiver.simulate(40)
  const order = (status: string, previousStatus: string | null, minute: number) =>
    receiver.deliver(
      'amplia',
      orderBody({
        orderId: orderId(1),
        orderNumber: '800-777-001',
        orderSaleNumber: 'VENDA-1',
        status,
        previousStatus,
        date: `2026-03-01T10:0${minute}:00.123456+00:00`,
      }),
    )
  await order('WaitingValidation', null, 1)
  await order('InValidation', 'WaitingValidation', 2)
  await order('WaitingValidation', null, 3)
  await receiver.deliver('safe2pay', transactionBody(7001, 11, { Reference: 'VENDA-1' }))
  for (const { stepBack } of HELD)
    for (const status of [3, 1]) await receiver.deliver('safe2pay', transactionBody(stepBack, status))
  receiver.sql(HELD.flatMap(heldRows).join(';'))
})

afterAll(async () => {
  await browser?.close()
  await receiver?.stop()
})

/** As if a schema of that day had refused a body that today's takes, and one that no schema will. */
function heldRows({ mended, hopeless }: (typeof HELD)[number], place: number): readonly string[] {
  const body = JSON.stringify(orderBody({ orderId: orderId(50 + place), orderNumber: `800-888-00${place}` }))
  const row = (digest: string, reason: string, issues: string, content: string): string =>
    `INSERT INTO quarantine (id, provider, reason, issues, body, received_at, attempts)
     VALUES ('amplia-${digest}', 'amplia', '${reason}', '${issues}', '${content}', '2026-11-01T12:00:00.000Z', 3)`
  return [
    row(
      mended,
      'invalid_schema',
      '[{"path":"orderStatusTransitionModel.orderSaleNumber","message":"Expected text"}]',
      body,
    ),
    row(
      hopeless,
      'unsupported_type',
      '[{"path":"type","message":"Bodies of type Other are not used here."}]',
      '{"type":"Other"}',
    ),
  ]
}

describe.each(HELD)('an operator who reads $language', ({ language, mended, hopeless, stepBack }) => {
  const said = SAID[language]
  let who: Visitor
  const shot = (name: string) => who.inspect(`${language}-${name}`)

  beforeAll(async () => {
    who = await visitor(browser, receiver.url, {
      locale: said.locale,
      viewport: { width: 1280, height: 900 },
    })
  })
  afterAll(() => who.close())

  it('signs in with the key from .dev.vars, and comes to the page that was asked for', async () => {
    const { page } = who
    await page.goto('/orders')
    expect(await shot('sign-in')).toEqual([])
    await page.locator('#key').fill('not the key')
    await page.getByRole('button', { name: said.signIn }).click()
    expect(await page.getByRole('alert').textContent()).toBe(said.wrong)
    await page.locator('#key').fill(receiver.adminKey)
    await page.getByRole('button', { name: said.signIn }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(said.orders)
  })

  it('sees at a glance how it is going', async () => {
    const { page } = who
    await page.getByRole('link', { name: said.overview }).click()
    await page.locator('.strip').waitFor()
    expect(await shot('overview')).toEqual([])
  })

  it('finds an order by its number and reads why an event was refused', async () => {
    const { page } = who
    await page.getByRole('link', { name: said.orders, exact: true }).click()
    expect(await shot('orders')).toEqual([])
    // As a customer says it, and nothing to click after that.
    await page.getByLabel(said.search).fill('800777001')
    await page.getByLabel(said.search).press('Enter')
    await page.getByText(said.refused).waitFor()
    expect(await shot('order')).toEqual([])
  })

  it('goes from the order to its payment, which is not paid', async () => {
    const { page } = who
    await page.getByRole('region', { name: said.payments }).getByRole('link', { name: '7001' }).click()
    expect(await page.locator('.standing').textContent()).toMatch(/11 Liberado.*(NÃO PAGO|NOT PAID)/)
    expect(await shot('transaction')).toEqual([])
  })

  it('opens the quarantine, replays a body whose cause is gone, and sees it resolved', async () => {
    const { page } = who
    await page.getByRole('link', { name: said.quarantine }).click()
    expect(await shot('quarantine')).toEqual([])
    await page.goto(`/quarantine/amplia-${mended}`)
    await page.getByText(said.readable).waitFor()
    await page.getByRole('button', { name: said.replay }).click()
    expect(await page.getByRole('status').textContent()).toBe(said.replayed)
    expect(await page.getByRole('button', { name: said.replay }).count()).toBe(0)
    expect(await shot('replayed')).toEqual([])
    await page
      .getByRole('link', { name: `${said.order} ` })
      .last()
      .click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(said.order)
    await page.goto('/quarantine')
    expect(await page.locator(`a[href$="${mended}"]`).count()).toBe(0)
  })

  it('dismisses one that will never be read, and says why', async () => {
    const { page } = who
    await page.locator(`a[href$="${hopeless}"]`).click()
    await page.getByLabel(said.dismissReason).fill('not ours')
    await page.getByRole('button', { name: said.dismiss }).click()
    expect(await page.getByRole('status').textContent()).toBe(said.dismissed)
    expect(await page.locator('.standing').textContent()).toContain('not ours')
    expect(await shot('dismissed')).toEqual([])
  })

  it('settles what needs somebody, says why, and reads who did that', async () => {
    const { page } = who
    await page.goto('/attention?kind=step_back')
    await page.getByRole('checkbox', { name: `${said.payment} ${stepBack}` }).check()
    await page.getByLabel(said.note).fill('asked the sender')
    await page.getByRole('button', { name: said.resolve }).click()
    expect(await page.getByRole('status').textContent()).toBe(said.resolved)
    expect(await page.getByRole('link', { name: `${said.payment} ${stepBack}` }).count()).toBe(0)
    expect(await shot('attention')).toEqual([])
    await page.goto('/attention?kind=step_back&state=resolved')
    await page.getByRole('link', { name: `${said.payment} ${stepBack}` }).waitFor()
    expect(await shot('attention-resolved')).toEqual([])
    await page.getByRole('link', { name: said.didWhat }).click()
    expect(await page.getByRole('row', { name: String(stepBack) }).textContent()).toContain(said.decision)
    expect(await shot('operations')).toEqual([])
  })

  it.each(['/month', '/quarantine'])(
    'finds out from %s where a certificate is and whether it is paid, without a click',
    async (from) => {
      const { page } = who
      await page.goto(from)
      await page.getByLabel(said.search).fill('#800777001')
      await page.getByLabel(said.search).press('Enter')
      await page.getByRole('region', { name: said.payments }).getByText('11 Liberado').waitFor()
      expect(page.url()).toContain(`/orders/${orderId(1)}`)
    },
  )

  it('reaches in one click what came back, what waits too long and what is paid and not issued', async () => {
    const { page } = who
    for (const path of [
      '/transactions?status=out',
      '/orders?status=open&sort=oldest',
      '/orders?ready=paid_not_issued',
    ]) {
      await page.goto('/')
      await page.locator(`a[href="${path}"]`).first().click()
      expect(page.url()).toContain(path)
      await page.locator('.total b').waitFor()
    }
    expect(await shot('ready')).toEqual([])
  })

  it('closes a month, looks at the machinery, and reads why nobody is found by a CPF', async () => {
    const { page } = who
    await page.goto('/month')
    expect(await shot('month')).toEqual([])
    await page.goto('/system')
    expect(await shot('system')).toEqual([])
    await page.goto('/search?q=52998224725')
    expect(await shot('search')).toEqual([])
  })

  it('tries the receiver in two clicks from anywhere, and sees what came of it and what was refused', async () => {
    const { page } = who
    await page.goto('/month')
    await page.getByRole('link', { name: said.live, exact: true }).click()
    await page.getByRole('button', { name: `${said.test} Safe2Pay` }).click()
    expect(await page.getByRole('status').textContent()).toBe(said.tested)
    await page.getByRole('cell', { name: said.testVerdict }).first().waitFor()
    expect(await shot('live')).toEqual([])
    await fetch(`${receiver.url}/webhooks/amplia`, { method: 'POST', headers: { 'X-Api-Key': 'wrong' } })
    // The page loads itself again: nothing to click.
    await page.goto('/live')
    await page.getByText(said.noKey).first().waitFor({ timeout: 30_000 })
    await page.goto('/live?since=0&only=refused')
    expect(await shot('live-refused')).toEqual([])
  })

  it('reads about the API in one click from anywhere, and comes by a wrong address to a page', async () => {
    const { page } = who
    await page.goto('/orders')
    await page.getByRole('link', { name: 'API', exact: true }).click()
    await page.getByRole('heading', { name: 'GET /api/orders/{id}', exact: true }).waitFor()
    expect(await shot('api')).toEqual([])
    await page.goto('/no-such-page')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(said.missing)
    expect(await shot('missing')).toEqual([])
    await page.getByRole('main').getByRole('link').click()
    await page.locator('.strip').waitFor()
  })

  it('opens an event that went well, which has one line until then', async () => {
    const { page } = who
    await page.goto(`/orders/${orderId(1)}`)
    const usual = page.locator('.usual').first()
    expect(await usual.getByText(said.arrived).isVisible()).toBe(false)
    await usual.locator('summary').click()
    await usual.getByText(said.arrived).waitFor()
    expect(await shot('opened')).toEqual([])
  })

  it('changes the language and comes back to the same page', async () => {
    const { page } = who
    await page.goto('/')
    await page.getByRole('link', { name: said.other }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(said.otherOverview)
    await page.reload()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(said.otherOverview)
    await page.goto(`/language?language=${language}`)
  })

  it('gets everywhere with the keyboard, past the menu in one step', async () => {
    const { page } = who
    await page.goto('/orders')
    await page.keyboard.press('Tab')
    expect(await page.locator('.skip').boundingBox()).toMatchObject({ x: 0 })
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.locator('.tabs a:focus').count()).toBe(1)
  })

  it('reads all of it on a phone in the dark', async () => {
    const { page } = who
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    const paths = [
      '/',
      '/orders',
      `/orders/${orderId(1)}`,
      '/transactions/7001',
      '/quarantine',
      '/month',
      '/system',
      '/live?since=0',
      '/api/docs.html',
      `/quarantine/amplia-${mended}`,
    ]
    for (const [place, path] of paths.entries()) {
      await page.goto(path)
      expect(await shot(`phone-${place}`), path).toEqual([])
    }
  })

  it('signs out, and is asked for the key again', async () => {
    const { page } = who
    await page.getByRole('button', { name: said.signOut }).click()
    await page.goto('/orders')
    await page.locator('#key').waitFor()
  })

  it('was never sent anywhere else, and nothing broke the rules that the pages give themselves', () => {
    expect(who.complaints).toEqual([])
  })
})
