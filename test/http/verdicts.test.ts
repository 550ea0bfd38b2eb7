/**
 * What a sender is answered for each verdict: the same shape every time, 200 also for refusals,
 * because sending a refused event again could not change it.
 */
import { describe, expect, it } from 'vitest'
import { orderBody, orderId, transactionBody } from '../tools/bodies.ts'
import { payload } from '../tools/payloads.ts'
import { order, settle, transaction, transitions } from '../tools/read-model.ts'
import { deliver, post } from '../tools/sender.ts'

const sentence = expect.stringMatching(/^\S.*\.$/)
const at = (minute: number) => `2025-03-18T15:${String(minute).padStart(2, '0')}:28.358558`

/** Sends one event of an order; the date is `minute` minutes past 15 h. */
const sendOrder = (id: string, previousStatus: string | null, status: string, minute: number) =>
  deliver('amplia', orderBody({ orderId: id, previousStatus, status, date: `${at(minute)}+00:00` }))

describe('the answer to a judged delivery', () => {
  it('is JSON of exactly the documented shape for an order', async () => {
    const first = await post('amplia', payload('amplia', '1-created-waiting-validation'))
    expect(first.status).toBe(200)
    expect(first.headers.get('Content-Type')).toBe('application/json')

    const second = await post('amplia', payload('amplia', '2-in-validation'))
    expect(await second.json()).toStrictEqual({
      verdict: 'applied',
      provider: 'amplia',
      id: '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9',
      event: {
        status: 'InValidation',
        previousStatus: 'WaitingValidation',
        occurredAt: '2025-03-18T15:27:28.358558Z',
      },
      head: { status: 'InValidation', since: '2025-03-18T15:27:28.358558Z', revision: 2 },
      reason: sentence,
      warnings: [],
    })
  })

  it('gives the status of Safe2Pay as text, with its name beside it', async () => {
    const response = await post('safe2pay', payload('safe2pay', '3-autorizado-boleto'))
    expect(await response.json()).toStrictEqual({
      verdict: 'applied',
      provider: 'safe2pay',
      id: '2081955',
      event: { status: '3', statusName: 'Autorizado', previousStatus: null, occurredAt: null },
      head: {
        status: '3',
        statusName: 'Autorizado',
        since: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        revision: 1,
      },
      reason: sentence,
      warnings: [],
    })
  })

  it.each([
    [1, 'Pendente'],
    [2, 'Processamento'],
    [3, 'Autorizado'],
    [4, 'Disponível'],
    [5, 'Em disputa'],
    [6, 'Estornado'],
    [7, 'Baixado'],
    [8, 'Recusado'],
    [11, 'Liberado'],
    [12, 'Em cancelamento'],
    [13, 'Chargeback'],
    [14, 'Pré-Autorizado'],
    [15, 'Devolução de Contestação'],
    [18, 'Abortado'],
    [19, 'Em devolução'],
  ])('names the status %i of Safe2Pay %s, whatever the body calls it', async (code, statusName) => {
    const answer = await deliver('safe2pay', transactionBody(72000 + code, code))
    expect(answer).toMatchObject({ event: { status: String(code), statusName }, head: { statusName } })
    await settle()
    expect(await transaction(72000 + code)).toMatchObject({ status: code, status_name: statusName })
  })
})

