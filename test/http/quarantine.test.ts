/** Nothing authentic is lost: what could not be judged is kept, shown, replayed, dismissed, and at last forgotten. */
import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { digest } from '../../src/providers/digest.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { keptId } from '../../src/quarantine/id.ts'
import { keepBody } from '../../src/receive/keeping.ts'
import { scheduled } from '../../src/scheduled.ts'
import { transactionBody } from '../tools/bodies.ts'
import { keptObject, settleQuarantine } from '../tools/kept.ts'
import { ask, call } from '../tools/operator.ts'
import { quarantinedAs, rows, settle, transaction, transitions } from '../tools/read-model.ts'
import { deliver, keep, post } from '../tools/sender.ts'

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

type Body = Readonly<Record<string, unknown>>

const REJECTION = {
  reason: 'invalid_schema',
  issues: [{ path: 'Amount', message: 'was not understood' }],
} as const

/** A body that could not be read when it came, and that today's schema takes. */
async function keptBefore(body: Body, receivedAt = '2026-01-01T00:00:00.000Z'): Promise<string> {
  const arrival = { receivedAt, attempts: 1 }
  const id = await keepBody(env, safe2pay, REJECTION, { value: body }, await digest(body), arrival)
  await settleQuarantine()
  return id
}

/** The row that version 0.1.0 made of such a body, masked as it did. */
async function keptByTheFirstVersion(body: Body, masked: Body = body): Promise<string> {
  const id = `safe2pay-${await digest(body)}`
  await env.DB.prepare(
    `INSERT INTO quarantine (id, provider, reason, issues, body, received_at, attempts)
      VALUES (?, 'safe2pay', 'invalid_schema', '[]', ?, '2026-01-01T00:00:00.000Z', 3)`,
  )
    .bind(id, JSON.stringify(masked))
    .run()
  return id
}

const reject = (text: string): Promise<string> => keep('amplia', text)

const night = (at: string): Promise<void> =>
  scheduled(createScheduledController({ scheduledTime: new Date(at), cron: '17 5 * * *' }), env)

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
    const id = await keptBefore(transactionBody(7001, 3))
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

  it('judges the body as it came, although what is shown of it is masked', async () => {
    const body = transactionBody(7002, 3, { Splits: [{ Identity: '29742237026' }] })
    const id = await keptBefore(body)
    expect((await ask<{ body: string }>(`/quarantine/${id}`)).body).not.toContain('29742237026')
    await ask(`/quarantine/${id}/replay`, { method: 'POST' })
    expect(await deliver('safe2pay', body)).toMatchObject({ verdict: 'duplicate' })
  })

  it('judges with the time at which the body first came', async () => {
    const id = await keptBefore(transactionBody(7004, 3), '2026-01-02T00:00:00.000Z')
    await ask(`/quarantine/${id}/replay`, { method: 'POST' })
    await settle()
    const at = '2026-01-02T00:00:00.000Z'
    expect(await transaction(7004)).toMatchObject({ status_since: at, first_received_at: at })
  })

  it('takes its place behind what has come since, because the log has the order of arrival', async () => {
    const id = await keptBefore(transactionBody(7007, 1), '2026-01-02T00:00:00.000Z')
    await deliver('safe2pay', transactionBody(7007, 3))
    expect(await ask(`/quarantine/${id}/replay`, { method: 'POST' })).toMatchObject({ verdict: 'regression' })
    await settle()
    const [paid, pending] = await transitions('safe2pay', 7007)
    expect(paid).toMatchObject({ seq: 1, status: '3' })
    expect(pending).toMatchObject({ seq: 2, status: '1', received_at: paid?.received_at })
  })

  it('never judges with a time that is still to come', async () => {
    const id = await keptBefore(transactionBody(7005, 3), '2099-01-01T00:00:00.000Z')
    await ask(`/quarantine/${id}/replay`, { method: 'POST' })
    await settle()
    expect(String((await transaction(7005))?.status_since) < '2099').toBe(true)
  })

  it('of all goes in the order in which the bodies first came', async () => {
    for (const [status, day] of [
      [6, 3],
      [1, 1],
      [3, 2],
    ] as const)
      await keptBefore(transactionBody(7006, status), `2026-02-0${day}T00:00:00.000Z`)
    await ask('/quarantine/replay', { method: 'POST' })
    await settle()
    expect((await transitions('safe2pay', 7006)).map(({ status, verdict }) => [status, verdict])).toEqual([
      ['1', 'applied'],
      ['3', 'applied'],
      ['6', 'applied'],
    ])
    expect(await transaction(7006)).toMatchObject({ status_since: '2026-02-03T00:00:00.000Z' })
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
      ids.push(await keptBefore(transactionBody(7100 + number, 1)))
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
    const id = await keptBefore(body)
    await deliver('safe2pay', body)
    await settle()
    expect(await ask<Row>(`/quarantine/${id}`)).toMatchObject({ resolution: 'judged' })
  })

  it('resolves it also where D1 had not heard of the body by then', async () => {
    const body = transactionBody(7008, 3)
    await env.DB.exec('ALTER TABLE quarantine RENAME TO quarantine_away')
    const content = [env, safe2pay, REJECTION, { value: body }, await digest(body)] as const
    const id = await keepBody(...content)
    await deliver('safe2pay', body)
    await scheduler.wait(500)
    await env.DB.exec('ALTER TABLE quarantine_away RENAME TO quarantine')
    await settle()
    expect(await quarantinedAs(id)).toMatchObject({ resolution: 'judged' })
    // What fails from then on is open again.
    await keepBody(...content)
    expect(await quarantinedAs(id)).toMatchObject({ resolution: null, attempts: 2 })
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
    const resolvedAt = env.DB.prepare("UPDATE quarantine SET resolved_at = ?, resolution = 'x' WHERE id = ?")
    await resolvedAt.bind('2026-01-01T00:00:00.000Z', old).run()
    await resolvedAt.bind('2026-01-20T00:00:00.000Z', recent).run()
    await night('2026-02-05T00:00:00Z')
    expect((await call(`/quarantine/${old}`)).status).toBe(404)
    expect(await keptObject(old).read()).toBeNull()
    expect((await call(`/quarantine/${recent}`)).status).toBe(200)
    expect((await call(`/quarantine/${open}`)).status).toBe(200)
  })
})

