/**
 * A person who can be recognised goes in by every field and in every kind of body, and is erased: then no byte of them
 * stands in any table, and what was known of the order and the payment otherwise is known still.
 */
import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
import { scheduled } from '../../src/scheduled.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { consoleLines } from '../tools/console-lines.ts'
import { emptyQuarantine, settleQuarantine } from '../tools/kept.ts'
import { ADMIN_KEY, ask, call } from '../tools/operator.ts'
import { html, visit } from '../tools/pages.ts'
import { order, quarantined, rows, settle, transaction, transitions } from '../tools/read-model.ts'
import { type Cell, cellsOfD1, cellsOfObjects } from '../tools/scan.ts'
import { deliver, KEYS, type ProviderName, post } from '../tools/sender.ts'

interface Erased {
  readonly at: string
  readonly bodies: number
  readonly names: number
  readonly quarantined: number | null
}

interface Story {
  readonly erasedAt: string | null
  readonly history: readonly { readonly verdict: string; readonly body: unknown; readonly erased: boolean }[]
}

/** A name, an address, a telephone, a CPF that has its check digits, and its middle as a mask leaves it. */
const TRACES = [
  'canária',
  'canaria',
  '98877',
  '29742237026',
  '297.422',
  '422370',
  '422.370',
  '1987-05-23',
  'ca0a71a0',
]
const CANARY = {
  name: 'Canária de Quadros',
  email: 'canaria@example.com',
  phone: '+55 11 98877-6655',
  cpf: '29742237026',
  birth: '1987-05-23T00:00:00',
}

const traced = ({ text }: Cell): boolean =>
  TRACES.some((trace) => text.toLowerCase().includes(trace.toLowerCase()))

/** Where the person stands, in D1 and in all objects. */
const places = async (): Promise<readonly string[]> => [
  ...new Set([...(await cellsOfD1()), ...(await cellsOfObjects())].filter(traced).map(({ place }) => place)),
]

const agent = {
  id: '0bcc8325-7122-4e5d-80b4-0000ca0a71a0',
  name: CANARY.name,
  identifier: CANARY.cpf,
  birthDate: CANARY.birth,
  email: CANARY.email,
}

const canaryOrder = (number: number, status: string, previousStatus: string | null, minute: number) => ({
  ...orderBody({
    orderId: orderId(number).toUpperCase(),
    orderNumber: '800-005-546',
    orderSaleNumber: `Venda de ${CANARY.name}`,
    status,
    previousStatus,
    date: `2026-03-01T10:${String(minute).padStart(2, '0')}:00.123456+00:00`,
    validationAgent: agent,
    confirmationAgent: agent,
    holder: CANARY,
  }),
})

const canaryTransaction = (id: number, status: number, fields: Readonly<Record<string, unknown>> = {}) =>
  transactionBody(id, status, {
    PaymentMethod: { Id: 6, Code: '6', Name: `Pix de ${CANARY.name}` },
    Application: `Loja ${CANARY.name}`,
    Vendor: CANARY.name,
    Reference: `${CANARY.name} 48`,
    EndToEndId: 'E18236120202404241420canaria0001',
    Tid: 'canaria-2',
    AuthorizationCode: 'canaria3',
    CheckingAccounts: [{ Description: `${CANARY.name}(${CANARY.cpf})`, Amount: 0.01 }],
    Splits: [{ Identity: CANARY.cpf, Name: CANARY.name }],
    Customer: CANARY,
    ...fields,
  })

/** An order and a payment of the same person, each with what was refused of it and what is in quarantine of it. */
async function liveThrough(number: number): Promise<void> {
  await deliver('amplia', canaryOrder(number, 'WaitingIssue', 'InConfirmation', 4))
  await deliver('amplia', canaryOrder(number, 'Issued', 'WaitingIssue', 5))
  expect(
    (await deliver('amplia', canaryOrder(number, 'InValidation', 'WaitingConfirmation', 9))).verdict,
  ).toBe('regression')
  await deliver('safe2pay', canaryTransaction(number, 1))
  await deliver('safe2pay', canaryTransaction(number, 3))
  expect((await deliver('safe2pay', canaryTransaction(number, 11))).verdict).toBe('regression')
  await keptOf(number)
  await settle()
}

