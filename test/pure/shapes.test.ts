/** A column of D1 holds values of its declared shape, and details hold declared fields: nothing else gets there. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskStatus } from '../../src/privacy/status-text.ts'
import {
  authorizationCode,
  endToEndId,
  installments,
  methodCode,
} from '../../src/providers/safe2pay/columns.ts'
import { detailsOf } from '../../src/providers/safe2pay/details.ts'
import {
  businessNumber,
  digestOfNumber,
  flag,
  guid,
  machineId,
  prose,
  type Shape,
  shaped,
  utc,
} from '../../src/providers/shape.ts'
import { payload } from '../tools/payloads.ts'

const CPF = '297.422.370-26'
const BARE_CPF = '29742237026'

const DIGEST = '0123456789abcdef0123456789abcdef'

const SHAPES: readonly (readonly [
  name: string,
  shape: Shape,
  wrong: readonly unknown[],
  right: readonly unknown[],
])[] = [
  [
    'the id of a Pix',
    endToEndId,
    [
      '',
      CPF,
      BARE_CPF,
      1,
      null,
      'F18236120202404241420s0612999999',
      'e18236120202404241420s0612999999',
      'E18236120202404241420s061299999',
      'E18236120202404241420s06129999999',
      'xE18236120202404241420s0612999999',
      'E18236120202413241420s0612999999',
      'E18236120202400241420s0612999999',
      'E18236120202404321420s0612999999',
      'E18236120202404001420s0612999999',
      'E18236120202404242420s0612999999',
      'E18236120202404241460s0612999999',
      'E18236120192404241420s0612999999',
      'E1823612a202404241420s0612999999',
      'E18236120202404241420s06129-9999',
    ],
    [
      'E18236120202404241420s0612999999',
      'D18236120202412312359aZ0612999999'.slice(0, 32),
      'E00000000202410100000ABCDEFGHIJK',
      'E00000000202411292019abcdefghijk',
    ],
  ],
  [
    'the id of a card payment',
    machineId,
    [
      '',
      1,
      'João1',
      'Joao',
      'a 1',
      CPF,
      BARE_CPF,
      `x${BARE_CPF}`,
      '11222333000181',
      '4111111111111111',
      '1'.repeat(41),
      'a'.repeat(40),
      'a1@b.com',
    ],
    [
      '020006495642',
      '029742237026',
      '4222222222222',
      'T1',
      '1',
      '10069930690007D2BCFA',
      '8345000363484052380',
      'a-1',
      '-1',
      `${'a'.repeat(39)}1`,
      '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9',
    ],
  ],
  [
    'the key of a number',
    digestOfNumber,
    ['', 'S-1002', BARE_CPF, `0${DIGEST}`, `${DIGEST}0`, DIGEST.slice(1), DIGEST.toUpperCase()],
    [DIGEST],
  ],
  [
    'an authorization code',
    authorizationCode,
    [
      '',
      205_340,
      'ABCDEF',
      '1234567',
      '19880401',
      'A12345678',
      'ABCDEFGH1',
      '1ABCDEFGH',
      '20 340',
      BARE_CPF,
      CPF,
      'ação1',
    ],
    ['205340', 'A1', 'T12345', 'AB123456', '1ABCDEFG'],
  ],
  ['a code of a method', methodCode, [0, -1, 1000, 1.5, '6', null, Number(BARE_CPF)], [1, 6, 999]],
  ['a number of instalments', installments, [-1, 100, 1.5, '1', Number(BARE_CPF)], [0, 1, 99]],
  [
    'a GUID',
    guid,
    [
      '',
      1,
      'x',
      BARE_CPF,
      '0195a9dcc0f04f5c83d3bf562ae98ed9',
      'x0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9',
      '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9x',
      '0195a9dc-c0f0-4f5c-bf562ae98ed9',
    ],
    ['0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9', '0195A9DC-C0F0-4F5C-83D3-BF562AE98ED9'],
  ],
  [
    'an instant',
    utc,
    [
      '',
      1,
      '2025-03-18',
      '2025-03-18T15:27:28',
      '2025-03-18T15:27:28+00:00',
      'x2025-03-18T15:27:28Z',
      '2025-03-18T15:27:28Zx',
      '2025-03-18T15:27:28.Z',
      '2025-03-18T15:27:28.12345678901Z',
    ],
    ['2025-03-18T15:27:28Z', '2025-03-18T15:27:28.358558Z', '2025-03-18T15:27:28.1234567890Z'],
  ],
  ['yes or no', flag, ['true', 1, null], [true, false]],
  ['a number of a business', businessNumber, [1, null, true], ['', 'S-1002', '20261120080242']],
  ['prose', prose, [1, null, true], ['', 'Fulano de Tal']],
]

describe.each(SHAPES)('%s', (_, shape, wrong, right) => {
  it.each(wrong)('is not %j', (value) => {
    expect(shape(value)).toBeUndefined()
  })

  it.each(right)('is %j', (value) => {
    expect(shape(value)).toBe(value)
  })
})

it('the documented id of a transaction with a card stays, whatever its twelve digits are', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{12}$/), (tid) => {
      expect(machineId(tid)).toBe(tid)
    }),
  )
  expect(machineId(`0${BARE_CPF}`)).toBe(`0${BARE_CPF}`)
  expect(machineId(`${BARE_CPF}0`)).toBe(`${BARE_CPF}0`)
})

describe('free text', () => {
  it('is masked on its way: by check digits in a number, by length in prose', () => {
    expect(businessNumber(`Pedido de ${CPF}`)).toBe('Pedido de ***.422.370-**')
    expect(businessNumber('Pedido 29742237027')).toBe('Pedido 29742237027')
    expect(prose('Fulano 29742237027')).toBe('Fulano ***422370**')
  })
})

describe('facts', () => {
  it('that are not declared go, and those of another shape are not said, and named', () => {
    const shapes = { a: methodCode, b: methodCode, c: methodCode, d: methodCode }
    expect(shaped(shapes, { a: 1, b: 'x', c: null, e: 'y' })).toStrictEqual({
      facts: { a: 1, c: null },
      left: ['b'],
    })
  })
})

describe('a status', () => {
  it.each([
    'WaitingValidation',
    'Em análise',
    'Aguardando_Recursos-2',
    '__proto__',
    'Etapa 12345',
    '3',
    '123456789',
    '状態',
  ])('is stored as it is: %s', (status) => {
    expect(maskStatus(status)).toBe(status)
  })

  it.each([
    ['a@b.c', 'a*b*c'],
    ['a\nb\u0000', 'a*b*'],
    ['nasc 01/04/1988', 'nasc ***********'.slice(0, 15)],
    ['1234567890', '**********'],
    ['x12345 6', 'x***** *'],
    ['x１２３４５６', 'x******'],
    ['1234x', '1234x'],
    ['😀', '*'],
  ])('is masked where it is no name: %j', (status, masked) => {
    expect(maskStatus(status)).toBe(masked)
    expect(maskStatus(masked)).toBe(masked)
  })
})

describe('details', () => {
  const of = (body: unknown): unknown => JSON.parse(detailsOf(JSON.stringify(body)))

  it('hold every declared field of a documented body', () => {
    const { EndToEndId, SecretKey, ...body } = JSON.parse(payload('safe2pay', '3-autorizado-card-splits'))
    expect([EndToEndId, SecretKey]).toEqual(['', 'SECRET_KEY'])
    delete body.TransactionStatus.Name
    body.CheckingAccounts[0].Description = 'João da Silva(***422370**)'
    body.Splits[0].Identity = '***'
    expect(of({ EndToEndId, SecretKey, ...body })).toEqual(body)
  })

  it('hold no field that is not declared, at any depth', () => {
    const account = { Amount: 1, Payer: CPF }
    expect(
      of({
        IdTransaction: '7',
        TransactionStatus: { Id: 3, Code: '3', Name: CPF, Other: CPF },
        PaymentMethod: { Id: 6, Code: '6', Other: CPF },
        CheckingAccounts: [account],
        Splits: [{ CheckingAccounts: [account], Other: CPF }],
        Customer: { Name: 'Fulano', Identity: CPF },
        [CPF]: 1,
        __proto__: { Reference: 'x' },
      }),
    ).toEqual({
      IdTransaction: '7',
      TransactionStatus: { Id: 3, Code: '3' },
      PaymentMethod: { Id: 6, Code: '6' },
      CheckingAccounts: [{ Amount: 1 }],
      Splits: [{ CheckingAccounts: [{ Amount: 1 }] }],
    })
  })

  it('take no declared field from a property that is named __proto__', () => {
    expect(JSON.parse(detailsOf('{"__proto__":{"Amount":1},"constructor":{"Amount":1}}'))).toEqual({})
  })

  it.each([
    [
      'IdTransaction',
      [0, -1, 1.5, 'x', '1'.repeat(17), 'x1', '1x'],
      [1, '1', '12', '1234567890123456', Number.MAX_SAFE_INTEGER],
    ],
    ['Amount', ['1.234', 'x', 1e300, null], [0, 150, 23.22, -5.2, 0.05]],
    ['InstallmentQuantity', [100, CPF], [0, 12]],
    ['Reference', [1], ['S-1002', '']],
    ['Tid', [BARE_CPF], ['020006495642']],
    ['EndToEndId', [BARE_CPF], ['E18236120202404241420s0612999999']],
    ['AuthorizationCode', [BARE_CPF], ['205340']],
    [
      'IncluedDate',
      [
        CPF,
        '01/04/1988',
        '2020-02-13',
        'x2020-02-13T14:57:20',
        '2020-02-13T14:57:20x',
        '2020-02-13T14:57:20.12345678',
      ],
      [
        '2020-02-13T14:57:20.9',
        '2020-03-31T25:37:53.33',
        '2020-02-13T14:57:20',
        '2020-02-13T14:57:20Z',
        '2020-02-13T14:57:20.123-03:00',
      ],
    ],
    [
      'IdMultiPaymentCharge',
      [0, 2 ** 31, Number(BARE_CPF), BARE_CPF, CPF, '1234567890', 'x1', '1x'],
      [1, 2 ** 31 - 1, '123456789', '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9'],
    ],
    ['TransactionStatus.Id', [0, 1_000_000_000, '3'], [3, 999_999_999]],
    ['TransactionStatus.Code', [3, '', CPF, '1234567890', 'x3', '3x'], ['3', '123456789']],
    ['PaymentMethod.Code', [6, '', '1234', 'x6', '6x'], ['6', '999']],
    ['PaymentMethod.Show', ['true'], [false]],
    ['Splits', ['x', {}, null], [[]]],
    ['TransactionStatus', ['x', [], null, 3], [{}]],
  ])('hold %s only in its shape', (path, wrong: readonly unknown[], right: readonly unknown[]) => {
    const [outer = '', inner] = path.split('.')
    const body = (value: unknown) => ({ [outer]: inner === undefined ? value : { [inner]: value } })
    for (const value of wrong) expect(of(body(value))).toEqual(inner === undefined ? {} : { [outer]: {} })
    for (const value of right) expect(of(body(value))).toEqual(body(value))
  })

  it('hold a split only in its shapes, and of whose it is only that it was said', () => {
    const split = (fields: object) => of({ Splits: [fields, 'x', null] })
    expect(
      split({
        IdReceiver: Number(BARE_CPF),
        IdTransactionSplitter: 2 ** 31,
        CodeTaxType: 100,
        IsPayTax: 1,
        Identity: '',
        Amount: 'x',
      }),
    ).toEqual({ Splits: [{}] })
    expect(split({ Identity: 29_742_237_026 })).toEqual({ Splits: [{}] })
    const right = {
      IdReceiver: 18,
      IdTransactionSplitter: 2 ** 31 - 1,
      CodeTaxType: 99,
      IsPayTax: true,
      Name: 'Loja',
      Amount: 1,
    }
    expect(split({ ...right, Identity: 'x' })).toEqual({ Splits: [{ ...right, Identity: '***' }] })
    expect(split({ CodeTaxType: -1 })).toEqual({ Splits: [{}] })
    expect(split({ CodeTaxType: 0 })).toEqual({ Splits: [{ CodeTaxType: 0 }] })
  })

  it('hold what .NET and other serializers write in another form', () => {
    const body = {
      amount: '150,00',
      splits: { $id: '1', $values: [{ NAME: 'Loja', amount: 'R$ 1.234,56' }] },
    }
    expect(of(body)).toEqual({ Amount: 150, Splits: [{ Name: 'Loja', Amount: 1234.56 }] })
  })

  it('hold what stands under one of two spellings of a name, where nothing stands under the other', () => {
    expect(of({ vendor: 'Loja', Vendor: null })).toEqual({ Vendor: 'Loja' })
    expect(of({ Vendor: null, vendor: 'Loja' })).toEqual({ Vendor: 'Loja' })
    expect(of({ Vendor: 'Loja', vendor: 'Outra' })).toEqual({ Vendor: 'Loja' })
  })

  it('hold amounts to the cent, because more digits can hide a number', () => {
    expect(of({ Amount: 1.297_422_370_26 })).toEqual({ Amount: 1.3 })
  })

  it('are null where the body is erased', () => {
    expect(detailsOf('null')).toBe('null')
  })
})