describe('verdicts of orders', () => {
  it('applied: the status moves, over a gap too', async () => {
    const id = orderId(1)
    expect(await sendOrder(id, null, 'WaitingValidation', 1)).toMatchObject({ head: { revision: 1 } })
    expect(await sendOrder(id, 'InConfirmation', 'WaitingIssue', 5)).toMatchObject({
      verdict: 'applied',
      head: { status: 'WaitingIssue', since: `${at(5)}Z`, revision: 2 },
    })
    await settle()
    expect(await order(id)).toMatchObject({ status: 'WaitingIssue', gaps: 1 })
  })

  it('applied: sent back by an event that attests it', async () => {
    const id = orderId(2)
    await sendOrder(id, 'WaitingValidation', 'InValidation', 1)
    expect(await sendOrder(id, 'InValidation', 'WaitingValidation', 2)).toMatchObject({
      verdict: 'applied',
      head: { status: 'WaitingValidation', since: `${at(2)}Z` },
    })
  })

  it('amended: the same status again with another date keeps the first date as its beginning', async () => {
    const id = orderId(3)
    await sendOrder(id, 'WaitingValidation', 'InValidation', 1)
    expect(await sendOrder(id, 'WaitingValidation', 'InValidation', 2)).toMatchObject({
      verdict: 'amended',
      event: { occurredAt: `${at(2)}Z` },
      head: { status: 'InValidation', since: `${at(1)}Z`, revision: 2 },
    })
  })

  it('duplicate: known already, and says since when; the head stays as it is', async () => {
    const id = orderId(4)
    await sendOrder(id, null, 'WaitingValidation', 1)
    const answer = await sendOrder(id, null, 'WaitingValidation', 1)
    expect(answer).toStrictEqual({
      verdict: 'duplicate',
      provider: 'amplia',
      id,
      event: { status: 'WaitingValidation', previousStatus: null, occurredAt: `${at(1)}Z` },
      head: { status: 'WaitingValidation', since: `${at(1)}Z`, revision: 1 },
      reason: sentence,
      warnings: [],
    })
    await settle()
    expect(await transitions('amplia', id)).toHaveLength(1)
  })

  it('stale: older than the head by the clock of the sender, and takes its place in the history', async () => {
    const id = orderId(6)
    await sendOrder(id, null, 'WaitingValidation', 1)
    await sendOrder(id, 'InValidation', 'WaitingConfirmation', 3)
    expect(await sendOrder(id, 'WaitingValidation', 'InValidation', 2)).toMatchObject({
      verdict: 'stale',
      event: { status: 'InValidation' },
      head: { status: 'WaitingConfirmation', since: `${at(3)}Z`, revision: 3 },
    })
    await settle()
    expect(await order(id)).toMatchObject({ status: 'WaitingConfirmation', gaps: 0, refused: 0 })
  })

  it('stale: two events of one millisecond keep the order of their microseconds', async () => {
    const id = orderId(7)
    const date = (micros: number) => `2025-03-18T15:26:11.704${micros}+00:00`
    await deliver(
      'amplia',
      orderBody({
        orderId: id,
        previousStatus: 'WaitingValidation',
        status: 'InValidation',
        date: date(305),
      }),
    )
    const created = orderBody({ orderId: id, date: date(304) })
    expect(await deliver('amplia', created)).toMatchObject({
      verdict: 'stale',
      head: { status: 'InValidation', since: '2025-03-18T15:26:11.704305Z' },
    })
  })

  it('regression: refused with 200, the status stays', async () => {
    const id = orderId(8)
    await sendOrder(id, 'WaitingIssue', 'Issued', 1)
    expect(await sendOrder(id, 'WaitingValidation', 'InValidation', 2)).toStrictEqual({
      verdict: 'regression',
      provider: 'amplia',
      id,
      event: {
        status: 'InValidation',
        previousStatus: 'WaitingValidation',
        occurredAt: `${at(2)}Z`,
      },
      head: { status: 'Issued', since: `${at(1)}Z`, revision: 2 },
      reason: sentence,
      warnings: [],
    })
    await settle()
    expect(await order(id)).toMatchObject({ status: 'Issued', refused: 1, revision: 2 })
  })

  it('conflict: no way leads there, forwards or backwards', async () => {
    const id = orderId(9)
    await sendOrder(id, 'WaitingIssue', 'Issued', 1)
    expect(await sendOrder(id, 'InConfirmation', 'Declined', 2)).toMatchObject({
      verdict: 'conflict',
      head: { status: 'Issued', revision: 2 },
    })
  })

  it('unknown: a status that nothing attests, answered with a warning', async () => {
    const id = orderId(10)
    await sendOrder(id, null, 'WaitingValidation', 1)
    const answer = await sendOrder(id, 'InConfirmation', 'WaitingResources', 2)
    expect(answer).toMatchObject({ verdict: 'unknown', head: { status: 'WaitingValidation', revision: 2 } })
    expect(answer.warnings).toEqual([expect.stringContaining('WaitingResources')])
  })

  it('applied: an unknown status whose previousStatus is the head shows, with a warning', async () => {
    const id = orderId(11)
    await sendOrder(id, 'WaitingValidation', 'InValidation', 1)
    const answer = await sendOrder(id, 'InValidation', 'WaitingResources', 2)
    expect(answer).toMatchObject({ verdict: 'applied', head: { status: 'WaitingResources', revision: 2 } })
    expect(answer.warnings).toEqual([expect.stringContaining('WaitingResources')])
    const next = await sendOrder(id, 'WaitingResources', 'WaitingConfirmation', 3)
    expect(next).toMatchObject({ verdict: 'applied', head: { status: 'WaitingConfirmation' } })
    await settle()
    expect(await order(id)).toMatchObject({ status: 'WaitingConfirmation', gaps: 1, refused: 0 })
  })

  it('unknown: with nothing known yet the head is null, and only transitions has a row', async () => {
    const id = orderId(12)
    expect(await sendOrder(id, 'Elsewhere', 'WaitingResources', 1)).toStrictEqual({
      verdict: 'unknown',
      provider: 'amplia',
      id,
      event: { status: 'WaitingResources', previousStatus: 'Elsewhere', occurredAt: `${at(1)}Z` },
      head: null,
      reason: sentence,
      warnings: [expect.stringContaining('WaitingResources')],
    })
    await settle()
    expect(await order(id)).toBeNull()
    expect(await transitions('amplia', id)).toMatchObject([{ verdict: 'unknown', effective: 0 }])
  })
})

