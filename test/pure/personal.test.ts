/** No CPF, CNPJ or birth date gets past the masks; what only looks like one does. */
import { describe, expect, it } from 'vitest'
import { maskBrokenJson, maskJson, maskNumbers, maskProse } from '../../src/privacy/personal.ts'
import { PAYLOADS } from '../tools/payloads.ts'

const CPF = '297.422.370-26'
const BARE_CPF = '29742237026'
const CNPJ = '11.222.333/0001-81'
const BARE_CNPJ = '11222333000181'

describe('what is no personal number', () => {
  it.each([
    ['', 'nothing'],
    ['Pedido 48', 'a reference'],
    ['800-005-520', 'an order number'],
    ['147075358', 'nine digits'],
    ['29742237027', 'a CPF whose last check digit is wrong'],
    ['29742237018', 'a CPF of which only the first check digit is wrong'],
    ['11222333000182', 'a CNPJ whose check digit is wrong'],
    ['00000000000', 'eleven zeros'],
    ['99999999999', 'eleven nines'],
    ['00000000000000', 'fourteen zeros'],
    ['020006495642', 'a Tid of twelve digits'],
    [`0${BARE_CPF}`, 'a CPF within a longer number'],
    [`${BARE_CPF}0`, 'a CPF at the start of a longer number'],
    ['E18236120202404241420s0612999999', 'an EndToEndId'],
    [`${BARE_CPF}a`, 'an id that a letter ends'],
    ['0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9', 'a GUID'],
    ['12ABC34501DE36', 'letters whose check digits are wrong'],
    ['2025-03-18T15:27:28.358558Z', 'a time'],
  ])('leaves %j as it is: %s', (text) => {
    expect(maskNumbers(text)).toBe(text)
  })
})

describe('personal numbers', () => {
  it.each([
    [CPF, '***.422.370-**'],
    [BARE_CPF, '***422370**'],
    // Check digits that are 0 because the remainder is 0 or 1.
    ['29710000608', '***100006**'],
    ['29710000101', '***100001**'],
    ['29710000870', '***100008**'],
    // Check digits that are 9 because the remainder is 2.
    ['29710019899', '***100198**'],
    // Half of their notation.
    ['297422370-26', '***422370-**'],
    ['112223330001-81', '****233300**-**'],
    [CNPJ, '**.**2.333/00**-**'],
    [BARE_CNPJ, '****233300****'],
    ['12.ABC.345/01DE-35', '**.**C.345/01**-**'],
    ['12ABC34501DE35', '****C34501****'],
  ])('masks %s as %s', (number, masked) => {
    expect(maskNumbers(number)).toBe(masked)
  })

  it('masks the notation of one also where the check digits are wrong', () => {
    expect(maskNumbers('297.422.370-27')).toBe('***.422.370-**')
    expect(maskNumbers('11.222.333/0001-82')).toBe('**.**2.333/00**-**')
  })

  it.each([
    [`João da Silva(${BARE_CPF})`, 'João da Silva(***422370**)'],
    [`CPF: ${CPF}, CNPJ: ${CNPJ}.`, 'CPF: ***.422.370-**, CNPJ: **.**2.333/00**-**.'],
    [`${BARE_CPF} ${BARE_CPF}`, '***422370** ***422370**'],
    [`${BARE_CPF}-1`, '***422370**-1'],
    [`pedido_${BARE_CPF}`, 'pedido_***422370**'],
  ])('masks those within %j', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked)
  })

  it('gives the same number the same mask, so that two columns that hold it still join', () => {
    expect(maskNumbers(BARE_CPF)).toBe(maskNumbers(`${BARE_CPF}`))
    expect(maskNumbers(maskNumbers(CPF))).toBe(maskNumbers(CPF))
  })
})

describe('text about people', () => {
  it.each([
    ['CLIENTE DE TESTE (111111111111)', 'CLIENTE DE TESTE (***111111***)'],
    ['Cliente de Teste (1111111111)', 'Cliente de Teste (**111111**)'],
    ['Fulano 99999999999', 'Fulano ***999999**'],
  ])('masks in %j what is no valid number, too', (text, masked) => {
    expect(maskProse(text)).toBe(masked)
  })

  it.each([
    'Vendedor 1',
    'Loja 123456789',
    'Safe2Pay',
    'lote 123456789012345',
    'E18236120202404241420s0612999999',
  ])('leaves %j as it is', (text) => {
    expect(maskProse(text)).toBe(text)
  })
})

