/**
 * Every change is told to the user's own system: at least once, in order for each entity, and nothing is dropped, whatever
 * that system does.
 */

import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { d1Error, faultyD1, hold, outage } from '../tools/faulty-d1.ts'
import { breakStorage } from '../tools/faulty-storage.ts'
import {
  type Channel,
  fire,
  later,
  openChannel,
  owedBy,
  quiet,
  SECRET,
  untilReceived,
} from '../tools/forwarding.ts'
import { apply, connect, diskOf, eventOf, inside, objectOf, type Stub } from '../tools/object.ts'
import { until } from '../tools/patience.ts'
import { transaction } from '../tools/read-model.ts'
import type { Received } from '../tools/receiver/server.ts'
import { written } from '../tools/row-counter.ts'

afterEach(quiet)

/** Lets time pass, and everything that is due in it happen. */
async function pass(stub: Stub, ms: number): Promise<void> {
  later(ms)
  await fire(stub)
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

let ids = 40_000
const nextId = (): number => {
  ids += 1
  return ids
}

/** A payment that forwards to a channel of its own. */
async function payment(...more: Parameters<typeof openChannel>): Promise<{
  readonly channel: Channel
  readonly id: number
  readonly stub: Stub
  move(status: number, fields?: Record<string, unknown>): Promise<void>
  /** Moves, and has its object do what is due: mostly to send. */
  tell(status: number, fields?: Record<string, unknown>): Promise<void>
}> {
  const channel = await openChannel(...more)
  const id = nextId()
  const stub = await channel.object('safe2pay', id)
  const move = async (status: number, fields = {}) => {
    await apply('safe2pay', transactionBody(id, status, fields))
  }
  const tell = async (status: number, fields = {}) => {
    await move(status, fields)
    await fire(stub)
  }
  return { channel, id, stub, move, tell }
}

function verify({ headers, body }: Received, secret = SECRET): void {
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const byHand = createHmac('sha256', key).update(text).digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${byHand}`)
}

describe('a change', () => {
  it('is told in a signed message once D1 has it', async () => {
    const { channel, id, stub, move } = await payment()
    await move(3, { Amount: 47.43, Reference: 'Café 🎉 48' })
    expect(await channel.received()).toEqual([])
    await fire(stub)
    const [request, ...others] = await channel.received()
    expect(others).toEqual([])
    if (!request) throw new Error('Nothing was received')
    verify(request)
    expect(request.method).toBe('POST')
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Catraca\/\d/),
      'webhook-id': expect.stringMatching(/^msg_[0-9a-f]{24}_1_1$/),
    })
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(JSON.parse(request.body)).toEqual({
      type: 'payment.status_changed',
      timestamp: at,
      data: {
        entity: {
          provider: 'safe2pay',
          id: String(id),
          number: null,
          reference: 'Café 🎉 48',
          saleNumber: null,
          url: `https://catraca.example.com/transactions/${id}`,
        },
        sequence: 1,
        previousSequence: 0,
        revision: 1,
        state: {
          status: '3',
          label: 'Autorizado',
          final: false,
          paid: true,
          money: 'in',
          amountCents: 4743,
          since: at,
          attention: [],
        },
        transitions: [{ from: null, to: '3', at, clock: 'arrival', verdict: 'applied' }],
        transitionsOmitted: 0,
      },
    })
  })

  it('of an order is told with its numbers, its clock and no person', async () => {
    const channel = await openChannel()
    const id = orderId(nextId())
    const stub = await channel.object('amplia', id)
    const person = {
      id: orderId(1),
      name: 'Fulano de Tal',
      identifier: '529.982.247-25',
      birthDate: '1980-01-01',
    }
    await apply(
      'amplia',
      orderBody({ orderId: id, orderSaleNumber: 'S-1002', status: 'Issued', validationAgent: person }),
    )
    await fire(stub)
    const [request] = await channel.received()
    expect(request?.body).not.toMatch(/Fulano|529|1980/)
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      type: 'order.status_changed',
      timestamp: '2025-03-18T15:26:11.704304Z',
      data: {
        entity: { number: '800-005-520', reference: 'S-1002', saleNumber: 'S-1002' },
        state: {
          status: 'Issued',
          label: 'certificate issued',
          paid: false,
          money: 'none',
          amountCents: null,
        },
        transitions: [{ from: null, to: 'Issued', at: '2025-03-18T15:26:11.704304Z', clock: 'provider' }],
      },
    })
  })

  it('is told with personal numbers masked, and without a key, wherever a sender writes them', async () => {
    const { channel, tell } = await payment()
    await tell(3, { Reference: '529.982.247-25', Application: '11.222.333/0001-81', SecretKey: 'SECRET_KEY' })
    const order = orderId(nextId())
    const orderStub = await channel.object('amplia', order)
    await apply('amplia', orderBody({ orderId: order, orderSaleNumber: '52998224725', status: 'Issued' }))
    await fire(orderStub)
    const bodies = (await channel.received()).map(({ body }) => body)
    expect(bodies).toHaveLength(2)
    expect(bodies.join().replaceAll(/\D/g, '')).not.toMatch(/52998224725|11222333000181/)
    expect(bodies.join()).not.toContain('SECRET_KEY')
  })

  it('is told once however often the event comes, and what changed nothing is not told', async () => {
    const { channel, id, stub, move, tell } = await payment()
    await tell(3)
    await move(3)
    // Refused, and D1 says nothing of it either: an older event of a payment.
    const order = orderId(nextId())
    const orderStub = await channel.object('amplia', order)
    await apply('amplia', orderBody({ orderId: order, status: 'Issued', previousStatus: 'WaitingIssue' }))
    await fire(orderStub)
    const late = { orderId: order, status: 'WaitingIssue', previousStatus: 'InConfirmation' }
    await apply('amplia', orderBody({ ...late, date: '2025-03-18T15:20:00+00:00' }))
    await fire(orderStub)
    await fire(stub)
    expect((await channel.messages()).map(({ data }) => [data.entity.id, data.sequence])).toEqual([
      [String(id), 1],
      [order, 1],
    ])
  })

  it('of details, and of what a person should look at, is one too', async () => {
    const { channel, tell } = await payment()
    await tell(3)
    await tell(3, { AuthorizationCode: '123456' })
    await tell(1)
    expect(
      (await channel.messages()).map(({ type, data }) => [type, data.sequence, data.state.attention]),
    ).toEqual([
      ['payment.status_changed', 1, []],
      ['payment.status_changed', 2, []],
      ['payment.attention', 3, ['step_back']],
    ])
  })

  it('costs nothing where nothing is configured: no row, no call, no object', async () => {
    const id = nextId()
    const stub = objectOf('safe2pay', id)
    // The first event makes the table.
    await apply('safe2pay', transactionBody(id, 1))
    await fire(stub)
    const cost = await written(stub, async () => {
      await apply('safe2pay', transactionBody(id, 3))
      await fire(stub)
    })
    expect(cost).toEqual({ rows: 1, alarms: 1 })
    expect(await owedBy(stub)).toBeNull()
  })

  it('costs one row more where it is told, and no alarm more', async () => {
    const { stub, tell } = await payment()
    await tell(1)
    const cost = await written(stub, async () => {
      await tell(3)
    })
    expect(cost).toEqual({ rows: 2, alarms: 1 })
  })
})

