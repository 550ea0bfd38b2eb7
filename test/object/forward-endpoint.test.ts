/** The endpoint as all entities know it: one that is down costs little, one that is paused hears nothing, none waits longer than it must. */
import { runDurableObjectAlarm } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { transactionBody } from '../tools/bodies.ts'
import { type Channel, fire, later, openChannel, owedBy, quiet, untilReceived } from '../tools/forwarding.ts'
import { apply, type Stub } from '../tools/object.ts'

afterEach(quiet)

let ids = 60_000

/** So many payments that forward to one channel, each with one event. */
async function payments(channel: Channel, count: number): Promise<readonly { id: number; stub: Stub }[]> {
  const made: { id: number; stub: Stub }[] = []
  for (let number = 0; number < count; number += 1) {
    ids += 1
    const stub = await channel.object('safe2pay', ids)
    await apply('safe2pay', transactionBody(ids, 1))
    made.push({ id: ids, stub })
  }
  return made
}

/** Until the endpoint's object has called everybody who waits, and they have sent. */
async function settle(channel: Channel, stubs: readonly { stub: Stub }[]): Promise<void> {
  for (let rounds = 0; rounds < 5; rounds += 1) {
    later(1_100)
    await runDurableObjectAlarm(channel.endpoint)
    for (const { stub } of stubs) await fire(stub)
  }
}

const stands = (stubs: readonly { stub: Stub }[]) =>
  Promise.all(stubs.map(async ({ stub }) => (await owedBy(stub))?.stands))

describe('an endpoint that is down', () => {
  it('is left alone after five failures of several entities, tried by one, and then told everything', async () => {
    const channel = await openChannel()
    await channel.behave({ status: 503 })
    const all = await payments(channel, 8)
    for (const { stub } of all) await fire(stub)
    expect((await channel.endpoint.state()).downSince).not.toBeNull()
    const before = (await channel.received()).length
    later(7_000)
    for (const { stub } of all) await fire(stub)
    expect(await channel.received()).toHaveLength(before)
    await channel.behave({})
    later(31_000)
    await runDurableObjectAlarm(channel.endpoint)
    for (const { stub } of all) await fire(stub)
    expect(await channel.received()).toHaveLength(before + 1)
    await settle(channel, all)
    expect(await stands(all)).toEqual(all.map(() => 'acknowledged'))
    const state = await channel.endpoint.state()
    expect(state).toMatchObject({ downSince: null, failingSince: null, waiting: { held: 0, failing: 0 } })
  })

  it('shows its last attempts, with the answer masked, and the oldest of those that wait', async () => {
    const channel = await openChannel()
    await channel.behave({ status: 500, text: 'No customer with CPF 529.982.247-25' })
    const [one] = await payments(channel, 1)
    if (one) await fire(one.stub)
    const { recent, oldest, failingSince, waiting } = await channel.endpoint.state()
    expect(recent).toEqual([
      expect.objectContaining({
        name: `safe2pay:${one?.id}`,
        code: 500,
        failure: { kind: 'status', code: 500 },
        excerpt: 'No customer with CPF ***.982.247-**',
      }),
    ])
    expect(oldest).toEqual([
      expect.objectContaining({ name: `safe2pay:${one?.id}`, attempts: 1, stands: 'failing' }),
    ])
    expect(failingSince).toBe(recent[0]?.at)
    expect(waiting).toEqual({ held: 0, failing: 1, exhausted: 0, refused: 0 })
  })
})

describe('a message that the receiver does not want', () => {
  it('slows nobody else, however often it fails', async () => {
    const channel = await openChannel()
    await channel.behave({ status: 422 })
    const poisoned = await payments(channel, 6)
    for (const { stub } of poisoned) await fire(stub)
    expect((await channel.endpoint.state()).downSince).toBeNull()
    await channel.behave({})
    const healthy = await payments(channel, 2)
    for (const { stub } of healthy) await fire(stub)
    expect(await stands(healthy)).toEqual(['acknowledged', 'acknowledged'])
    expect((await channel.endpoint.state()).oldest.map(({ name }) => name)).toEqual(
      poisoned.map(({ id }) => `safe2pay:${id}`),
    )
  })
})

