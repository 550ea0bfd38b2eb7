/** Nothing authentic is lost: what could not be judged is kept, shown, replayed, dismissed, and at last forgotten. */
import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { keep } from '../../src/db/quarantine.ts'
import { digest } from '../../src/providers/digest.ts'
import { scheduled } from '../../src/scheduled.ts'
import { transactionBody } from '../tools/bodies.ts'
import { ask, call } from '../tools/operator.ts'
import { settle, transaction } from '../tools/read-model.ts'
import { deliver, post } from '../tools/sender.ts'

interface Row {
  readonly id: string
  readonly provider: string
  readonly reason: string
  readonly attempts: number
  readonly resolvedAt: string | null
  readonly resolution: string | null
}

const list = async (query: string): Promise<readonly Row[]> =>
  (await ask<{ items: readonly Row[] }>(`/quarantine?limit=200&${query}`)).items

/** A body that an older version could not read: its row is there, and today's schema takes it. */
async function keptByAnOlderVersion(body: Readonly<Record<string, unknown>>): Promise<string> {
  const rejection = {
    reason: 'invalid_schema',
    issues: [{ path: 'Amount', message: 'was not understood' }],
  } as const
  return keep(
    env.DB,
    'safe2pay',
    await digest(body),
    rejection,
    JSON.stringify(body),
    '2026-01-01T00:00:00.000Z',
  )
}

async function reject(text: string): Promise<string> {
  const response = await post('amplia', text)
  const { quarantineId } = await response.json<{ quarantineId: string }>()
  return quarantineId
}

