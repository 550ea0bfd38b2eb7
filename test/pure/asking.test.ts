/** When the sender is asked, by whom, and what follows from its answer. */
import { describe, expect, it } from 'vitest'
import { accountsIn, apiAddress } from '../../src/sender/accounts.ts'
import { businessDaysBefore, ROUNDS } from '../../src/sender/deadlines.ts'

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
