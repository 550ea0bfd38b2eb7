/**
 * An authentic event counts whatever stands around it, each of several by itself; a key in a body opens it though it
 * cannot be read; a ping is answered and leaves nothing.
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { problemIn } from '../tools/problem.ts'
import { quarantined, quarantinedAs, settle, transaction, transitions } from '../tools/read-model.ts'
import { deliver, type Judged, KEYS, post } from '../tools/sender.ts'

const [KEY] = KEYS.safe2pay
const bodyKey = { key: null }

const unreachable = (): never => {
  throw new Error('Network connection lost.')
}

type Answer = Partial<Judged> & { readonly status?: number; readonly quarantineId?: string }

describe('a list of events', () => {
  it('is judged one by one in its order, and answered with a list', async () => {
    const events = [1, 3, 6].map((status) => transactionBody(95001, status, { SecretKey: KEY }))
    const response = await post('safe2pay', events, bodyKey)
    expect(response.status).toBe(200)
    expect(await response.json<Answer[]>()).toMatchObject([
      { verdict: 'applied', head: { status: '1', revision: 1 } },
      { verdict: 'applied', head: { status: '3', revision: 2 } },
      { verdict: 'applied', head: { status: '6', revision: 3 } },
    ])
    await settle()
    expect(await transaction(95001)).toMatchObject({ status: 6, revision: 3 })
  })

  it('costs nothing where one of it is none: that one is kept by itself', async () => {
    const events = [transactionBody(95002, 3), { IdTransaction: 95002 }, 7, {}, transactionBody(95003, 3)]
    const response = await post('safe2pay', events)
    expect(response.status).toBe(200)
    const answers = await response.json<Answer[]>()
    expect(answers).toMatchObject([
      { verdict: 'applied', id: '95002' },
      { status: 422 },
      { status: 422 },
      { verdict: 'ignored' },
      { verdict: 'applied', id: '95003' },
    ])
    expect(await quarantinedAs(answers[1]?.quarantineId)).toMatchObject({ body: '{"IdTransaction":95002}' })
    expect(await quarantinedAs(answers[2]?.quarantineId)).toMatchObject({ body: '7' })
  })

  it('sent again changes nothing', async () => {
    const events = [transactionBody(95004, 1), transactionBody(95004, 3)]
    await post('safe2pay', events)
    const again = await (await post('safe2pay', events)).json<Answer[]>()
    expect(again.map(({ verdict }) => verdict)).toEqual(['duplicate', 'duplicate'])
    await settle()
    expect(await transitions('safe2pay', 95004)).toHaveLength(2)
  })

  it('is one event whether it comes in a list, in a text or alone', async () => {
    const event = transactionBody(95005, 3)
    await deliver('safe2pay', event)
    for (const wrapped of [[event], JSON.stringify(JSON.stringify(event)), [JSON.stringify(event)]]) {
      expect(await deliver('safe2pay', wrapped)).toMatchObject({ verdict: 'duplicate' })
    }
  })

  it('answers as its problems do where none was taken', async () => {
    const response = await post('safe2pay', [{ IdTransaction: 95006 }, { IdTransaction: 95007 }])
    expect(response.status).toBe(422)
    expect(await response.json<Answer[]>()).toMatchObject([{ status: 422 }, { status: 422 }])
  })

  it('answers 503 with Retry-After where one could not be stored, and the others are stored', async () => {
    const away = {
      newUniqueId: unreachable,
      idFromName: unreachable,
      getByName: unreachable,
      get: unreachable,
    }
    const events = [transactionBody(95008, 3), { IdTransaction: 95008 }]
    const response = await post('safe2pay', events, { bindings: { QUARANTINE: away } })
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(await response.json<Answer[]>()).toMatchObject([{ verdict: 'applied' }, { status: 503 }])
    expect(await deliver('safe2pay', transactionBody(95008, 3))).toMatchObject({ verdict: 'duplicate' })
  })

  it('is kept and judged while D1 is away', async () => {
    await env.DB.exec('ALTER TABLE quarantine RENAME TO quarantine_away')
    try {
      const response = await post('safe2pay', [transactionBody(95018, 3), { IdTransaction: 95018 }])
      expect(response.status).toBe(200)
      expect(await response.json<Answer[]>()).toMatchObject([{ verdict: 'applied' }, { status: 422 }])
    } finally {
      await env.DB.exec('ALTER TABLE quarantine_away RENAME TO quarantine')
    }
  })

  it('may hold 100 events: more are 422, and the body is kept', async () => {
    const list = (count: number) => Array.from({ length: count }, () => transactionBody(95009, 3))
    expect((await post('safe2pay', list(100))).status).toBe(200)
    const { errors, quarantineId } = await problemIn(await post('safe2pay', list(101)), 422)
    expect(errors).toEqual([{ path: '', message: expect.stringContaining('100') }])
    expect(await quarantinedAs(quarantineId)).toMatchObject({ reason: 'invalid_schema' })
  })

  it('may come from Amplia, with its key in the head', async () => {
    const id = orderId(95010)
    const response = await post('amplia', [orderBody({ orderId: id }), { type: 'Another' }])
    expect(response.status).toBe(200)
    expect(await response.json<Answer[]>()).toMatchObject([
      { verdict: 'applied', id },
      { verdict: 'ignored' },
    ])
  })

  it('is opened by the key of any of its events, and by no wrong one', async () => {
    const list = (key: string) => [transactionBody(95011, 3), transactionBody(95012, 3, { secretkey: key })]
    expect((await post('safe2pay', list(KEY), bodyKey)).status).toBe(200)
    await problemIn(await post('safe2pay', list('wrong'), bodyKey), 401)
  })
})

describe('a key in a body that cannot be read', () => {
  const event = JSON.stringify(transactionBody(95101, 3, { SecretKey: KEY }))

  it.each([
    ['JSON with a comma too many', `${event.slice(0, -1)},}`],
    ['JSON cut off', event.slice(0, -2)],
    ['JSON with the name in another case', event.replace('SecretKey', 'secretKey').slice(0, -1)],
    ['Latin-1', Uint8Array.from(event.replace('Loja', 'João'), (letter) => letter.charCodeAt(0))],
    ['a form', `IdTransaction=95101&SecretKey=${KEY}`],
    ['XML', `<e><SecretKey>${KEY}</SecretKey></e>`],
    ['UTF-16 without its mark', `${event.slice(0, -1)}`.split('').join('\0')],
  ])('opens it: %s is answered 400 and kept, without the key', async (_, body) => {
    const { quarantineId } = await problemIn(await post('safe2pay', body, bodyKey), 400)
    const row = await quarantinedAs(quarantineId)
    expect(row).toMatchObject({ provider: 'safe2pay', reason: 'invalid_json' })
    expect(String(row?.body).replaceAll('\0', '')).not.toContain(KEY)
    const wrong =
      typeof body === 'string'
        ? body.replaceAll(KEY, 'SECRET_KEX').replaceAll([...KEY].join('\0'), [...'SECRET_KEX'].join('\0'))
        : body.map((byte, at) => (at === body.length - 3 ? 0x58 : byte))
    await problemIn(await post('safe2pay', wrong, bodyKey), 401)
  })

  it.each([
    ['two byte order marks', `\uFEFF\uFEFF${event}`],
    ['zeros at the end', `${event}\0\0`],
    ['a text of JSON around', JSON.stringify(event)],
    ['two texts of JSON around', JSON.stringify(JSON.stringify(event))],
    ['a list around', `[${event}]`],
  ])('need not be looked for with %s: the event is judged', async (_, body) => {
    expect(await deliver('safe2pay', body, bodyKey)).toMatchObject({ id: '95101' })
  })
})

describe('a ping', () => {
  const PINGS = ['', ' \n', '\uFEFF', '{}', '[{}]', 'webhook_id=17', '{"ping":"OK"}', '{"event":"test"}']

  it.each(PINGS)('is answered 200 and ignored, and leaves nothing: %j', async (body) => {
    const before = await quarantined()
    for (const provider of ['amplia', 'safe2pay'] as const) {
      const response = await post(provider, body)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ verdict: 'ignored', provider })
    }
    expect(await quarantined()).toEqual(before)
  })

  it.each(PINGS)('is answered 401 without a key: %j', async (body) => {
    await problemIn(await post('safe2pay', body, bodyKey), 401)
    await problemIn(await post('amplia', body, { key: 'wrong' }), 401)
  })

  it.each([{ SecretKey: KEY }, `SecretKey=${KEY}&webhook_id=17`])(
    'may have its key in its body: %j',
    async (body) => {
      expect((await post('safe2pay', body, bodyKey)).status).toBe(200)
    },
  )

  it('is none where the body says more', async () => {
    await problemIn(await post('safe2pay', 'webhook_id=17&IdTransaction=1'), 400)
    await problemIn(await post('safe2pay', { ping: 1, IdTransaction: 1 }), 422)
  })
})

describe('what a sender says beside its events', () => {
  it('is answered 202 and kept once: a subscription of Safe2Pay, which names no transaction', async () => {
    const body = { IdSubscription: 763, Status: 'Ativa', SecretKey: KEY }
    const ids = new Set<string | undefined>()
    for (let times = 0; times < 2; times += 1) {
      const response = await post('safe2pay', body, bodyKey)
      expect(response.status).toBe(202)
      ids.add((await response.json<Answer>()).quarantineId)
    }
    expect(ids.size).toBe(1)
    expect(await quarantinedAs([...ids][0])).toMatchObject({ reason: 'unsupported_type', attempts: 2 })
  })
})