describe('the list', () => {
  it('filters by provider, reason and state', async () => {
    const broken = await reject('{"broken":1')
    const typed = await reject('{"type":"SomethingElse","list":1}')
    expect((await list('provider=amplia&reason=invalid_json')).map(({ id }) => id)).toContain(broken)
    expect((await list('reason=unsupported_type')).map(({ id }) => id)).toContain(typed)
    expect((await list('provider=safe2pay')).map(({ id }) => id)).not.toContain(typed)
    expect((await list('state=resolved')).map(({ id }) => id)).not.toContain(typed)
  })

  it('goes on page by page', async () => {
    for (let number = 0; number < 3; number += 1) await reject(`{"page":${number}`)
    const first = await ask<{ items: readonly Row[]; nextCursor: string }>('/quarantine?limit=2')
    const second = await ask<{ items: readonly Row[] }>(`/quarantine?limit=2&cursor=${first.nextCursor}`)
    expect(second.items.length).toBeGreaterThan(0)
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('a replay', () => {
  it('judges a body once its cause is gone, resolves it, and brings it to D1', async () => {
    const id = await keptByAnOlderVersion(transactionBody(7001, 3))
    expect(await ask(`/quarantine/${id}/replay`, { method: 'POST' })).toMatchObject({
      id,
      resolved: true,
      verdict: 'applied',
      errors: [],
    })
    expect(await ask<Row>(`/quarantine/${id}`)).toMatchObject({ resolution: 'judged' })
    await settle()
    expect(await transaction(7001)).toMatchObject({ status: 3 })
  })

  it('is the same event as the delivery of that body, although what is kept is masked', async () => {
    const body = transactionBody(7002, 3, { Splits: [{ Identity: '29742237026' }] })
    const masked = transactionBody(7002, 3, { Splits: [{ Identity: '***' }] })
    const rejection = { reason: 'invalid_schema', issues: [] } as const
    const id = await keep(
      env.DB,
      'safe2pay',
      await digest(body),
      rejection,
      JSON.stringify(masked),
      '2026-01-01T00:00:00.000Z',
    )
    await ask(`/quarantine/${id}/replay`, { method: 'POST' })
    expect(await deliver('safe2pay', body)).toMatchObject({ verdict: 'duplicate' })
  })

  it('says what is still wrong, and leaves the row open', async () => {
    const broken = await reject('{"still":')
    expect(await ask(`/quarantine/${broken}/replay`, { method: 'POST' })).toMatchObject({
      resolved: false,
      verdict: null,
    })
    const typed = await reject('{"type":"OrderStatusChanged","orderStatusTransitionModel":{"orderId":7}}')
    const answer = await ask<{ errors: readonly { path: string }[] }>(`/quarantine/${typed}/replay`, {
      method: 'POST',
    })
    expect(answer.errors.map(({ path }) => path)).toContain('orderStatusTransitionModel.orderId')
    expect(await ask<Row>(`/quarantine/${typed}`)).toMatchObject({ resolvedAt: null })
  })

  it('of all goes through every open row in bounded batches', async () => {
    const ids: string[] = []
    for (let number = 0; number < 60; number += 1)
      ids.push(await keptByAnOlderVersion(transactionBody(7100 + number, 1)))
    let resolved = 0
    let applied = 0
    let cursor: string | null = ''
    while (cursor !== null) {
      const step: {
        replayed: number
        resolved: number
        verdicts: Record<string, number>
        nextCursor: string | null
      } = await ask(`/quarantine/replay?cursor=${cursor}`, { method: 'POST' })
      expect(step.replayed).toBeLessThanOrEqual(50)
      resolved += step.resolved
      applied += step.verdicts.applied ?? 0
      cursor = step.nextCursor
    }
    expect(resolved).toBe(60)
    expect(applied).toBe(60)
    expect((await list('state=open')).map(({ id }) => id)).not.toEqual(expect.arrayContaining([ids[0]]))
  })

  it('is a 404 for a row that is not there', async () => {
    expect(
      (await call('/quarantine/amplia-00000000000000000000000000000000/replay', { method: 'POST' })).status,
    ).toBe(404)
  })
})

describe('a good delivery of the same body', () => {
  it('resolves the row by itself', async () => {
    const body = transactionBody(7003, 3)
    const id = await keptByAnOlderVersion(body)
    await deliver('safe2pay', body)
    await settle()
    expect(await ask<Row>(`/quarantine/${id}`)).toMatchObject({ resolution: 'judged' })
  })
})

describe('a dismissal', () => {
  it('closes a row with its reason, once', async () => {
    const id = await reject('{"dismiss":')
    const dismiss = { method: 'POST', body: { reason: 'a test of the sender' } } as const
    expect(await ask(`/quarantine/${id}/dismiss`, dismiss)).toEqual({ id, dismissed: true })
    expect(await ask<Row>(`/quarantine/${id}`)).toMatchObject({
      resolution: 'dismissed: a test of the sender',
    })
    expect(await ask(`/quarantine/${id}/dismiss`, dismiss)).toEqual({ id, dismissed: false })
  })

  it('keeps no personal number that stands in its reason', async () => {
    const id = await reject('{"cpf of":')
    await ask(`/quarantine/${id}/dismiss`, { method: 'POST', body: { reason: 'belongs to 165.456.930-50' } })
    expect(await ask<Row>(`/quarantine/${id}`)).toMatchObject({
      resolution: 'dismissed: belongs to ***.456.930-**',
    })
  })

  it('wants a reason', async () => {
    const id = await reject('{"why":')
    for (const body of [{}, { reason: '' }, { reason: 7 }, undefined]) {
      expect((await call(`/quarantine/${id}/dismiss`, { method: 'POST', body })).status).toBe(422)
    }
  })

  it('is undone when the body comes and fails again', async () => {
    const id = await reject('{"again":')
    await ask(`/quarantine/${id}/dismiss`, { method: 'POST', body: { reason: 'mistaken' } })
    expect(await reject('{"again":')).toBe(id)
    expect(await ask<Row>(`/quarantine/${id}`)).toMatchObject({
      attempts: 2,
      resolvedAt: null,
      resolution: null,
    })
  })
})

describe('every night', () => {
  it('deletes rows that were resolved more than thirty days ago, and no other', async () => {
    const old = await reject('{"old":')
    const recent = await reject('{"recent":')
    const open = await reject('{"open":')
    const resolvedAt = env.DB.prepare('UPDATE quarantine SET resolved_at = ? WHERE id = ?')
    await resolvedAt.bind('2026-01-01T00:00:00.000Z', old).run()
    await resolvedAt.bind('2026-01-20T00:00:00.000Z', recent).run()
    const scheduledTime = new Date('2026-02-05T00:00:00Z')
    await scheduled(createScheduledController({ scheduledTime, cron: '17 5 * * *' }), env)
    expect((await call(`/quarantine/${old}`)).status).toBe(404)
    expect((await call(`/quarantine/${recent}`)).status).toBe(200)
    expect((await call(`/quarantine/${open}`)).status).toBe(200)
  })
})