describe('verdicts of transactions', () => {
  it('applied, duplicate, regression: Pendente after Autorizado is refused and Autorizado stays', async () => {
    const id = 73001
    const head = { status: '3', statusName: 'Autorizado' }
    await deliver('safe2pay', transactionBody(id, 1))
    expect(await deliver('safe2pay', transactionBody(id, 3))).toMatchObject({ verdict: 'applied', head })
    expect(await deliver('safe2pay', transactionBody(id, 3))).toMatchObject({ verdict: 'duplicate', head })
    expect(await deliver('safe2pay', transactionBody(id, 1, { Amount: 151 }))).toMatchObject({
      verdict: 'regression',
      event: { status: '1', statusName: 'Pendente' },
      head: { ...head, revision: 3 },
    })
    await settle()
    expect(await transaction(id)).toMatchObject({ status: 3, refused: 1, amount_cents: 15000 })
  })

  it('amended: Autorizado again with another amount replaces the amount, and since stays', async () => {
    const first = await deliver('safe2pay', transactionBody(73003, 3))
    const second = await deliver('safe2pay', transactionBody(73003, 3, { Amount: 160.5 }))
    expect(second).toMatchObject({
      verdict: 'amended',
      head: { status: '3', since: first.head?.since, revision: 2 },
    })
    await settle()
    expect(await transaction(73003)).toMatchObject({ amount_cents: 16050, refused: 0 })
  })

  it('applied with a warning: a boleto paid after it was written off', async () => {
    await deliver('safe2pay', transactionBody(73004, 7))
    const answer = await deliver('safe2pay', transactionBody(73004, 3))
    expect(answer).toMatchObject({ verdict: 'applied', head: { statusName: 'Autorizado' } })
    expect(answer.warnings).toHaveLength(1)
  })

  it('conflict: Recusado after Liberado', async () => {
    await deliver('safe2pay', transactionBody(73005, 11))
    expect(await deliver('safe2pay', transactionBody(73005, 8))).toMatchObject({
      verdict: 'conflict',
      event: { statusName: 'Recusado' },
      head: { statusName: 'Liberado' },
    })
  })

  it('unknown: a code that the table lacks has no name, and the status stays', async () => {
    await deliver('safe2pay', transactionBody(73006, 1))
    const answer = await deliver('safe2pay', transactionBody(73006, 9))
    expect(answer).toMatchObject({ verdict: 'unknown', head: { status: '1', revision: 2 } })
    expect(answer.event).toStrictEqual({ status: '9', previousStatus: null, occurredAt: null })
    expect(answer.warnings).toEqual([expect.stringContaining('9')])
  })

  it('unknown: as the first event of a transaction it leaves the head null, and no row', async () => {
    expect(await deliver('safe2pay', transactionBody(73007, 17))).toMatchObject({
      verdict: 'unknown',
      head: null,
    })
    await settle()
    expect(await transaction(73007)).toBeNull()
    expect(await transitions('safe2pay', 73007)).toMatchObject([{ status: '17', effective: 0 }])
  })
})
