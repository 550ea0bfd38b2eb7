/** Objects keep reasons and notices as data; people get sentences of them, also of what other versions stored. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Notice } from '../../src/lifecycle/notice.ts'
import { transactionBody } from '../tools/bodies.ts'
import { apply, diskOf, drain, objectOf, rewrite } from '../tools/object.ts'
import { call } from '../tools/operator.ts'
import { html } from '../tools/pages.ts'
import { rows, transitions } from '../tools/read-model.ts'

/** Puts texts in place of what the newest event of a transaction says, and has D1 told. */
async function say(id: number, reason: string, notice: string | null): Promise<void> {
  const stub = objectOf('safe2pay', id)
  await rewrite(stub, (sql) => {
    sql.exec('UPDATE log SET reason = ?, notice = ? ORDER BY seq DESC LIMIT 1', reason, notice)
  })
  await stub.reproject()
  await drain(stub)
}

const newest = async (id: number) => (await transitions('safe2pay', id)).at(-1)

describe('an object', () => {
  it('stores why and what to look at as data, and tells D1 the sentences and the kind', async () => {
    for (const status of [7, 3]) await apply('safe2pay', transactionBody(7001, status))
    const stub = objectOf('safe2pay', 7001)
    await drain(stub)
    const { log } = await diskOf(stub)
    expect(log.map(({ reason }) => JSON.parse(reason))).toEqual([
      { kind: 'first', to: '7', missing: null },
      { kind: 'late', from: '7', to: '3' },
    ])
    expect(log.map(({ notice }) => notice)).toEqual([null, '[{"kind":"late_move","from":"7","to":"3"}]'])
    expect(await transitions('safe2pay', 7001)).toMatchObject([
      {
        reason: 'The first known status is Baixado (closed without payment).',
        notice: null,
        notice_kind: null,
      },
      {
        reason:
          'Autorizado (paid) came after Baixado (closed without payment), against expectation: the status moved.',
        notice: 'Autorizado (paid) after Baixado (closed without payment) was not expected.',
        notice_kind: 'late_move',
      },
    ])
  })

  it('hands out how each event met its head, so that nobody has to judge again', async () => {
    const story = await objectOf('safe2pay', 7001).story(null)
    expect(story?.events).toMatchObject([
      { relation: 'first', from: null, isGap: false, reason: { kind: 'first' }, notices: [] },
      {
        relation: 'late',
        from: '7',
        isGap: false,
        reason: { kind: 'late' },
        notices: [{ kind: 'late_move' }],
      },
    ])
  })

  it('with several notices tells D1 all of their sentences, and the kind of the gravest', async () => {
    await apply('safe2pay', transactionBody(7002, 3))
    const notices: readonly Notice[] = [
      { kind: 'unknown_status', status: '99' },
      { kind: 'amount_changed', fromCents: 150, toCents: 140 },
    ]
    await say(7002, '{"kind":"amended","status":"3"}', JSON.stringify(notices))
    expect(await newest(7002)).toMatchObject({
      notice:
        'The life cycle does not know the status 99. The amount changed after payment, from 150 to 140 cents.',
      notice_kind: 'amount_changed',
    })
    const page = await html('/transactions/7002', { language: 'pt' })
    expect(page).toContain('O ciclo de vida não conhece o status 99.')
    expect(page).toContain('O valor mudou depois do pagamento, de R$ 1,50 para R$ 1,40.')
    expect(await html('/transactions/7002')).toContain(
      'The amount changed after payment, from R$ 1.50 to R$ 1.40.',
    )
  })
})

describe('an event that version 0.1.0 stored', () => {
  const REASON =
    'Autorizado (paid) came after Baixado (closed without payment), against expectation: the status moved.'
  const NOTICE = 'Autorizado (paid) after Baixado (closed without payment) was not expected.'

  beforeAll(async () => {
    for (const status of [7, 3]) await apply('safe2pay', transactionBody(7003, status))
    await say(7003, REASON, NOTICE)
  })

  it('has its sentences in D1 as they were, of the kind notice', async () => {
    expect(await newest(7003)).toMatchObject({ reason: REASON, notice: NOTICE, notice_kind: 'notice' })
    expect(await rows("SELECT kind, summary FROM attention WHERE entity_id = '7003'")).toEqual([
      { kind: 'notice', summary: NOTICE },
    ])
  })

  it('has them in the API as they were', async () => {
    const { history } = await (await call('/transactions/7003')).json<{ history: readonly unknown[] }>()
    expect(history).toMatchObject([
      { notice: null, noticeKind: null },
      { reason: REASON, notice: NOTICE, noticeKind: 'notice' },
    ])
  })

  it.each(['en', 'pt'])('has them on its page in %s as they were, as English', async (language) => {
    const page = await html('/transactions/7003', { language })
    expect(page).toContain(`<p class="reason" lang="en">${REASON}</p>`)
    expect(page).toContain(`<p class="notice held" lang="en">${NOTICE}</p>`)
  })

  it('is judged with what comes after it like any other', async () => {
    expect((await apply('safe2pay', transactionBody(7003, 1))).verdict).toBe('regression')
    expect(await objectOf('safe2pay', 7003).refold()).toMatchObject({ before: '3', after: '3', changed: [] })
  })
})

describe('an event of a kind that only a newer version knows', () => {
  it('is shown as it is stored, and hides no other event', async () => {
    await apply('safe2pay', transactionBody(7004, 3))
    await say(7004, '{"kind":"told_by_the_sender","status":"3"}', '[{"kind":"not_yet_known"}]')
    const page = await html('/transactions/7004', { language: 'pt' })
    expect(page).toContain('told_by_the_sender')
    expect(page).toContain('not_yet_known')
    expect(await newest(7004)).toMatchObject({
      notice: '{"kind":"not_yet_known"}',
      notice_kind: 'not_yet_known',
    })
  })
})

describe('the page of a payment with hundreds of events', () => {
  it('says of each in Portuguese just what became of it', async () => {
    for (let cents = 1; cents <= 260; cents += 1) {
      await apply('safe2pay', transactionBody(7005, 1, { Amount: cents / 100 }))
    }
    const page = await html('/transactions/7005?events=all', { language: 'pt' })
    expect(page.match(/Pendente \(não pago: aguarda pagamento\) de novo: os detalhes/g)).toHaveLength(259)
    expect(page).toContain('O primeiro status conhecido é Pendente')
    expect(page).not.toMatch(/<p class="(?:reason|notice held)" lang="en"/)
  })
})