describe('a pause', () => {
  it.each([
    ['answers 410', { status: 410 }],
    ['says disable', { status: 500, headers: { 'webhook-delivery': 'disable' } }],
  ] as const)('begins where the receiver %s; nothing is dropped, and a resume sends it', async (_, step) => {
    const channel = await openChannel()
    await channel.behave(step)
    const [first] = await payments(channel, 1)
    if (!first) return
    await fire(first.stub)
    expect((await channel.endpoint.state()).paused).toMatchObject({ by: 'endpoint' })
    await channel.behave({})
    later(11_000)
    const all = [first, ...(await payments(channel, 2))]
    for (const { stub } of all) await fire(stub)
    expect(await channel.received()).toHaveLength(1)
    await channel.endpoint.resume()
    await settle(channel, all)
    expect(await stands(all)).toEqual(['acknowledged', 'acknowledged', 'acknowledged'])
  })

  it('of an operator holds for everybody, goes on gathering, and ends with all that was gathered', async () => {
    const channel = await openChannel()
    await channel.endpoint.pause()
    later(11_000)
    const [one] = await payments(channel, 1)
    if (!one) return
    await fire(one.stub)
    for (const status of [11, 12, 7]) await apply('safe2pay', transactionBody(one.id, status))
    await fire(one.stub)
    expect(await channel.received()).toEqual([])
    await channel.endpoint.resume()
    await settle(channel, [one])
    expect((await channel.messages()).map(({ data }) => [data.previousSequence, data.sequence])).toEqual([
      [0, 1],
      [1, 4],
    ])
  })
})

describe('an operator', () => {
  it('sends a test, and is told what came back', async () => {
    const channel = await openChannel()
    await channel.behave({ status: 404, text: 'error code: 1042' }, {})
    expect(await channel.endpoint.sendTest()).toMatchObject({ failure: { kind: 'same_account', code: 404 } })
    expect(await channel.endpoint.sendTest()).toMatchObject({ failure: null, code: 204 })
    const [request] = await channel.messages()
    expect(request).toMatchObject({ type: 'catraca.test' })
  })

  it('has the last message of one entity sent once more: the same one, and it says so', async () => {
    const channel = await openChannel()
    const [one] = await payments(channel, 1)
    if (!one) return
    await fire(one.stub)
    expect(await one.stub.resendForward()).toBe(true)
    await fire(one.stub)
    await untilReceived(channel, 2)
    const [first, second, ...others] = await channel.received()
    expect(others).toEqual([])
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['catraca-resend']).toBe('1')
    expect(await stands([one])).toEqual(['acknowledged'])
  })

  it('is off the list of those that wait once it takes what it had refused, or what came after', async () => {
    const channel = await openChannel()
    const refusal = { status: 422, headers: { 'webhook-delivery': 'abort-message' } }
    await channel.behave(refusal, refusal, {})
    const all = await payments(channel, 2)
    for (const { stub } of all) await fire(stub)
    expect((await channel.endpoint.state()).waiting.refused).toBe(2)
    const [one, other] = all
    if (!one || !other) return
    expect(await one.stub.resendForward()).toBe(true)
    await fire(one.stub)
    await channel.object('safe2pay', other.id)
    await apply('safe2pay', transactionBody(other.id, 3))
    await fire(other.stub)
    later(11_000)
    await fire(other.stub)
    expect(await stands(all)).toEqual(['acknowledged', 'acknowledged'])
    const { waiting, oldest, failingSince } = await channel.endpoint.state()
    expect(waiting).toEqual({ held: 0, failing: 0, exhausted: 0, refused: 0 })
    expect([oldest, failingSince]).toEqual([[], null])
  })

  it('has an entity told that came before anything was configured', async () => {
    const channel = await openChannel()
    ids += 1
    const stub = await channel.object('safe2pay', ids, { FORWARD_URL: '' })
    await apply('safe2pay', transactionBody(ids, 3))
    await fire(stub)
    expect(await stub.resendForward()).toBe(false)
    await channel.object('safe2pay', ids)
    expect(await stub.resendForward()).toBe(true)
    await fire(stub)
    await untilReceived(channel, 1)
    expect((await channel.messages())[0]?.data).toMatchObject({
      sequence: 1,
      previousSequence: 0,
      state: { status: '3', paid: true },
      transitions: [{ from: null, to: '3', verdict: null }],
    })
  })
})