/** Bodies of the same order and payment of which no event can be made, in all spellings. */
async function keptOf(number: number): Promise<void> {
  const bodies: readonly (readonly [ProviderName, string])[] = [
    ['amplia', JSON.stringify(canaryOrder(number, '', null, 1))],
    ['amplia', JSON.stringify({ type: 'CertificateIssued', order: { orderId: orderId(number) }, agent })],
    ['amplia', JSON.stringify(canaryOrder(number, 'Issued', null, 2)).slice(0, -1)],
    [
      'safe2pay',
      JSON.stringify(canaryTransaction(number, 3, { Amount: CANARY.name, TransactionStatus: {} })),
    ],
    [
      'safe2pay',
      JSON.stringify(
        canaryTransaction(number, 3, {
          IdTransaction: String(number),
          Vendor: [agent],
          TransactionStatus: null,
        }),
      ),
    ],
    ['safe2pay', JSON.stringify(canaryTransaction(number, 3)).slice(0, -1)],
    ['safe2pay', JSON.stringify(canaryTransaction(number, 3), null, 2).slice(0, -2)],
    ['safe2pay', JSON.stringify({ Payload: JSON.stringify(canaryTransaction(number, 3)) })],
    ['safe2pay', `Vendor=${encodeURIComponent(CANARY.name)}&IdTransaction=${number}&Vendor=canaria`],
    ['safe2pay', `<T><Vendor>${CANARY.name}</Vendor><IdTransaction>${number}</IdTransaction></T>`],
    ['safe2pay', `body=${encodeURIComponent(JSON.stringify(canaryTransaction(number, 3)))}`],
  ]
  for (const [provider, text] of bodies) {
    const response = await post(provider, text)
    expect([400, 202, 422]).toContain(response.status)
  }
  // All of them: some were kept and deleted before.
  await settleQuarantine()
}

const erase = (path: string): Promise<Erased> => ask<Erased>(`${path}/erase`, { method: 'POST' })

const night = async (retentionDays: string, afterDays: number): Promise<readonly string[]> => {
  const controller = createScheduledController({
    scheduledTime: new Date(Date.now() + afterDays * 86_400_000),
    cron: '17 5 * * *',
  })
  const { lines, restore } = consoleLines()
  try {
    await scheduled(controller, { ...env, RETENTION_DAYS: retentionDays })
  } finally {
    restore()
  }
  await settle()
  return lines
}

beforeAll(async () => {
  await liveThrough(700)
})

