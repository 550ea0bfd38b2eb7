/** What an operator does, in a real browser, in both languages: sign in, find, understand, repair. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { launch, type Visitor, visitor } from './chromium.ts'
import { type Receiver, startReceiver } from './receiver.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

const pages = readFileSync(join(import.meta.dirname, '../../src/pages/index.tsx'), 'utf8')

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
    whom: 'Peça ao administrador.',
    wrong: 'Esta chave não é válida.',
    overview: 'Visão geral',
    replayAll: 'Reprocessar todas em aberto',
    stages: 'Andamento',
    month: 'Mês',
    orders: 'Pedidos',
    search: 'Venda, pedido ou pagamento',
    refused: /Criado \(aguarda validação\) faria o status voltar de Em validação/,
    payments: 'Pagamentos',
    since: 'Desde',
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
    arrived: /1º a chegar/,
    signOut: 'Sair',
    other: 'English',
    otherOverview: 'Overview',
  },
  en: {
    locale: 'en-US',
    signIn: 'Sign in',
    whom: 'An administrator has it',
    wrong: 'This key is not valid.',
    overview: 'Overview',
    replayAll: 'Replay all open ones',
    stages: 'Progress',
    month: 'Month',
    orders: 'Orders',
    search: 'Sale, order or payment',
    refused: /WaitingValidation \(order created\) would move the status back from InValidation/,
    payments: 'Payments',
    since: 'Since',
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
    tested: 'The test was accepted and judged. Nothing was stored.',
    testVerdict: /^test/,
    noKey: 'no valid key',
    missing: 'Not found',
    arrived: /arrived as no. 1/,
    signOut: 'Sign out',
    other: 'Português',
    otherOverview: 'Visão geral',
  },
} as const

/** Every page there is, and what a person may meet on it. */
const PATHS = [
  '/',
  '/system',
  '/stages',
  '/live?since=0',
  '/search?q=V',
  '/attention',
  '/attention?kind=known',
  '/attention?state=resolved',
  '/operations',
  '/orders',
  '/orders?ready=paid_not_issued',
  `/orders/${orderId(1)}`,
  `/orders/${orderId(1)}?events=all`,
  '/month',
  '/transactions?status=in',
  '/transactions/7001',
  '/quarantine?state=all',
  '/forward',
  '/no-such-page',
  '/api/docs.html',
]

