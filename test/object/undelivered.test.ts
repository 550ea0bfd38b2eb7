/** A message that the user's own system refuses, or does not take in all attempts, needs somebody: it stands where people look. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rebuildFindings } from '../../src/db/findings.ts'
import { ATTEMPTS } from '../../src/forward/schedule.ts'
import { updateUndelivered } from '../../src/operations/forwarding.ts'
import { operate } from '../tools/app.ts'
import { transactionBody } from '../tools/bodies.ts'
import { faultyD1 } from '../tools/faulty-d1.ts'
import { expectAgreement } from '../tools/findings.ts'
import { type Channel, fire, later, openChannel, quiet } from '../tools/forwarding.ts'
import { apply, type Stub } from '../tools/object.ts'
import { ask } from '../tools/operator.ts'
import { rows } from '../tools/read-model.ts'
import { d1RowsWritten } from '../tools/row-counter.ts'

const ANA = 'canary-ana-93c05f71a2be'
const REFUSAL = { status: 422, headers: { 'webhook-delivery': 'abort-message' } }

let id = 75_000
let channel: Channel
let stub: Stub

beforeEach(async () => {
  id += 1
  channel = await openChannel()
  stub = await channel.object('safe2pay', id)
})

afterEach(async () => {
  await quiet()
  await updateUndelivered(env)
})

/** What the clock's run does, for this channel's endpoint. */
const look = (): Promise<object | null> =>
  updateUndelivered({
    ...env,
    FORWARD_URL: channel.url,
    ENDPOINT: { getByName: () => channel.endpoint },
  } as unknown as Env)

const found = () =>
  rows('SELECT kind, since, summary, state FROM attention WHERE entity_id = ? ORDER BY kind', String(id))

const kinds = async (): Promise<readonly unknown[]> => (await found()).map(({ kind }) => kind)

async function pays(status: number): Promise<void> {
  // The runtime takes objects out of memory, and with them where they forward.
  await channel.object('safe2pay', id)
  await apply('safe2pay', transactionBody(id, status))
  await fire(stub)
}

const page = async (path: string, language: 'en' | 'pt'): Promise<string> =>
  (await operate(path, { key: ANA, language }, { ADMIN_KEYS: `ana:act:${ANA}` })).text()

describe('a message that was refused', () => {
  it('needs attention in the list, on its page and in the API, in both languages, once the clock has looked', async () => {
    await channel.behave(REFUSAL)
    await pays(3)
    expect(await found()).toEqual([])
    expect(await look()).toEqual({ removed: 0, written: 1 })
    const summary = 'Your system refused message 1, which is not sent again: the next change tells of it too.'
    expect(await found()).toMatchObject([{ kind: 'forward_refused', summary, state: 'open' }])
    const { items } = await ask<{ items: readonly { entityId: string }[] }>('/attention?kind=forward_refused')
    expect(items).toMatchObject([{ entityId: String(id), summary }])
    for (const path of ['/attention', `/transactions/${id}`]) {
      expect(await page(path, 'en')).toContain(summary)
      expect(await page(path, 'pt')).toContain('O seu sistema recusou uma mensagem.')
      expect(await page(path, 'pt')).toContain('<a href="/forward">Encaminhamento</a>')
    }
    await expectAgreement()
  })

  it('is over once a later message is taken', async () => {
    await channel.behave(REFUSAL, {})
    await pays(11)
    await look()
    expect(await kinds()).toEqual(['forward_refused'])
    later(11_000)
    await pays(3)
    expect(await look()).toEqual({ removed: 1, written: 0 })
    expect(await kinds()).toEqual([])
    await expectAgreement()
  })

  it('is over once it is sent again and taken', async () => {
    await channel.behave(REFUSAL, {})
    await pays(3)
    await look()
    await channel.object('safe2pay', id)
    expect(await stub.resendForward()).toBe(true)
    await fire(stub)
    await look()
    expect(await kinds()).toEqual([])
  })

  it('stays settled when somebody has settled it, until another one is refused', async () => {
    await channel.behave(REFUSAL)
    await pays(11)
    await look()
    const [{ since } = { since: '' }] = await found()
    const body = { items: [{ kind: 'forward_refused', provider: 'safe2pay', entityId: String(id), since }] }
    await ask('/attention/settle', { method: 'POST', body: { ...body, state: 'resolved' } })
    expect(await look()).toBeNull()
    await rebuildFindings(env.DB)
    expect(await found()).toEqual([])
    later(11_000)
    await pays(3)
    await look()
    expect(await found()).toMatchObject([{ summary: expect.stringContaining('refused message 2') }])
    await expectAgreement()
  })

  it('is kept by what else is projected of its payment, and gone with the configuration', async () => {
    await channel.behave(REFUSAL)
    await pays(11)
    await look()
    await apply('safe2pay', transactionBody(id, 1))
    await fire(stub)
    expect(await kinds()).toContain('forward_refused')
    await expectAgreement()
    await updateUndelivered(env)
    expect(await kinds()).not.toContain('forward_refused')
    expect(await rows('SELECT * FROM undelivered')).toEqual([])
    await expectAgreement()
  })
})

describe('a message that was not taken in all attempts', () => {
  it('needs attention until it is sent again, and each night of trying is the same thing', async () => {
    await channel.behave({ status: 422 })
    await pays(3)
    for (let attempts = 1; attempts < ATTEMPTS; attempts += 1) {
      expect(await look()).toBeNull()
      later(25 * 3_600_000)
      await channel.object('safe2pay', id)
      await fire(stub)
    }
    await look()
    const before = await found()
    expect(before).toMatchObject([
      {
        kind: 'forward_exhausted',
        summary: 'Your system has not taken message 1 in ten attempts: it is sent once a day.',
      },
    ])
    later(27 * 3_600_000)
    await channel.object('safe2pay', id)
    await fire(stub)
    expect(await look()).toBeNull()
    expect(await found()).toEqual(before)
    await channel.object('safe2pay', id)
    await stub.resendForward()
    await fire(stub)
    await look()
    expect(await found()).toEqual([])
  })
})

describe('the clock’s run', () => {
  it('writes no row where nothing has changed, and a bounded number reads', async () => {
    await channel.behave(REFUSAL)
    await pays(3)
    await look()
    const { d1, rowsRead } = faultyD1(env.DB)
    let written = 0
    const counted = new Proxy(d1, {
      get: (target, name) =>
        name === 'batch'
          ? async (batch: D1PreparedStatement[]) => {
              const answer = await target.batch(batch)
              written += d1RowsWritten(answer)
              return answer
            }
          : Reflect.get(target, name),
    })
    const bindings = { ...env, DB: counted, FORWARD_URL: channel.url }
    await updateUndelivered({
      ...bindings,
      ENDPOINT: { getByName: () => channel.endpoint },
    } as unknown as Env)
    expect(written).toBe(0)
    expect(rowsRead()).toBeLessThan(40)
  })
})