describe('an erasure that an operator asks for', () => {
  it('leaves no byte of the person in any table, and says what it erased', async () => {
    expect((await places()).length).toBeGreaterThan(15)
    // An agent stands in two columns twice; order number and time of the refused one are not counted, the sale's text is.
    expect(await erase(`/orders/${orderId(700).toUpperCase()}`)).toEqual({
      at: expect.stringMatching(/Z$/),
      bodies: 3,
      names: 3 * 5,
      quarantined: 3,
    })
    expect(await erase('/transactions/700')).toEqual({
      at: expect.stringMatching(/Z$/),
      bodies: 3,
      names: 3 * 7,
      quarantined: 8,
    })
    await settle()
    expect(await places()).toEqual([])
    expect(await quarantined()).toEqual([])
  })

  it('keeps status, times, amounts, verdicts and fingerprints', async () => {
    expect(await order(orderId(700))).toMatchObject({
      status: 'Issued',
      status_since: '2026-03-01T10:05:00.123456Z',
      order_number: '800-005-546',
      gaps: 1,
      refused: 1,
    })
    expect(await transaction(700)).toMatchObject({
      status: 3,
      status_name: 'Autorizado',
      payment_method: 6,
      amount_cents: 15000,
      created_at: '2024-04-24T14:20:00Z',
      details: 'null',
      refused: 1,
    })
    const verdicts = (await transitions('safe2pay', 700)).map(({ verdict }) => verdict)
    expect(verdicts).toEqual(['applied', 'applied', 'regression'])
  })

  it('erases nothing the second time, and says so', async () => {
    const erased = await erase('/transactions/700')
    expect(erased).toMatchObject({ bodies: 0, names: 0, quarantined: 0 })
    expect(await erase(`/orders/${orderId(700)}`)).toMatchObject({ bodies: 0, names: 0, quarantined: 0 })
    await settle()
    expect((await transaction(700))?.erased_at).toBe(erased.at)
  })

  it('still knows a late duplicate and still refuses a late step back', async () => {
    expect((await deliver('amplia', canaryOrder(700, 'Issued', 'WaitingIssue', 5))).verdict).toBe('duplicate')
    expect((await deliver('safe2pay', canaryTransaction(700, 3))).verdict).toBe('duplicate')
    expect(await places()).toEqual([])
    const late = await deliver('safe2pay', transactionBody(700, 1, { Vendor: 'another one' }))
    expect(late).toMatchObject({ verdict: 'regression', head: { status: '3' } })
    const back = orderBody({
      orderId: orderId(700),
      status: 'WaitingConfirmation',
      previousStatus: null,
      date: '2026-03-02T10:00:00Z',
    })
    expect(await deliver('amplia', back)).toMatchObject({ verdict: 'regression', head: { status: 'Issued' } })
    await settle()
  })

  it('is told by the story, the lists and both pages, which show no body any more', async () => {
    const story = await ask<Story>(`/orders/${orderId(700)}`)
    expect(story.erasedAt).toMatch(/Z$/)
    expect(story.history.map(({ verdict, body, erased }) => [verdict, body === null, erased])).toEqual([
      ['applied', true, true],
      ['applied', true, true],
      ['regression', true, true],
      ['regression', false, false],
    ])
    const { items } = await ask<{ items: readonly { erasedAt: string }[] }>('/transactions?id=700')
    expect(items).toMatchObject([
      { erasedAt: (await ask<Story>('/transactions/700')).erasedAt, vendor: null },
    ])
    expect(await html(`/orders/${orderId(700)}`)).toContain('The body is erased.')
    expect(await html('/transactions/700', { language: 'pt' })).toContain('O conteúdo foi apagado.')
  })

  it('stays through a refold and a reprojection, also when D1 was restored from before it', async () => {
    await env.DB.prepare(
      'UPDATE transactions SET vendor = ?, details = ?, erased_at = NULL, revision = 3 WHERE transaction_id = 700',
    )
      .bind(CANARY.name, JSON.stringify(CANARY))
      .run()
    await keptOf(700)
    await settle()
    await env.DB.exec(
      "UPDATE quarantine SET received_at = '2026-01-01T00:00:00.000Z', last_received_at = NULL",
    )
    for (const path of [`/orders/${orderId(700)}`, '/transactions/700']) {
      expect(await ask(`${path}/refold`, { method: 'POST' })).toMatchObject({ changed: [] })
    }
    await ask('/reproject', { method: 'POST' })
    await settle()
    expect(await places()).toEqual([])
    expect(await quarantined()).toEqual([])
  })

  it('touches nothing of another order or payment, not even of one whose number begins alike', async () => {
    await liveThrough(7001)
    await keptOf(70)
    await settle()
    const before = [...(await cellsOfD1())].filter(traced)
    expect(await erase('/transactions/700')).toMatchObject({ quarantined: 0 })
    expect(await erase(`/orders/${orderId(700)}`)).toMatchObject({ quarantined: 0 })
    await settle()
    expect((await cellsOfD1()).filter(traced)).toEqual(before)
    await erase('/transactions/7001')
    await erase(`/orders/${orderId(7001)}`)
    await emptyQuarantine()
    await settle()
    expect(await places()).toEqual([])
  })

  it('of what comes after it is another one', async () => {
    await deliver('safe2pay', canaryTransaction(700, 6))
    await settle()
    expect(await transaction(700)).toMatchObject({ status: 6, vendor: CANARY.name, tid: 'canaria-2' })
    expect(await places()).not.toEqual([])
    expect(await erase('/transactions/700')).toMatchObject({ bodies: 1, names: 7 })
    await settle()
    expect(await places()).toEqual([])
    expect(await transaction(700)).toMatchObject({ status: 6, vendor: null, tid: null, details: 'null' })
  })

  it('is a 404 for an id that nothing came for, and a 401 for who has no key', async () => {
    expect((await call('/transactions/999/erase', { method: 'POST' })).status).toBe(404)
    expect((await call(`/orders/${orderId(0x999)}/erase`, { method: 'POST' })).status).toBe(404)
    for (const key of [null, 'wrong', KEYS.safe2pay[0]]) {
      expect((await call('/transactions/700/erase', { method: 'POST', key })).status).toBe(401)
    }
    expect((await call('/transactions/700/erase')).status).toBe(405)
  })

  it('erases in the object at once when D1 is away, and in D1 when it is back', async () => {
    await liveThrough(701)
    await env.DB.exec('ALTER TABLE quarantine RENAME TO quarantine_away')
    const { lines, restore } = consoleLines()
    const erased = await erase('/transactions/701')
    expect(erased).toMatchObject({ bodies: 3, quarantined: null })
    const cells = (await cellsOfObjects()).filter(({ text }) => text.includes('1420canaria'))
    // Which bodies in quarantine are the payment's, D1 knows.
    expect(cells.filter(({ place }) => !place.startsWith('object kept'))).toEqual([])
    await scheduler.wait(400)
    restore()
    expect(lines.some((line) => line.includes('erasure_delayed'))).toBe(true)
    expect(lines.filter((line) => traced({ place: '', text: line }))).toEqual([])
    expect((await transaction(701))?.vendor).toBe(CANARY.name)
    await env.DB.exec('ALTER TABLE quarantine_away RENAME TO quarantine')
    await settle()
    expect(await erase(`/orders/${orderId(701)}`)).toMatchObject({ bodies: 3, quarantined: 3 })
    await settle()
    expect(await places()).toEqual([])
  })
})