/** By these everything that a day asks is two clicks away: the search, what needs somebody, what came back, what is held. */
const ANYWHERE = '#q, .menu [href="/"], .menu [href="/attention"], .menu [href="/quarantine"]'

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
    // As a colleague shared it.
    await page.goto('/orders?status=open&sort=oldest')
    expect(await page.getByText(said.whom).isVisible()).toBe(true)
    expect(await shot('sign-in')).toEqual([])
    await page.locator('#key').fill('not the key')
    await page.getByRole('button', { name: said.signIn }).click()
    expect(await page.getByRole('alert').textContent()).toBe(said.wrong)
    await page.locator('#key').fill(receiver.adminKey)
    await page.getByRole('button', { name: said.signIn }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(said.orders)
    expect(page.url()).toContain('/orders?status=open&sort=oldest')
  })

  it('sees at a glance how it is going', async () => {
    const { page } = who
    await page.getByRole('link', { name: said.overview }).click()
    await page.locator('.strip').waitFor()
  })

  it('finds an order by its number and reads why an event was refused', async () => {
    const { page } = who
    await page.getByRole('link', { name: said.orders, exact: true }).click()
    // As a customer says it, and nothing to click after that.
    await page.getByLabel(said.search).fill('800777001')
    await page.getByLabel(said.search).press('Enter')
    await page.getByText(said.refused).waitFor()
  })

  it('goes from the order to its payment, which is not paid', async () => {
    const { page } = who
    const payments = page.getByRole('region', { name: said.payments })
    await payments.getByRole('columnheader', { name: said.since }).waitFor()
    await payments.getByRole('link', { name: '7001' }).click()
    expect(await page.locator('.standing').textContent()).toMatch(/11 Liberado.*(NÃO PAGO|NOT PAID)/)
  })

  it('opens the quarantine, replays a body whose cause is gone, and sees it resolved', async () => {
    const { page } = who
    await page.getByRole('link', { name: said.quarantine }).click()
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
    await page.goto('/attention?kind=step_back&state=resolved')
    await page.getByRole('link', { name: `${said.payment} ${stepBack}` }).waitFor()
    await page.getByRole('link', { name: said.didWhat }).click()
    expect(await page.getByRole('row', { name: String(stepBack) }).textContent()).toContain(said.decision)
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
  })

  it('closes a month, looks at the machinery, and reads why nobody is found by a CPF', async () => {
    const { page } = who
    await page.goto('/month')
    await page.goto('/system')
    await page.goto('/search?q=52998224725')
  })

  it('tries the receiver in two clicks from anywhere, and sees what came of it and what was refused', async () => {
    const { page } = who
    await page.goto('/month')
    await page.getByRole('link', { name: said.live, exact: true }).click()
    await page.getByRole('button', { name: `${said.test} Safe2Pay` }).click()
    expect(await page.getByRole('status').textContent()).toBe(said.tested)
    await page.getByRole('cell', { name: said.testVerdict }).first().waitFor()
    await fetch(`${receiver.url}/webhooks/amplia`, { method: 'POST', headers: { 'X-Api-Key': 'wrong' } })
    // The page loads itself again: nothing to click.
    await page.goto('/live')
    await page.getByText(said.noKey).first().waitFor({ timeout: 30_000 })
    await page.goto('/live?since=0&only=refused')
  })

  it('reads about the API in one click from anywhere, and comes by a wrong address to a page', async () => {
    const { page } = who
    await page.goto('/orders')
    await page.getByRole('link', { name: 'API', exact: true }).click()
    await page.getByRole('heading', { name: 'GET /api/orders/{id}', exact: true }).waitFor()
    await page.goto('/no-such-page')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(said.missing)
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

  it.each([
    { theme: 'light', width: 1280 },
    { theme: 'dark', width: 390 },
  ] as const)(
    'reads every page in the $theme, $width pixels wide',
    async ({ theme, width }) => {
      const { page } = who
      await page.setViewportSize({ width, height: 844 })
      await page.emulateMedia({ colorScheme: theme })
      for (const [place, path] of [...PATHS, `/quarantine/amplia-${hopeless}`].entries()) {
        await page.goto(path)
        expect(await shot(`${theme}-${width}-${place}`), path).toEqual([])
        // Those are told to somebody of whom nothing is known.
        if (!/^\/(?:api|no-such)/.test(path)) expect(await page.locator(ANYWHERE).count(), path).toBe(4)
      }
    },
    180_000,
  )

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

describe('the pages that the browser has read', () => {
  it('are all of those that the console has', () => {
    const routes = [...pages.matchAll(/pages\.get\('([^']+)'/g)].map(([, path = '']) => path)
    const seen = [...PATHS, '/sign-in', '/quarantine/amplia-x'].map((path) => path.split('?')[0] ?? '')
    expect(
      routes.filter(
        (route) =>
          !/\.csv$|^\/(?:language|zone)$/.test(route) &&
          !seen.some((path) => new RegExp(`^${route.replace(/:\w+/, '[^/]+')}$`).test(path)),
      ),
    ).toEqual([])
  })
})

describe('an operator in a hurry', () => {
  let who: Visitor
  /** What was clicked, and nothing else. */
  let clicks = 0
  const click = async (name: string, role: 'link' | 'button' = 'link') => {
    clicks += 1
    await who.page
      .getByRole(role, { name, exact: role === 'link' })
      .first()
      .click()
  }

  beforeAll(async () => {
    who = await visitor(browser, receiver.url, {
      locale: 'pt-BR',
      viewport: { width: 1280, height: 900 },
      javaScriptEnabled: true,
    })
    await who.page.goto('/month')
    await who.page.locator('#key').fill(receiver.adminKey)
    await who.page.getByRole('button', { name: SAID.pt.signIn }).click()
    receiver.sql(heldRows({ ...HELD[0], mended: 'e'.repeat(32), hopeless: 'f'.repeat(32) }, 7).join(';'))
  })
  afterAll(() => who.close())

  it.each<[string, number, () => Promise<unknown>]>([
    ['sees what needs somebody', 1, () => click(SAID.pt.toLookAt)],
    [
      'sees the payments whose money came back',
      2,
      async () => {
        await click(SAID.pt.overview)
        clicks += 1
        await who.page.locator('a[href="/transactions?status=out"]').click()
        await who.page.locator('.total b').waitFor()
      },
    ],
    [
      'replays what a fix made readable',
      2,
      async () => {
        await click(SAID.pt.quarantine)
        await click(SAID.pt.replayAll, 'button')
        expect(await who.page.getByRole('status').textContent()).toMatch(/: [1-9]\d* resolvidas?,/)
      },
    ],
    [
      'sees how long orders wait',
      2,
      async () => {
        await click(SAID.pt.overview)
        await click(SAID.pt.stages)
      },
    ],
    ['closes the month', 1, () => click(SAID.pt.month)],
  ])('%s in %i clicks at most, from the page of an order', async (_, most, work) => {
    await who.page.goto(`/orders/${orderId(1)}`)
    clicks = 0
    await work()
    await who.page.locator('h1').waitFor()
    expect(clicks).toBeLessThanOrEqual(most)
  })

  it('sees that the senders are alive on the overview, without a click', async () => {
    await who.page.goto('/')
    expect(await who.page.locator('.senders').textContent()).toMatch(/Amplia Reg há .*Safe2Pay há /)
  })

  it('reads in a tab that is not open how many things wait, and finds the number new', async () => {
    const { page } = who
    await page.clock.install()
    await page.goto('/')
    expect(await page.title()).toMatch(/^\(\d+\) Visão geral/)
    await page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    const loaded = page.waitForEvent('load')
    await page.clock.fastForward(300_000)
    await loaded
  })

  it('has the diagram beside the timeline where there is room, and on a phone closed below it', async () => {
    const { page } = who
    await page.goto(`/orders/${orderId(1)}`)
    const diagram = page.locator('.drawing svg[role="img"]')
    const timeline = page.locator('.timeline')
    expect(await diagram.isVisible()).toBe(true)
    expect(await page.locator('.drawing summary').isVisible()).toBe(false)
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await diagram.isVisible()).toBe(false)
    const [below, above] = [await page.locator('.drawing').boundingBox(), await timeline.boundingBox()]
    expect(below?.y).toBeGreaterThan(above?.y ?? Number.POSITIVE_INFINITY)
    await page.locator('.drawing summary').click()
    expect(await diagram.isVisible()).toBe(true)
    expect(who.complaints).toEqual([])
  })
})