describe('a message that is not taken', () => {
  it.each([
    ['is answered 500', { status: 500, text: 'Oops' }, { kind: 'status', code: 500 }],
    [
      'is answered 302',
      { status: 302, headers: { location: 'https://other.example/x' } },
      { kind: 'redirect', code: 302, host: 'other.example' },
    ],
    [
      'is answered with error 1042',
      { status: 404, text: 'error code: 1042' },
      { kind: 'same_account', code: 404 },
    ],
    ['meets a connection that breaks', { reset: 'before' }, { kind: 'unreachable' }],
    [
      'meets a connection that breaks behind a 500',
      { status: 500, reset: 'after' },
      { kind: 'status', code: 500 },
    ],
    ['meets 10 MB behind a 500', { status: 500, bytes: 10_000_000 }, { kind: 'status', code: 500 }],
    ['is answered 422', { status: 422 }, { kind: 'status', code: 422 }],
  ] as const)('because it %s is sent again, the same bytes under the same id', async (_, step, failure) => {
    const { channel, stub, tell } = await payment()
    await channel.behave(step, {})
    await tell(3)
    expect(await owedBy(stub)).toMatchObject({ stands: 'owed', attempts: 1, failure })
    await pass(stub, 3 * SECOND)
    expect(await channel.received()).toHaveLength(1)
    await pass(stub, 4 * SECOND)
    const [first, second, ...others] = await channel.received()
    expect(others).toEqual([])
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['catraca-resend']).toBeUndefined()
    expect(await owedBy(stub)).toMatchObject({ stands: 'acknowledged', acked: 1, changes: [] })
  })

  it.each([
    ['hangs', { waitMs: 20_000 }, { kind: 'timeout' }],
    ['drips behind a 500', { status: 500, drips: true }, { kind: 'status', code: 500 }],
  ] as const)('because the receiver %s costs 15 seconds and no more', async (_, step, failure) => {
    const { channel, stub, tell } = await payment()
    await channel.behave(step, {})
    await tell(3)
    expect(await owedBy(stub)).toMatchObject({ stands: 'owed', attempts: 1, failure })
  })

  it('is not followed to another host: that one hears nothing', async () => {
    const other = await openChannel()
    for (const status of [301, 302, 303, 307, 308]) {
      const { channel, stub, tell } = await payment()
      await channel.behave({ status, headers: { location: other.url } })
      await tell(3)
      expect(await owedBy(stub)).toMatchObject({
        stands: 'owed',
        failure: { kind: 'redirect', code: status },
      })
    }
    expect(await other.received()).toEqual([])
  })

  it('is taken with the headers of a 2xx, whatever becomes of its body', async () => {
    for (const step of [
      { status: 200, reset: 'after' },
      { status: 200, drips: true },
      { status: 201, bytes: 10_000_000 },
    ] as const) {
      const { channel, stub, tell } = await payment()
      await channel.behave(step)
      await tell(3)
      expect(await owedBy(stub)).toMatchObject({ stands: 'acknowledged', acked: 1 })
    }
  })

  it('is sent as late as Retry-After asks for', async () => {
    const { channel, stub, tell } = await payment()
    await channel.behave({ status: 429, headers: { 'retry-after': '600' } }, {})
    await tell(3)
    await pass(stub, 590 * SECOND)
    expect(await channel.received()).toHaveLength(1)
    await pass(stub, 11 * SECOND)
    expect(await channel.received()).toHaveLength(2)
  })

  it('has everything behind it gathered in one message, oldest first', async () => {
    const { channel, stub, move, tell } = await payment()
    await channel.behave({ status: 500 })
    await tell(1)
    for (const status of [11, 12, 7, 3]) await move(status)
    await channel.behave({})
    await pass(stub, 7 * SECOND)
    const told = (await channel.messages()).map(({ data }) => ({
      covers: [data.previousSequence, data.sequence],
      moves: data.transitions.map(({ from, to }) => `${from}→${to}`),
      status: data.state.status,
    }))
    expect(told).toEqual([
      { covers: [0, 1], moves: ['null→1'], status: '1' },
      { covers: [0, 1], moves: ['null→1'], status: '1' },
      { covers: [1, 5], moves: ['1→11', '11→12', '12→7', '7→3'], status: '3' },
    ])
  })

  it('never has another one of its entity beside it', async () => {
    const { channel, stub, move } = await payment()
    await channel.behave({ waitMs: 1_500 })
    await move(1)
    const sending = fire(stub)
    await untilReceived(channel, 1)
    await move(11)
    await move(3)
    await sending
    await fire(stub)
    const received = await channel.received()
    expect(received.map(({ beside }) => beside)).toEqual([0, 0])
    expect((await channel.messages()).map(({ data }) => data.sequence)).toEqual([1, 3])
  })

  it('while the receiver takes its time, keeps nothing from D1', async () => {
    const { channel, id, stub, move } = await payment()
    await channel.behave({ untilTold: true }, {})
    await move(1)
    const sending = fire(stub)
    await untilReceived(channel, 1)
    await move(3)
    await until(async () => expect(await transaction(id)).toMatchObject({ status: 3 }))
    expect(await owedBy(stub)).toMatchObject({ stands: 'owed', acked: 0 })
    await channel.behave({})
    await sending
  })

  it('is given up for the day after ten attempts, stays, and goes with the next change', async () => {
    const { channel, stub, tell } = await payment()
    await channel.behave({ status: 500 })
    await tell(1)
    for (let attempts = 1; attempts < 10; attempts += 1) await pass(stub, 24 * HOUR)
    expect(await owedBy(stub)).toMatchObject({ stands: 'owed', attempts: 10, changes: [{ to: '1' }] })
    expect(await channel.received()).toHaveLength(10)
    await pass(stub, 27 * HOUR)
    expect(await channel.received()).toHaveLength(11)
    await channel.behave({})
    await tell(3)
    await pass(stub, 11 * SECOND)
    const last = (await channel.messages()).at(-1)
    expect(last?.data).toMatchObject({
      sequence: 2,
      previousSequence: 0,
      transitions: [{ to: '1' }, { to: '3' }],
    })
  })

  it('is refused for good where the receiver says so, and the next one goes', async () => {
    const { channel, stub, tell } = await payment()
    await channel.behave({ status: 422, headers: { 'webhook-delivery': 'abort-message' } }, {})
    await tell(1)
    expect(await owedBy(stub)).toMatchObject({ stands: 'refused', acked: 0 })
    await pass(stub, 48 * HOUR)
    expect(await channel.received()).toHaveLength(1)
    await tell(3)
    expect((await channel.messages()).at(-1)?.data).toMatchObject({
      sequence: 2,
      previousSequence: 0,
      transitions: [{ to: '1' }, { to: '3' }],
    })
  })

  it('waits ten seconds for D1 that is away, and no longer', async () => {
    const { channel, stub, tell } = await payment()
    await connect(stub, faultyD1(env.DB, outage(d1Error('D1 DB is overloaded')).plan).d1)
    await tell(3)
    expect(await channel.received()).toEqual([])
    await pass(stub, 9 * SECOND)
    expect(await channel.received()).toEqual([])
    await pass(stub, 2 * SECOND)
    expect(await channel.received()).toHaveLength(1)
    expect((await diskOf(stub)).alarm).not.toBeNull()
  })

  it('goes at its time, and what waited behind it at once after it, while D1 is away for hours', async () => {
    const { channel, stub, move, tell } = await payment()
    const limit = "Your account has exceeded D1's free tier daily row write limit"
    await connect(stub, faultyD1(env.DB, outage(d1Error(limit)).plan).d1)
    await tell(1)
    for (const status of [11, 12]) await move(status)
    const { alarm } = await diskOf(stub)
    expect(alarm).toBeLessThanOrEqual(Date.now() + 10 * SECOND)
    await pass(stub, 11 * SECOND)
    expect((await channel.messages()).map(({ data }) => [data.previousSequence, data.sequence])).toEqual([
      [0, 1],
      [1, 3],
    ])
  })

  it('goes at its time, also where another call failed while D1 was asked, and D1 is away for hours', async () => {
    const { channel, id, stub, move } = await payment()
    const { plan, reached, release } = hold()
    const away = outage(d1Error("Your account has exceeded D1's free tier daily row write limit"))
    const { d1 } = faultyD1(env.DB, async (call, when) => {
      await plan(call, when)
      await away.plan(call, when)
    })
    await connect(stub, d1)
    await move(1)
    const firing = fire(stub)
    await reached()
    const event = await eventOf('safe2pay', transactionBody(id, 3))
    await inside(stub, (entity, storage) => {
      const mend = breakStorage(storage, 'INSERT INTO log', 'before')
      expect(() => entity.apply(event)).toThrow('The disk failed')
      mend()
    })
    release()
    await firing
    expect((await diskOf(stub)).alarm).toBeLessThanOrEqual(Date.now() + 10 * SECOND)
    await pass(stub, 11 * SECOND)
    expect(await channel.received()).toHaveLength(1)
  })

  it('waits ten seconds for D1 that does not answer, and no longer; nor does what comes meanwhile', async () => {
    const { channel, stub, move } = await payment()
    let answers = false
    const plan = async () => {
      while (!answers) await scheduler.wait(25)
    }
    await connect(stub, faultyD1(env.DB, plan).d1)
    await move(1)
    const sending = fire(stub)
    await untilReceived(channel, 1)
    await move(3)
    await untilReceived(channel, 2)
    answers = true
    await sending
    const told = (await channel.messages()).map(({ data }) => [data.sequence, data.state.status])
    expect(told).toEqual([
      [1, '1'],
      [2, '3'],
    ])
  })

  it('goes again, the same one, where its object died before it noted the answer', async () => {
    const { channel, id, stub, move } = await payment()
    await move(3)
    const mend = await inside(stub, (_, storage) => breakStorage(storage, 'UPDATE log', 'before'))
    await fire(stub)
    expect(await channel.received()).toHaveLength(1)
    mend()
    await evictDurableObject(stub)
    // Gives both objects their configuration again.
    await channel.object('safe2pay', id)
    await move(19)
    await pass(stub, 31 * SECOND)
    await fire(stub)
    await untilReceived(channel, 3)
    const received = await channel.received()
    expect(received[1]?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id'])
    expect(received[1]?.body).toBe(received[0]?.body)
    expect((await channel.messages()).map(({ data }) => [data.previousSequence, data.sequence])).toEqual([
      [0, 1],
      [0, 1],
      [1, 2],
    ])
  })

  it('is not sent again at once where the disk fails: the receiver may have it', async () => {
    const { channel, stub, move } = await payment()
    await move(3)
    await inside(stub, (_, storage) => breakStorage(storage, 'UPDATE log', 'before'))
    await fire(stub)
    await pass(stub, 20 * SECOND)
    expect(await channel.received()).toHaveLength(1)
  })
})