describe('a deletion', () => {
  it('takes the body and its row at once, and only once', async () => {
    const id = await reject('{"orderId":"0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9","delete":')
    expect(await ask(`/quarantine/${id}/delete`, { method: 'POST' })).toEqual({ id, deleted: true })
    expect(await keptObject(id).read()).toBeNull()
    expect(await rows('SELECT * FROM quarantine WHERE id = ?', id)).toEqual([])
    expect((await call(`/quarantine/${id}/delete`, { method: 'POST' })).status).toBe(404)
    expect((await call('/quarantine/x/delete', { method: 'POST' })).status).toBe(404)
  })

  it('does not keep the same body from being kept again', async () => {
    const text = '{"deleted and again":'
    const id = await reject(text)
    await reject(text)
    await ask(`/quarantine/${id}/delete`, { method: 'POST' })
    expect(await reject(text)).toBe(id)
    expect(await quarantinedAs(id)).toMatchObject({ attempts: 1, body: text })
  })
})

describe('an id', () => {
  it('is a digest that nobody can compute from the body', async () => {
    const value = { type: 'Guess', key: 'somebody' }
    const id = await reject(JSON.stringify(value))
    expect(id).not.toContain(await digest(value))
    // Another deployment has another key.
    const VAULT = { getByName: () => ({ digestKey: async () => new Uint8Array(32) }) }
    const other = await crypto.subtle.importKey(
      'raw',
      await VAULT.getByName().digestKey(),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    )
    const text = new TextEncoder().encode(`quarantine\0${await digest(value)}`)
    const foreign = [...new Uint8Array(await crypto.subtle.sign('HMAC', other, text), 0, 16)]
    expect(id).not.toContain(foreign.map((byte) => byte.toString(16).padStart(2, '0')).join(''))
    expect(id).toBe(await keptId(env.VAULT, 'amplia', await digest(value)))
  })
})

