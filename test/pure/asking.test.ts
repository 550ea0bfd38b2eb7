/** When the sender is asked, by whom, and what follows from its answer. */
import { describe, expect, it } from 'vitest'
import { fold, step } from '../../src/lifecycle/fold.ts'
import { readFingerprint } from '../../src/lifecycle/history.ts'
import { transactionLifeCycle } from '../../src/providers/safe2pay/life-cycle.ts'
import { accountsIn, apiAddress } from '../../src/sender/accounts.ts'
import { businessDaysBefore, ROUNDS } from '../../src/sender/deadlines.ts'
import { decide } from '../../src/sender/decision.ts'

describe('the keys of the API', () => {
  it('are all that stand in the secret, with their labels and places, and none of a sandbox', () => {
    expect(
      accountsIn({ SAFE2PAY_API_KEY: ' one, loja: two ,sandbox:three,Minha-Sandbox:four,,five' }),
    ).toEqual([
      { position: 1, label: null, key: 'one' },
      { position: 2, label: 'loja', key: 'two' },
      { position: 6, label: null, key: 'five' },
    ])
  })

  it.each([undefined, '', ' , ', 'sandbox:one', 'a key with spaces', 'chave-é'])(
    'are none in %j',
    (secret) => {
      expect(accountsIn({ SAFE2PAY_API_KEY: secret })).toEqual([])
    },
  )

  it.each([
    ['https://api.safe2pay.com.br', true],
    ['http://127.0.0.1:8080/', true],
    ['http://localhost:8080', true],
    ['http://api.safe2pay.com.br', false],
    ['http://127.0.0.1.example.com', false],
    ['https://user:password@api.safe2pay.com.br', false],
    ['ftp://localhost', false],
    ['api.safe2pay.com.br', false],
    ['', false],
    [undefined, false],
  ])('go to %s: %s', (address, goes) => {
    expect(apiAddress(address) !== null).toBe(goes)
  })
})

describe('three business days', () => {
  it.each([
    ['2026-11-26T12:00:00.000Z', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T12:00:00.000Z', '2026-11-18T12:00:00.000Z'],
    // Saturday and Sunday: the third business day is over since Friday.
    ['2026-11-29T12:00:00.000Z', '2026-11-25T12:00:00.000Z'],
    // Still Sunday in Brasília.
    ['2026-11-30T01:00:00.000Z', '2026-11-26T01:00:00.000Z'],
  ])('before %s is %s', (now, then) => {
    expect(new Date(businessDaysBefore(Date.parse(now), 3)).toISOString()).toBe(then)
  })
})

describe('the sender is asked again and again', () => {
  it('about the open statuses, and never about what rests', () => {
    expect(ROUNDS.map(({ status }) => status).sort((a, b) => a - b)).toEqual([1, 2, 5, 11, 12, 19])
  })
})

describe('after an answer', () => {
  const standing = { status: '3', revision: 4, isDoubtful: false }

  it.each([
    ['nothing was ever received', null, '1', false, 'take'],
    ['nothing that was received counts', { ...standing, status: null }, '1', false, 'take'],
    ['it is the same', standing, '3', false, 'same'],
    ['it is the same, and a resend was asked for', standing, '3', true, 'same'],
    ['it is the same, and an event was refused', { ...standing, isDoubtful: true }, '3', false, 'settle'],
    ['it is another one', standing, '6', false, 'resend'],
    ['it is another one, a step back', { ...standing, isDoubtful: true }, '1', false, 'resend'],
    ['it is still another one', standing, '1', true, 'take'],
  ] as const)('%s: %o, %s, resent %s: %s', (_, stands, told, isResent, decision) => {
    expect(decide(stands, told, isResent)).toBe(decision)
  })
})

describe('what was read', () => {
  const cycle = transactionLifeCycle
  const event = (status: string, fingerprint: string) => ({
    fingerprint,
    status,
    previousStatus: null,
    occurredAt: null,
    receivedAt: '2026-11-26T12:00:00.000Z',
    facts: {},
  })
  const paid = fold(cycle, [event('3', 'a')]).head

  it.each(Object.keys(cycle.statuses).filter((status) => status !== '3'))(
    'counts, whatever the life cycle says of 3 → %s',
    (status) => {
      expect(step(cycle, paid, event(status, readFingerprint(1, status))).head?.status).toBe(status)
    },
  )

  it('is no licence for what was received', () => {
    expect(step(cycle, paid, event('1', 'read'))).toMatchObject({ relation: 'behind' })
  })

  it('counts in a refold as it did when it was read', () => {
    const history = [event('3', 'a'), event('1', readFingerprint(1, '1')), event('2', 'b')]
    expect(fold(cycle, history).placed.map(({ relation }) => relation)).toEqual([
      'first',
      'read_back',
      'ahead',
    ])
  })
})