describe('an erasure', () => {
  it('takes what it takes also from the message under way and from those before', async () => {
    const { channel, stub, tell } = await payment()
    await channel.behave({ status: 500 })
    await tell(1, { Reference: 'Dona Maria' })
    await stub.erase(null)
    const stored = await inside(stub, (_, storage) => storage.sql.exec('SELECT * FROM log').toArray())
    expect(JSON.stringify(stored)).not.toContain('Maria')
    await channel.behave({})
    await pass(stub, 7 * SECOND)
    const [first, second] = await channel.received()
    expect(first?.body).toContain('Dona Maria')
    expect(second?.body).not.toContain('Maria')
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    if (second) verify(second)
  })
})

describe('a new secret', () => {
  it('signs beside the old one, so that the receiver can learn it at any time', async () => {
    const other = `whsec_${btoa('another-test-secret-'.repeat(2))}`
    const { channel, tell } = await payment({ FORWARD_SECRETS: `${other},${SECRET}` })
    await tell(3)
    const [request] = await channel.received()
    for (const secret of [SECRET, other])
      expect(new Webhook(secret).verify(request?.body ?? '', request?.headers ?? {})).toBeTruthy()
  })
})

describe('the configuration', () => {
  it('that is wrong sends nothing and drops nothing', async () => {
    const { channel, id, stub, tell } = await payment({ FORWARD_SECRETS: 'whsec_bad' })
    await tell(3)
    expect(await channel.received()).toEqual([])
    expect(await owedBy(stub)).toMatchObject({ stands: 'owed', attempts: 0, isListed: true })
    const state = await channel.endpoint.state()
    expect(state).toMatchObject({ kind: 'invalid', reason: 'invalid_secrets', waiting: { held: 1 } })
    expect(state.oldest[0]?.name).toBe(`safe2pay:${id}`)
  })

  it('that is taken away stops it at once, keeps what is owed for a week, and then lets it go', async () => {
    const { channel, id, stub, tell } = await payment()
    await channel.behave({ status: 500 })
    await tell(3)
    await channel.object('safe2pay', id, { FORWARD_URL: '' })
    await pass(stub, 7 * SECOND)
    expect(await channel.received()).toHaveLength(1)
    await pass(stub, 6 * 24 * HOUR)
    expect(await owedBy(stub)).toMatchObject({ stands: 'owed', changes: [{ to: '3' }] })
    await pass(stub, 25 * HOUR)
    expect(await owedBy(stub)).toMatchObject({
      stands: 'acknowledged',
      changes: [],
      message: null,
      sequence: 1,
    })
    expect(await channel.received()).toHaveLength(1)
  })

  it('that comes back has what was owed sent within a day, and a week of its own when it is taken away again', async () => {
    const { channel, id, stub, move, tell } = await payment()
    const nothing = { FORWARD_URL: '' }
    await channel.behave({ status: 500 }, {})
    await tell(1)
    await channel.object('safe2pay', id, nothing)
    await pass(stub, 7 * SECOND)
    await channel.object('safe2pay', id)
    await pass(stub, 24 * HOUR)
    expect(await channel.received()).toHaveLength(2)
    expect(await owedBy(stub)).toMatchObject({ stands: 'acknowledged' })
    await pass(stub, 30 * 24 * HOUR)
    await move(3)
    await channel.object('safe2pay', id, nothing)
    await fire(stub)
    await pass(stub, 6 * 24 * HOUR)
    expect(await owedBy(stub)).toMatchObject({ stands: 'owed', changes: [{ to: '3' }] })
    await channel.object('safe2pay', id)
    await pass(stub, 24 * HOUR)
    expect((await channel.messages()).at(-1)?.data).toMatchObject({ sequence: 2, previousSequence: 1 })
  })
})