describe('the form on a page', () => {
  it('erases when its number is typed, and not before', async () => {
    await deliver('safe2pay', canaryTransaction(702, 3))
    await settle()
    expect(await html('/transactions/702')).toContain('action="/transactions/702/erase"')
    const none = await visit('/transactions/702/erase', { form: {} })
    expect(await html(none.headers.get('Location') ?? '')).toContain('Nothing was erased: type its number.')
    for (const confirm of ['yes', '703', '70']) await visit('/transactions/702/erase', { form: { confirm } })
    expect((await transaction(702))?.vendor).toBe(CANARY.name)
    const done = await visit('/transactions/702/erase', { form: { confirm: ' 702 ' } })
    expect(done.status).toBe(303)
    const page = await html(done.headers.get('Location') ?? '', { language: 'pt' })
    expect(page).toContain('Apagados: 1 conteúdo e 7 outros textos com dados pessoais.')
    await settle()
    expect(await places()).toEqual([])
  })

  it('is a 404 where nothing is known, and is not taken from another site', async () => {
    expect((await visit('/transactions/998/erase', { form: { confirm: '998' } })).status).toBe(404)
    const signIn = await visit('/sign-in', { form: { key: ADMIN_KEY }, signedIn: false })
    const cookie = String(signIn.headers.get('Set-Cookie')).split(';')[0] ?? ''
    const from = { form: { confirm: 'yes' }, cookie, headers: { Origin: 'https://elsewhere.test' } }
    expect((await visit('/transactions/702/erase', from)).status).toBe(403)
  })
})