describe('JSON', () => {
  it.each([
    'Identity',
    'identity',
    'identifier',
    'Document',
    'taxId',
    'tax_id',
    'cpf',
    'CPF',
    'CpfCnpj',
    'customerCnpj',
    'birthDate',
    'BirthDate',
    'dataNascimento',
  ])('hides all of what stands under %s, at any depth and of any type', (name) => {
    expect(maskJson({ [name]: 'x' })).toEqual({ [name]: '***' })
    expect(maskJson({ [name]: 99_999_999_999 })).toEqual({ [name]: '***' })
    expect(maskJson([{ a: [{ [name]: ['1988-04-01T00:00:00', '2'] }] }])).toEqual([
      { a: [{ [name]: ['***', '***'] }] },
    ])
  })

  it('keeps null and booleans there: they tell nothing of anybody', () => {
    expect(maskJson({ Identity: null, identifier: true })).toEqual({ Identity: null, identifier: true })
  })

  it.each(['IdTransaction', 'identified', 'documented', 'taxIdentifierKind', 'CustomerDocument', 'reborn'])(
    'does not take %s for such a name',
    (name) => {
      expect(maskJson({ [name]: 'x' })).toEqual({ [name]: 'x' })
    },
  )

  it.each(['Description', 'description', 'Name', 'CustomerName', 'Vendor', 'Application'])(
    'reads %s as text about people',
    (name) => {
      expect(maskJson({ [name]: 'Cliente (1111111111)' })).toEqual({ [name]: 'Cliente (**111111**)' })
    },
  )

  it('masks personal numbers in any other text, and in names', () => {
    expect(maskJson({ Reference: CPF, [BARE_CPF]: { note: [`de ${BARE_CPF}`] } })).toEqual({
      Reference: '***.422.370-**',
      '***422370**': { note: ['de ***422370**'] },
    })
  })

  it('masks one that is written as a number, and leaves every other number one', () => {
    expect(maskJson({ Reference: 29_742_237_026, Lote: 29_742_237_027 })).toEqual({
      Reference: '***422370**',
      Lote: 29_742_237_027,
    })
  })

  it('masks by name in a body within a body', () => {
    expect(maskJson({ payload: '{"cpf":"abc","Amount":1}' })).toEqual({ payload: '{"cpf":"***","Amount":1}' })
  })

  it.each([
    'id',
    'Id',
    'ID',
    'Tid',
    'tid',
    'EndToEndId',
    'AuthorizationCode',
    'authorizationCode',
    'IdTransaction',
    'id_transaction',
    'receiverId',
    'orderID',
    'order_id',
    'ORDER_ID',
  ])('leaves a number in %s that only passes for a CPF, and masks what is written as one', (name) => {
    const numbers = { [name]: BARE_CPF, in: { [name]: 29_742_237_026 } }
    expect(maskJson(numbers)).toEqual(numbers)
    expect(maskJson({ [name]: `${CPF} ${CNPJ}` })).toEqual({ [name]: '***.422.370-** **.**2.333/00**-**' })
  })

  it.each([
    'IdentityNumber',
    'identityDocument',
    'Identification',
    'identificacao',
    'idade',
    'Paid',
    'valid',
    'Tide',
    'myTid',
    'AuthorizationCodeOwner',
    'preAuthorizationCode',
    'ids',
    'IDs',
    'CustomerIdentity',
    'IDENTITY_NUMBER',
    'PAID',
    'idle_id_card',
  ])('takes %s for no number of a system: a CPF in it is masked', (name) => {
    expect(maskJson({ [name]: CPF })).toEqual({ [name]: '***.422.370-**' })
    expect(maskJson({ [name]: BARE_CPF })).toEqual({ [name]: '***422370**' })
  })

  it('leaves ids, amounts, times and everything else as they are', () => {
    const body = {
      IdTransaction: 26_630_087,
      EndToEndId: 'E18236120202404241420s0612999999',
      Tid: '020006495642',
      Amount: 10.5,
      PaymentDate: '2020-03-31T25:37:53.33',
      Splits: [],
      Show: false,
      Nothing: null,
      Code: 3,
    }
    expect(maskJson(body)).toEqual(body)
  })

  it('keeps __proto__ and constructor as the plain properties that they were', () => {
    const text = `{"__proto__":{"Identity":"${BARE_CPF}"},"constructor":{"prototype":"${CPF}"}}`
    const masked = maskJson(JSON.parse(text))
    expect(JSON.stringify(masked)).toBe(
      '{"__proto__":{"Identity":"***"},"constructor":{"prototype":"***.422.370-**"}}',
    )
    expect(Object.getPrototypeOf(masked)).toBe(Object.prototype)
  })

  it.each([null, true, 3, 'x', []])('gives back %j', (value) => {
    expect(maskJson(value)).toEqual(value)
  })

  it.each(PAYLOADS)('lets no personal data of $provider/$name through', ({ text }) => {
    const personal = /29742237026|16545693050|99999999999|1{10,12}|19(88|86)-\d\d-\d\d/
    expect(JSON.stringify(maskJson(JSON.parse(text)))).not.toMatch(personal)
    expect(maskBrokenJson(text.slice(0, -3))).not.toMatch(personal)
  })
})

describe('broken JSON', () => {
  it.each([
    ['{"Identity":"99999999999","Name":"Loja"', '{"Identity":"***","Name":"Loja"'],
    ['{"birthDate": "1988-04-01T00:00:00', '{"birthDate": "***'],
    ['{"identifier" : 16545693050}', '{"identifier" : ***}'],
    ['{"customerCpf":"a\\"b",', '{"customerCpf":"***",'],
    [`[${BARE_CPF}, "de ${CPF}"`, '[***422370**, "de ***.422.370-**"'],
    ['nothing personal, "Amount": 10.5', 'nothing personal, "Amount": 10.5'],
    ['', ''],
  ])('masks %j by what stands around a value', (text, masked) => {
    expect(maskBrokenJson(text)).toBe(masked)
  })
})