describe('a guess', () => {
  const answerTo = async (guess: string) => {
    const response = await post('amplia', { type: 'Guess', guesses: [guess, 'another'] })
    return [response.status, await response.json<{ quarantineId: string }>()] as const
  }

  it.each(['SECRET_KEY', 'safe2pay-test-key-two', 'admin-test-key-one'])(
    'of a key of another set, %s, is answered and named like any other text',
    async (key) => {
      const [status, { quarantineId: right, ...said }] = await answerTo(key)
      const [otherStatus, { quarantineId: wrong, ...otherSaid }] = await answerTo(`${key}x`)
      expect([status, said]).toEqual([otherStatus, otherSaid])
      // Were it taken out, the body would be the one with the mark in its place.
      const [, { quarantineId: taken }] = await answerTo('[key]')
      expect(new Set([right, wrong, taken]).size).toBe(3)
    },
  )
})

describe('a row of version 0.1.0', () => {
  const body = (id: number, fields: Body = {}) => transactionBody(id, 3, { Reference: 'S-1', ...fields })

  it('is shown, replayed as the event that it was, and resolved', async () => {
    const whole = body(7201, { Splits: [{ Identity: '29742237026' }] })
    const id = await keptByTheFirstVersion(whole, body(7201, { Splits: [{ Identity: '***' }] }))
    expect((await ask<{ body: string }>(`/quarantine/${id}`)).body).toContain('7201')
    expect(await ask(`/quarantine/${id}/replay`, { method: 'POST' })).toMatchObject({
      resolved: true,
      verdict: 'applied',
    })
    expect(await ask<Row>(`/quarantine/${id}`)).toMatchObject({ resolution: 'judged' })
    expect(await deliver('safe2pay', whole)).toMatchObject({ verdict: 'duplicate' })
  })

  it('is dismissed, and is deleted', async () => {
    const id = await keptByTheFirstVersion(body(7202))
    const reason = { method: 'POST', body: { reason: 'a test' } } as const
    expect(await ask(`/quarantine/${id}/dismiss`, reason)).toEqual({ id, dismissed: true })
    expect(await ask(`/quarantine/${id}/dismiss`, reason)).toEqual({ id, dismissed: false })
    expect(await ask(`/quarantine/${id}/delete`, { method: 'POST' })).toEqual({ id, deleted: true })
    expect((await call(`/quarantine/${id}`)).status).toBe(404)
  })

  it('moves into an object by night, and D1 has its body no longer', async () => {
    const old = await keptByTheFirstVersion(body(7203))
    await night('2026-02-01T00:00:00Z')
    await settle()
    const id = await keptId(env.VAULT, 'safe2pay', await digest(body(7203)))
    expect(await rows('SELECT * FROM quarantine WHERE id = ?', old)).toEqual([])
    expect(await rows('SELECT * FROM quarantine WHERE id = ?', id)).toMatchObject([
      { body: '', entity_id: '7203', reference: 'S-1', received_at: '2026-01-01T00:00:00.000Z', attempts: 3 },
    ])
    expect(JSON.parse((await keptObject(id).read())?.body ?? '')).toEqual(body(7203))
    // The same body is the same one still.
    await keptBefore(body(7203))
    expect(await quarantinedAs(id)).toMatchObject({ attempts: 4 })
  })

  it('of a body that has been judged since is resolved when it moves', async () => {
    await keptByTheFirstVersion(body(7204))
    await deliver('safe2pay', body(7204))
    await night('2026-02-01T00:00:00Z')
    await settle()
    const id = await keptId(env.VAULT, 'safe2pay', await digest(body(7204)))
    expect(await quarantinedAs(id)).toMatchObject({ resolution: 'judged' })
  })

  it('is erased with its payment, before it moves and behind any number of others', async () => {
    await deliver('safe2pay', body(7205))
    const id = await keptByTheFirstVersion(body(7205, { Amount: 'x' }))
    for (let number = 0; number < 120; number += 1) await keptByTheFirstVersion(body(7300 + number))
    expect(await ask('/transactions/7205/erase', { method: 'POST' })).toMatchObject({ quarantined: 1 })
    expect(await rows('SELECT * FROM quarantine WHERE id = ?', id)).toEqual([])
    const [left] = await rows("SELECT count(*) AS n FROM quarantine WHERE body <> '' AND revision IS NULL")
    expect(left).toEqual({ n: 0 })
  })
})