describe('every night', () => {
  const kept = async () =>
    (await rows('SELECT transaction_id FROM transactions WHERE vendor IS NOT NULL')).length

  beforeAll(async () => {
    // 801 rests, 802 is over, 803 is stuck half-way.
    await deliver('safe2pay', canaryTransaction(801, 3))
    await deliver('safe2pay', canaryTransaction(802, 6))
    await deliver('safe2pay', canaryTransaction(803, 2))
    await deliver('amplia', canaryOrder(801, 'Issued', null, 1))
    await deliver('amplia', canaryOrder(803, 'InValidation', null, 1))
    await settle()
  })

  it.each(['', 'forever', 'never', '-1', '0', '1.5', '365 days', 'Infinity'])(
    'nothing is erased where RETENTION_DAYS is %j',
    async (days) => {
      const before = await kept()
      const lines = await night(days, 4000)
      expect(await kept()).toBe(before)
      expect(lines.some((line) => line.includes('retention_failed'))).toBe(days !== '' && days !== 'forever')
    },
  )

  it('nothing is erased of what ended less than a year ago where it was never set', async () => {
    const before = await kept()
    const { RETENTION_DAYS: _, ...unset } = env
    await scheduled(
      createScheduledController({ scheduledTime: new Date(Date.now() + 364 * 86_400_000) }),
      unset as unknown as Env,
    )
    expect(await kept()).toBe(before)
    expect(LIMITS.retentionDays).toBe(365)
  })

  it('nothing is erased of what ended less than that long ago', async () => {
    const before = await kept()
    await night('365', 364)
    expect(await kept()).toBe(before)
  })

  it('what ended that long ago is erased, and what is stuck half-way is kept for somebody to look at', async () => {
    await keptOf(801)
    await settle()
    const lines = await night('365', 366)
    expect(lines.find((line) => line.includes('ended_erased'))).toMatch(/"alive":0,"failed":0/)
    expect(await kept()).toBe(1)
    expect(await transaction(801)).toMatchObject({ status: 3, vendor: null, erased_at: expect.any(String) })
    expect(await transaction(802)).toMatchObject({ status: 6, vendor: null })
    expect(await transaction(803)).toMatchObject({ status: 2, vendor: CANARY.name, erased_at: null })
    expect((await order(orderId(801)))?.validation_agent_name).toBeNull()
    expect((await order(orderId(803)))?.validation_agent_name).toBe(CANARY.name)
    expect(await quarantined()).toEqual([])
    await erase('/transactions/803')
    await erase(`/orders/${orderId(803)}`)
    await settle()
    expect(await places()).toEqual([])
  })

  it('a body that came into quarantine since then stays until somebody has looked at it', async () => {
    await deliver('safe2pay', canaryTransaction(805, 3))
    await settle()
    await keptOf(805)
    const held = (await quarantined()).length
    await env.DB.prepare("UPDATE quarantine SET last_received_at = ? WHERE reason = 'invalid_json'")
      .bind(new Date(Date.now() + 2 * 86_400_000).toISOString())
      .run()
    const young = await quarantined()
    await night('365', 366)
    const left = (await quarantined()).filter(({ provider }) => provider === 'safe2pay').map(({ id }) => id)
    expect(left).toEqual(
      young
        .filter(({ provider, reason }) => provider === 'safe2pay' && reason === 'invalid_json')
        .map(({ id }) => id),
    )
    expect(left.length).toBeGreaterThan(0)
    expect(left.length).toBeLessThan(held)
    await emptyQuarantine()
    expect(await places()).toEqual([])
  })

  it('nothing is erased twice, and what came after an erasure is erased in its turn', async () => {
    const revision = async () => (await transaction(801))?.revision
    const before = await revision()
    await night('365', 367)
    expect(await revision()).toBe(before)
    // As if it came when it is a year later.
    await deliver('safe2pay', canaryTransaction(801, 6))
    await settle()
    expect(await kept()).toBe(1)
    await env.DB.exec(
      "UPDATE transactions SET erased_at = '2026-01-01T00:00:00.000Z' WHERE transaction_id = 801",
    )
    await night('365', 368)
    expect(await kept()).toBe(0)
    expect(await places()).toEqual([])
  })

  it('an object knows better than D1 whether it has ended', async () => {
    await deliver('safe2pay', canaryTransaction(804, 3))
    await settle()
    await deliver('safe2pay', canaryTransaction(804, 5))
    // D1 has not heard of the dispute.
    await env.DB.exec('UPDATE transactions SET status = 3, revision = 99 WHERE transaction_id = 804')
    const lines = await night('365', 400)
    expect(lines.find((line) => line.includes('ended_erased'))).toContain('"alive":1')
    expect((await ask<Story>('/transactions/804')).history[0]?.erased).toBe(false)
    await env.DB.exec('UPDATE transactions SET revision = 1 WHERE transaction_id = 804')
    await erase('/transactions/804')
    await settle()
  })

  it('one that cannot be erased keeps no other from it', async () => {
    for (const id of [811, 812, 813]) await deliver('safe2pay', canaryTransaction(id, 3))
    await settle()
    const entities = new Proxy(env.ENTITIES, {
      get: (target, name) => {
        if (name !== 'getByName') return Reflect.get(target, name)
        return (object: string) => {
          if (object === 'safe2pay:811') return { erase: () => Promise.reject(new Error('overloaded')) }
          return target.getByName(object)
        }
      },
    })
    const { lines, restore } = consoleLines()
    await scheduled(createScheduledController({ scheduledTime: new Date(Date.now() + 4e11) }), {
      ...env,
      ENTITIES: entities,
      RETENTION_DAYS: '365',
    })
    restore()
    await settle()
    expect(lines.some((line) => line.includes('"entity":"811","error":"overloaded"'))).toBe(true)
    expect(await kept()).toBe(1)
    await night('365', 5000)
    expect(await kept()).toBe(0)
  })

  it('takes as many steps as it needs, and goes on where the night before stopped', async () => {
    const ids = Array.from({ length: 2 * LIMITS.erasuresPerStep + 5 }, (_, index) => 820_000 + index)
    for (const id of ids) await deliver('safe2pay', canaryTransaction(id, 3))
    // All of them at one instant, so that only the id tells their order.
    await settle()
    await env.DB.exec(
      "UPDATE transactions SET first_received_at = '2026-01-01T00:00:00.000Z' WHERE transaction_id >= 820000",
    )
    expect(await kept()).toBe(ids.length)
    const { at, id } = { at: '2026-01-01T00:00:00.000Z', id: '820009' }
    await env.DB.prepare("UPDATE sweeps SET at = ?, id = ? WHERE provider = 'safe2pay'").bind(at, id).run()
    await night('365', 5000)
    expect(await kept()).toBe(10)
    expect(await rows("SELECT at, id FROM sweeps WHERE provider = 'safe2pay'")).toEqual([{ at: '', id: '' }])
    await night('365', 5000)
    expect(await kept()).toBe(0)
    expect(await places()).toEqual([])
  })
})
