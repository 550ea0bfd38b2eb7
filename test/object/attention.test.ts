/** What needs attention: kept as rows by the real objects, settled by a person, open again when it happens again. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { KINDS, kindOfRank, ranksOf } from '../../src/db/attention-kinds.ts'
import { countFindings } from '../../src/db/finding-counts.ts'
import { listFindings } from '../../src/db/finding-list.ts'
import { rebuildFindings } from '../../src/db/findings.ts'
import { QUARANTINE_REASONS } from '../../src/db/quarantine.ts'
import { scheduled } from '../../src/scheduled.ts'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { withoutDeadlines } from '../tools/deadlines.ts'
import { expectAgreement } from '../tools/findings.ts'
import { ask, call, everyPage } from '../tools/operator.ts'
import { rows, settle } from '../tools/read-model.ts'
import { deliver } from '../tools/sender.ts'

async function order(number: number, ...changes: readonly (readonly [string | null, string, number])[]) {
  for (const [previousStatus, status, minute] of changes) {
    const date = `2025-03-18T15:${String(minute).padStart(2, '0')}:00.358558+00:00`
    const orderSaleNumber = `V-${number}`
    await deliver(
      'amplia',
      orderBody({ orderId: orderId(number), previousStatus, status, date, orderSaleNumber }),
    )
  }
}

async function payment(id: number, sale: number, ...statuses: readonly number[]) {
  for (const status of statuses)
    await deliver('safe2pay', transactionBody(id, status, { Reference: `V-${sale}`, Amount: 349.9 }))
}

const ISSUED = [
  [null, 'WaitingIssue', 1],
  ['WaitingIssue', 'Issued', 2],
] as const
const CANCELED = [
  [null, 'WaitingValidation', 1],
  ['WaitingValidation', 'Canceled', 2],
] as const

interface Item {
  readonly kind: string
  readonly provider: string
  readonly entityId: string
  readonly since: string
  readonly summary: string
  readonly state: string
  readonly amountCents: number
  readonly note: string | null
  readonly by: string | null
}

const listed = async (query = ''): Promise<readonly Item[]> =>
  (await ask<{ readonly items: readonly Item[] }>(`/attention?limit=200&${query}`)).items

const of = async (id: string | number, query = ''): Promise<readonly Item[]> =>
  (await listed(query)).filter(({ entityId }) => entityId === String(id))

const inView = (id: string | number) =>
  rows('SELECT kind, state FROM attention WHERE entity_id = ? ORDER BY kind', String(id))

const keyOf = ({ kind, provider, entityId, since }: Item) => ({ kind, provider, entityId, since })

const decide = (items: readonly Item[], state: string, note?: string) =>
  ask<{ readonly settled: readonly unknown[]; readonly unchanged: readonly unknown[] }>('/attention/settle', {
    method: 'POST',
    body: { items: items.map(keyOf), state, note },
  })

beforeAll(withoutDeadlines)

describe('the rows of what needs attention', () => {
  it('are what the view finds, whatever order order and payment come in', async () => {
    await order(1, ...ISSUED)
    await payment(1001, 1, 3, 6)
    await payment(1002, 2, 3, 6)
    await order(2, ...ISSUED)
    await settle()
    await payment(1003, 3, 3)
    await settle()
    await order(3, ...CANCELED)
    await order(4, ...CANCELED)
    await settle()
    await payment(1004, 4, 1, 3)
    await settle()
    await expectAgreement()
    for (const number of [1, 2])
      expect(await inView(orderId(number))).toEqual([{ kind: 'issued_money_back', state: 'open' }])
    for (const number of [3, 4])
      expect(await inView(orderId(number))).toEqual([{ kind: 'paid_order_closed', state: 'open' }])
    expect(await of(orderId(1))).toMatchObject([{ kind: 'issued_money_back', amountCents: 34990 }])
  })

  it('go when their cause goes, also when it is of another payment, or of a late event', async () => {
    await payment(1011, 1, 3)
    await payment(1003, 3, 5)
    await order(5, [null, 'WaitingValidation', 1], ['InValidation', 'WaitingConfirmation', 3])
    await settle()
    expect(await rows(`SELECT kind FROM findings WHERE entity_id = ?`, orderId(5))).toEqual([{ kind: 'gap' }])
    await order(5, ['WaitingValidation', 'InValidation', 2])
    await settle()
    for (const number of [1, 3, 5]) expect(await inView(orderId(number))).toEqual([])
    await expectAgreement()
  })

  it('are made up for at night, where an older version wrote what they look at', async () => {
    await env.DB.batch([
      env.DB.prepare('DELETE FROM findings WHERE entity_id = ?').bind(orderId(2)),
      env.DB.prepare(`UPDATE findings SET kind = 'conflict' WHERE entity_id = ?`).bind(orderId(4)),
    ])
    await scheduled(
      { scheduledTime: Date.now(), cron: '', noRetry: () => undefined } as ScheduledController,
      env,
    )
    await expectAgreement()
    expect(await of(orderId(2))).toHaveLength(1)
    expect(await rebuildFindings(env.DB)).toBeNull()
  })

  it('are ranked alike by the view and by the pages', async () => {
    for (const [rank, kind] of KINDS.flatMap((each) => ranksOf(each).map((rank) => [rank, each] as const)))
      expect(kindOfRank(rank)).toBe(kind)
    const found = await rows('SELECT DISTINCT kind, rank FROM attention_found')
    expect(found.length).toBeGreaterThan(0)
    for (const { kind, rank } of found) expect(ranksOf(String(kind))).toContain(rank)
  })
})

describe('a decision', () => {
  it('takes a thing out of the view and the list, and says who decided and why', async () => {
    const [item] = await of(orderId(2))
    if (!item) throw new Error('Nothing to settle')
    expect(await decide([item], 'resolved', 'refunded on purpose, CPF 529.982.247-25')).toEqual({
      settled: [keyOf(item)],
      unchanged: [],
    })
    expect(await inView(orderId(2))).toEqual([])
    expect(await of(orderId(2))).toEqual([])
    const [settled] = await of(orderId(2), 'state=resolved')
    expect(settled).toMatchObject({ kind: 'issued_money_back', since: item.since, state: 'resolved' })
    expect(settled?.note).toContain('refunded on purpose')
    expect(settled?.note).not.toContain('529.982')
    expect(settled?.by).toBeTruthy()
    await expectAgreement()
  })

  it('about the same payment stays made when its order is told of again', async () => {
    await order(2, ['Issued', 'Revoked', 3])
    await settle()
    expect(await inView(orderId(2))).toEqual([])
    await expectAgreement()
  })

  it('is over when it happens again: the thing is open, since then', async () => {
    await payment(1020, 20, 7, 3)
    await settle()
    const [late] = await of(1020)
    if (!late) throw new Error('Nothing to settle')
    expect(late).toMatchObject({ kind: 'late_move', provider: 'safe2pay' })
    await decide([late], 'ignored')
    expect(await of(1020)).toEqual([])
    await order(21, ...CANCELED)
    await payment(1021, 21, 3)
    await settle()
    const [closed] = await of(orderId(21))
    if (!closed) throw new Error('Nothing to settle')
    await decide([closed], 'resolved')
    expect(await of(orderId(21))).toEqual([])
    await payment(1022, 21, 3)
    await settle()
    const [again] = await of(orderId(21))
    expect(again?.state).toBe('open')
    expect(String(again?.since) > closed.since).toBe(true)
    expect(await inView(orderId(21))).toEqual([{ kind: 'paid_order_closed', state: 'open' }])
    await expectAgreement()
  })

  it('that somebody looks into it stays while more of it happens', async () => {
    await payment(1030, 30, 3)
    await payment(1030, 30, 1)
    await settle()
    const [step] = await of(1030)
    if (!step) throw new Error('Nothing to settle')
    expect(step.kind).toBe('step_back')
    await decide([step], 'in_progress', 'asked the sender')
    await payment(1030, 30, 2)
    await settle()
    expect(await of(1030)).toMatchObject([
      { state: 'in_progress', since: step.since, note: 'asked the sender' },
    ])
    expect(await inView(1030)).toEqual([{ kind: 'step_back', state: 'in_progress' }])
    await expectAgreement()
  })

  it('can be taken back, and finds what is still there', async () => {
    const [ignored] = await of(1020, 'state=ignored')
    const [resolved] = await of(orderId(2), 'state=resolved')
    if (!ignored || !resolved) throw new Error('Nothing to reopen')
    expect((await decide([ignored, resolved], 'open')).settled).toHaveLength(2)
    expect(await of(1020)).toMatchObject([{ kind: 'late_move', state: 'open' }])
    // Its certificate is revoked meanwhile.
    expect(await of(orderId(2))).toEqual([])
    await expectAgreement()
  })

  it('is not made about what has changed since it was shown, or is not there', async () => {
    const [item] = await of(1020)
    if (!item) throw new Error('Nothing to settle')
    const old = { ...item, since: '2020-01-01T00:00:00.000Z' }
    const answer = await decide([old, { ...item, entityId: '77' }], 'resolved')
    expect(answer.settled).toEqual([])
    expect(answer.unchanged).toHaveLength(2)
    expect(await of(1020)).toHaveLength(1)
  })

  it('is refused where it names nothing, or reopens more than a request can', async () => {
    const [item] = await of(1020)
    if (!item) throw new Error('Nothing to settle')
    const post = (body: unknown) => call('/attention/settle', { method: 'POST', body })
    for (const body of [
      { items: [], state: 'resolved' },
      { items: [keyOf(item)], state: 'done' },
      { items: Array.from({ length: 16 }, () => keyOf(item)), state: 'open' },
      { items: [keyOf(item)], state: 'resolved', note: 'x'.repeat(201) },
    ])
      expect((await post(body)).status).toBe(422)
  })
})

describe('the list', () => {
  it('can be narrowed to a kind, a provider and a state, and read page by page', async () => {
    expect(new Set((await listed('kind=paid_order_closed')).map(({ kind }) => kind))).toEqual(
      new Set(['paid_order_closed']),
    )
    expect(new Set((await listed('provider=safe2pay')).map(({ provider }) => provider))).toEqual(
      new Set(['safe2pay']),
    )
    expect((await listed('state=in_progress')).map(({ entityId }) => entityId)).toEqual(['1030'])
    const all = await listed()
    expect(await everyPage('/attention', 1)).toEqual(all)
    expect(all.length).toBeGreaterThan(2)
  })

  it('has the open bodies of the quarantine between what needs somebody and what is good to know', async () => {
    const { items: before } = await listFindings(env.DB, { limit: 50 })
    await env.DB.prepare(
      `INSERT INTO quarantine (id, provider, reason, issues, body, received_at, attempts)
       SELECT 'safe2pay-' || value, 'safe2pay', 'invalid_schema', '[]', '{}', '2026-01-01T00:00:00.000Z', 1
       FROM json_each('["a","b","c"]')`,
    ).run()
    const all = await listed()
    expect(all.filter(({ kind }) => kind === 'quarantine')).toHaveLength(3)
    expect(all).toHaveLength(before.length + 3)
    expect(await everyPage('/attention', 2)).toEqual(all)
    expect((await countFindings(env.DB)).quarantined).toBe(3)
  })

  it('says of an open body what the view says, whatever it is kept for', async () => {
    await env.DB.prepare(
      `INSERT INTO quarantine (id, provider, reason, issues, body, received_at, attempts)
       SELECT 'amplia-' || key, 'amplia', value, '[]', '{}', '2026-01-02T00:00:00.000Z', key + 1 FROM json_each(?)`,
    )
      .bind(JSON.stringify(QUARANTINE_REASONS))
      .run()
    const said = (await listed('kind=quarantine')).map(({ entityId, summary }) => ({ entityId, summary }))
    expect(said).toEqual(
      await rows(
        `SELECT entity_id AS entityId, summary FROM attention WHERE kind = 'quarantine' ORDER BY since DESC, entity_id DESC`,
      ),
    )
    for (const { summary } of said) expect(summary).not.toContain('kept for')
  })

  it('refuses a cursor of another list', async () => {
    expect((await call('/attention?cursor=bm9uc2Vuc2UgYQ')).status).toBe(422)
  })
})
