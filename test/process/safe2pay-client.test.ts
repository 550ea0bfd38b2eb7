/** The calls of Safe2Pay's API over real HTTP: what is believed, what is not, and that each call ends. */
import '../../scripts/prove/runtime.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDisputes, readList, readTransaction } from '../../src/sender/answer.ts'
import { disputes, get, list, resend } from '../../src/sender/calls.ts'
import { callApi } from '../../src/sender/client.ts'
import { type FaultKind, type StandIn, safe2payApi } from '../tools/safe2pay-api.ts'

const KEY = 'api-key-of-the-tests'
const NOW = Date.UTC(2026, 10, 26)
let api: StandIn

beforeAll(async () => {
  api = await safe2payApi()
})
afterAll(() => api.close())

const call = (request = get('7001')) => callApi(new URL(api.url), KEY, request, NOW)

/** What becomes of asking about transaction 7001. */
async function asked(id = '7001') {
  const heard = await call(get(id))
  return heard.kind === 'answer' ? readTransaction(heard.value, id) : heard
}

describe('an answer is believed', () => {
  it.each([
    ['a number', 3],
    ['digits', '3'],
    ['a name', 'Autorizado'],
    ['a name without its accents, in capitals', 'AUTORIZADO'],
  ])('where its status is %s', async (_, status) => {
    api.set({ transactions: [{ id: 7001, status, reference: 'V-1', amount: 99.9 }] })
    expect(await asked()).toMatchObject({
      kind: 'told',
      status: '3',
      body: {
        IdTransaction: 7001,
        TransactionStatus: { Id: 3, Code: '3' },
        PaymentMethod: { Id: 6 },
        Reference: 'V-1',
        Amount: 99.9,
        IncluedDate: '2026-11-21T10:00:00',
      },
    })
  })

  it('and asked for with the key in one header, at the address that is documented', async () => {
    api.set({ transactions: [{ id: 7001, status: 3 }] })
    await asked()
    await call(resend('7001'))
    expect(api.heard).toEqual([
      { method: 'GET', path: '/v2/transaction/Get', query: { Id: '7001' }, key: KEY },
      {
        method: 'POST',
        path: '/v2/Transaction/ResubmitCallback',
        query: { idTransaction: '7001' },
        key: KEY,
      },
    ])
  })
})

describe('an answer is shown as a failure, never as nothing to do,', () => {
  const FAULTS: readonly (readonly [FaultKind, string, boolean])[] = [
    ['reset', 'unreachable', true],
    ['cut', 'unreachable', true],
    ['redirect', 'redirected', false],
    ['large', 'too_large', false],
    ['html', 'not_json', true],
    ['error', 'http', true],
    ['busy', 'rate_limited', true],
    ['forbidden', 'key_refused', false],
    ['missing', 'http', false],
  ]
  it.each(FAULTS)('where the call meets %s: %s', async (kind, failure, isPassing) => {
    api.set({ transactions: [{ id: 7001, status: 3 }], faults: [{ kind }] })
    expect(await asked()).toMatchObject({ kind: 'failed', failure: { kind: failure }, isPassing })
    // A redirect is not followed: the key goes to no other address.
    expect(api.heard).toHaveLength(1)
  })

  const SHAPES: readonly (readonly [FaultKind, string])[] = [
    ['has_error', 'refused'],
    ['error_as_text', 'other_shape'],
    ['no_envelope', 'other_shape'],
    ['other_transaction', 'other_transaction'],
    ['webhook_shape', 'unknown_status'],
    ['unknown_status', 'unknown_status'],
  ]
  it.each(SHAPES)('where it has the shape %s: %s', async (kind, failure) => {
    api.set({ transactions: [{ id: 7001, status: 3 }], faults: [{ kind }] })
    expect(await asked()).toMatchObject({ kind: 'failed', failure: { kind: failure } })
  })

  it('where nothing comes within the time limit', async () => {
    api.set({ faults: [{ kind: 'silence' }] })
    expect(await asked()).toMatchObject({ kind: 'failed', failure: { kind: 'timeout' }, isPassing: true })
  })

  it('with what the sender asks to wait, in seconds or as a date, and an hour at the most', async () => {
    const waits: (number | null)[] = []
    for (const retryAfter of ['17', new Date(NOW + 90_000).toUTCString(), '86400', 'soon', '-5']) {
      api.set({ faults: [{ kind: 'busy', retryAfter }] })
      const heard = await call()
      waits.push(heard.kind === 'failed' ? heard.retryAfterMs : -1)
    }
    expect(waits).toEqual([17_000, 90_000, 3_600_000, null, expect.anything()])
  })

  it('with the words of the sender, in which no personal number stands', async () => {
    api.set({ faults: [{ kind: 'echo_key' }] })
    const told = await asked()
    expect(JSON.stringify(told)).toContain('is not allowed')
    expect(JSON.stringify(told)).not.toContain('529.982.247-25')
  })
})

describe('a list is read', () => {
  it('with every row that has an id and a status, and the number of all rows', async () => {
    api.set({
      transactions: [
        { id: 7001, status: '3', created: '2026-11-23T10:00:00' },
        { id: 7002, status: 99, created: '2026-11-24T10:00:00' },
        { id: 7003, status: 6, created: '2026-11-26T10:00:00' },
      ],
    })
    const heard = await call(list('2026-11-23', '2026-11-25', 1))
    expect(heard.kind === 'answer' && readList(heard.value)).toEqual({
      kind: 'page',
      total: 2,
      rows: 2,
      listed: [{ id: '7001', status: '3' }],
    })
  })

  it('of disputes, each with its day', async () => {
    api.set({ disputes: [{ id: 7001, date: '2026-11-20T00:00:00' }] })
    const heard = await call(disputes(1))
    expect(heard.kind === 'answer' && readDisputes(heard.value)).toEqual({
      kind: 'page',
      total: 1,
      rows: 1,
      disputes: [{ id: '7001', day: '2026-11-20' }],
    })
  })
})
