/** No CPF, CNPJ or birth date gets past the masks; what only looks like one does. */
import * as fc from 'fast-check'
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
    [BARE_CNPJ, 'fourteen digits and nothing else: a business numbers so, and times have as many'],
    [` 20261120080242 `, 'a time that passes for a CNPJ'],
    ['Pedido 20261120080242', 'the same behind a word'],
    ['00000000000191', 'the number of an early order, filled up to fourteen digits'],
    ['1732099200000', 'a time in milliseconds'],
    ['4111111111111111'.slice(0, 13), 'thirteen digits'],
    ['378282246310005', 'fifteen digits that pass the check of a card'],
    ['2223003122003222', 'sixteen that pass it and begin with 2'],
    ['4111111111111112', 'sixteen that do not pass it'],
    ['4111-1111-1111-1112', 'the same, divided'],
    ['411111-1111111111', 'a card divided as none is'],
    ['1111222233334444', 'sixteen that begin with 1'],
    ['2024-2025', 'two years'],
    ['S-1002', 'a reference'],
    ['(11) 1234', 'too few digits for a telephone'],
    ['12 2345 6789', 'ten digits with spaces'],
    ['a@b', 'no address'],
    ['@example.com', 'a name in a network'],
    ['2974223702', 'ten digits that no zero makes a CPF'],
    ['12345678-1234-1234-1234-12345678901a', 'a GUID of many digits'],
    ['2025-11-20 08:02', 'a time'],
    ['em 2025-01-01 00:07:13', 'a time that passes for a CNPJ'],
    ['a2974223-7026-4abc-8def-abcdefabcdef', 'a GUID that passes for a CPF'],
    ['A2974223-7026-4ABC-8DEF-ABCDEFABCDEF', 'a GUID in capitals that does'],
    ['E18236120202404241420s1234567890', 'the id of a Pix that does'],
    ['Pedido 11222333203023', 'a number that passes for a CNPJ of no head office'],
    ['000000.12345601', 'zeros before a number'],
    ['00000012345601', 'a number filled up with six zeros'],
    ['12.345.678-91', 'the notation of a CPF without its zero, whose check digits are wrong'],
    ['12.345.678-901', 'the same within a longer number'],
    ['1 4111 1111 1111 116', 'digits divided as on no card'],
    ['29742𐐀237026', 'a letter between, of a script that needs two units'],
    ['297\u{1f600}422', 'six digits'],
    ['&#9999999;', 'an escape of no character'],
    ['x12ABC34501DE35', 'letters before a CNPJ with letters'],
    ['12ABC34501DE35x', 'letters behind one'],
    ['2e4b7f0c1a9d48f6b0c3', 'a hash'],
    ['CPF 12', 'a label with two digits behind it'],
    ['nascente 12', 'a word and a number'],
    ['renascer 1988', 'a word within which is another'],
    ['adob 1988', 'another such word'],
    ['***.422.370-**', 'a mask'],
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
    [`CNPJ${BARE_CNPJ}`, 'CNPJ****233300****'],
    [`venda ${BARE_CNPJ}`, 'venda ****233300****'],
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
    [
      `0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9 ${BARE_CPF} x`,
      '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9 ***422370** x',
    ],
    [`pedido_${BARE_CPF}`, 'pedido_***422370**'],
  ])('masks those within %j', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked)
  })

  it('gives the same number the same mask, so that two columns that hold it still join', () => {
    expect(maskNumbers(BARE_CPF)).toBe(maskNumbers(`${BARE_CPF}`))
    expect(maskNumbers(maskNumbers(CPF))).toBe(maskNumbers(CPF))
  })
})

describe('a CPF in another spelling', () => {
  it.each([
    ['spaces', '297 422 370 26', '*** 422 370 **'],
    ['a space between any two digits', '2 9 7 4 2 2 3 7 0 2 6', '* * * 4 2 2 3 7 0 * *'],
    ['underscores', '297_422_370_26', '***_422_370_**'],
    ['slashes, commas, bars and quotes', "297/422,370|2'6", "***/422,370|*'*"],
    ['an en dash', '297.422.370–26', '***.422.370–**'],
    ['a hyphen that does not break', '297‑422‑370‑26', '***‑422‑370‑**'],
    ['a minus sign, whatever the check digits are', '297.422.370−27', '***.422.370−**'],
    ['full-width digits', '２９７４２２３７０２６', '***４２２３７０**'],
    ['Arabic-Indic digits', '٢٩٧٤٢٢٣٧٠٢٦', '***٤٢٢٣٧٠**'],
    ['mathematical digits', '𝟚𝟡𝟟𝟜𝟚𝟚𝟛𝟟𝟘𝟚𝟞', '***𝟜𝟚𝟚𝟛𝟟𝟘**'],
    ['the second row of Myanmar’s digits', '\u{116dc}97422370\u{116dc}6', '***422370**'],
    ['circled digits', '②⑨⑦④②②③⑦⓪②⑥', '***④②②③⑦⓪**'],
    ['zero-width spaces', '297\u200b422\u200b370\u200b26', '***\u200b422\u200b370\u200b**'],
    ['soft hyphens', '29\u00ad742237026', '**\u00ad*422370**'],
    ['keycaps', '2\ufe0f\u20e39742237026', '*\ufe0f\u20e3**422370**'],
    ['line breaks and control characters', '297\n422\u0001370\t26', '***\n422\u0001370\t**'],
    ['letters beside it', 'cpf29742237026x', 'cpf***422370**x'],
    ['three zeros before it', '00029742237026', '****974223****'],
    ['its first zero lost', '1234567890', '**345678**'],
    ['its first zero lost, in its notation', '12.345.678-90', '**.345.678-**'],
    ['digits beside its notation', '1297.422.370-265', '1***.422.370-**5'],
    ['escapes of JSON', String.raw`\u0032\\u00397422370\x326`, '***422370**'],
    ['escapes of a URL', '297%2E422%2e370%32%36', '***%2E422%2e370**'],
    ['escapes of HTML', '&#50;&#x39;742237026', '***422370**'],
    ['an escaped line break', String.raw`297\n42237026`, String.raw`***\n422370**`],
    ['the bytes of a character between', '297%C3%A9422%e3370-26', '***%C3%A9422%e3370-**'],
    ['the greatest byte between', '297%7f422370-26', '***%7f422370-**'],
    ['twenty zero-width spaces', `297${'\u200b'.repeat(20)}42237026`, `***${'\u200b'.repeat(20)}422370**`],
    ['an emoji between', '297😀422😀370😀26', '***😀422😀370😀**'],
    ['five zeros before it', '00000123456797', '****012345****'],
    ['many escapes before a line break', String.raw`297\\\n42237026`, String.raw`***\\\n422370**`],
    ['many backslashes before bytes', String.raw`\\x3297422370\\x326`, '***422370**'],
    ['a number before it', '48 29742237026', '48 ***422370**'],
    ['a number behind it', '297.422.370-26 1', '***.422.370-** 1'],
    ['a percent sign before it', '100%29742237026', '100%***422370**'],
    ['a percent sign before its notation', '5%297.422.370-26', '5%***.422.370-**'],
    ['escapes of a URL within a URL', '297422%252e370%2532%2536', '***422%252e370**'],
    ['names of HTML between', '297&period;422&nbsp;370&shy;-26', '***&period;422&nbsp;370&shy;-**'],
    ['a name of HTML that is not in the table', '297.422.370&ndash;26', '***.422.370&ndash;**'],
    ['escapes of HTML within HTML', '297422&amp;#46;370-26', '***422&amp;#46;370-**'],
  ])('is masked with %s', (_, text, masked) => {
    expect(maskNumbers(text)).toBe(masked)
    expect(maskProse(text).match(/\p{N}/gu)?.length ?? 0).toBeLessThanOrEqual(9)
  })

  const SEPARATORS = [...` .-_/,;:'"|+()[]{}#~\n\t\u00a0\u2011\u2013\u2212\u200b\u00ad\u2060\ufeff\u0301😀`]
  const between = fc
    .array(fc.constantFrom('', '', ...SEPARATORS), { maxLength: 4 })
    .map((each) => each.join(''))
  const zeros = fc.constantFrom(0x30, 0xff10, 0x660, 0x966, 0x1d7ce, 0x1d7ec)
  /** Check digits by the definition of the Receita Federal, not by the code under test. */
  const cpf = fc
    .array(fc.nat(9), { minLength: 9, maxLength: 9 })
    .filter((digits) => new Set(digits).size > 1)
    .map((digits) => {
      const next = (of: readonly number[]): number =>
        ((of.reduce((sum, digit, place) => sum + digit * (of.length + 1 - place), 0) * 10) % 11) % 10
      const first = next(digits)
      return [...digits, first, next([...digits, first])]
    })

  it('never survives, whatever stands between its digits and in whatever script they are', () => {
    const spelled = fc.tuple(cpf, fc.array(fc.tuple(zeros, between), { minLength: 11, maxLength: 11 }))
    fc.assert(
      fc.property(spelled, fc.constantFrom('', 'de ', 'x', 'CPF:'), ([digits, ways], before) => {
        const text = digits.map((digit, place) => {
          const [zero, separator] = ways[place] ?? [0x30, '']
          return String.fromCodePoint(zero + digit) + separator
        })
        for (const mask of [maskNumbers, maskProse, maskBrokenJson]) {
          const left = mask(`${before}${text.join('')}.`).match(/\p{Nd}/gu) ?? []
          expect(left.length).toBeLessThanOrEqual(6)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('stays masked, and a mask is not masked again', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789.-/ a@x*(+', '５'), maxLength: 40 }),
        (text) => {
          for (const mask of [maskNumbers, maskProse]) expect(mask(mask(text))).toBe(mask(text))
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('what else tells who somebody is', () => {
  it.each([
    ['fulano.tal+x@example.com.br', '******.***+*@*******.***.**'],
    ['de joão@exemplo.com, hoje', 'de ****@*******.***, hoje'],
    ['fulano%40example.com', '******%40*******.***'],
    ['(11) 98765-4321', '(**) *8765-43**'],
    ['(011) 2345-6789', '(***) 2345-67**'],
    ['+55 11 98765-4321', '+** ** 98765-4***'],
    ['+5511987654321', '+****987654***'],
    ['+55 (11) 2345 6789', '+** (*1) 2345 6***'],
    ['tel 11 98765-4321', 'tel ** *8765-43**'],
    ['11 2345-6789', '** 2345-67**'],
    ['4111 1111 1111 1111', '**** **** **** ****'],
    ['4111-1111-1111-1111', '****-****-****-****'],
    ['3782 822463 10005', '**** ****** *****'],
    ['4111111111111111', '****************'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '* * * * * * * * * * * * * * * *'],
    ['nascido(a) em 01/04/1988', 'nascido(a) em **/**/****'],
    ['dt_nasc: 1988-04-01', 'dt_nasc: ****-**-**'],
    ['DOB 01041988', 'DOB ********'],
    ['birth_date=1988', 'birth_date=****'],
    ['aniversário 01/04', 'aniversário **/**'],
    ['CPF nº 123.456.789', 'CPF nº **3.456.78*'],
    ['cpf 1 2 3 4 5 6 7 8 9 0 1 2', 'cpf * * * 4 5 6 7 8 9 * * 2'],
    ['CNPJ 11222333000182', 'CNPJ ****233300****'],
    ['7 cpf 123 456 789 01 23', '7 cpf *** 456 789 ** 23'],
    ['cnpj 123 456 789 01 234', 'cnpj *** *56 789 0* ***'],
    ['CPF n 123456789', 'CPF n **345678*'],
    ['CPF n°123456789', 'CPF n°**345678*'],
    ['CPF no: 123456789', 'CPF no: **345678*'],
    [`${'a'.repeat(70)}@x.com`, `aaaaaa${'*'.repeat(64)}@*.***`],
    ['b, a@x.com', 'b, *@*.***'],
    ['joao1@1exemplo.com', '*****@********.***'],
    ['4111 1111 1111 1111 1', '**** **** **** **** 1'],
    ['1 4111 1111 1111 1111', '1 **** **** **** ****'],
    ['9 x 4111 1111 1111 1111', '9 x **** **** **** ****'],
  ])('is masked in a number of a business, too: %j', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked)
  })

  it.each([
    ['Fulano 11 98765 4321', 'Fulano ** *8765 43**'],
    ['0055 11 2345.6789', '**** 11 2345.****'],
    ['98765-4321', '**765-432*'],
    ['378282246310005', '***************'],
    ['2223003122003222', '****************'],
    ['4222222222222', '*************'],
    ['4222 2222 2222 2', '**** **** **** *'],
    ['3056 930902 5904', '**** ****** ****'],
    [BARE_CNPJ, '****233300****'],
    ['11.222.333 0123-50', '**.**2.333 01**-**'],
    ['4 2 2 2 2 2 2 2 2 2 2 2 2', '* * * * * * * * * * * * *'],
    ['9 x 4222 2222 2222 2', '9 x **** **** **** *'],
    ['55 11 2345-6789', '** *1 2345-6***'],
    ['55  11 2345-6789', '**  *1 2345-6***'],
    ['11  2345 6789', '**  2345 67**'],
    ['11-2345.6789', '**-2345.67**'],
    ['119 8765-4321', '*** 8765-43**'],
    ['11 9-8765-4321', '** *-8765-43**'],
    ['11 2345 6789', '** 2345 67**'],
    ['11 23456789', '** 234567**'],
    ['98765 4321', '**765 432*'],
    ['11 222 333 0001 81', '** **2 333 00** **'],
  ])('is masked in text about people: %j', (text, masked) => {
    expect(maskProse(text)).toBe(masked)
  })

  it('is hidden whole where two findings overlap and one of them is a card', () => {
    expect(maskProse('CPF 4111 1111 1111 1111')).toBe('CPF **** **** **** ****')
    expect(maskProse('297.422.370-26@example.com')).toBe('***.***.***-**@*******.***')
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
    'x1111111111',
    '1111111111x',
    '198765-4321',
    '98765-43210',
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
    'data_nasc',
    'dt_nasc',
    'DataNasc',
    'nascidoEm',
    'dob',
    'DOB',
    'customerDob',
    'dobDate',
    'aniversário',
    'aniversario',
    'documento',
    'RG',
    'ｃｐｆ',
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

  it.each([
    'IdTransaction',
    'identified',
    'documented',
    'taxIdentifierKind',
    'CustomerDocument',
    'reborn',
    'dobro',
    'org',
  ])('does not take %s for such a name', (name) => {
    expect(maskJson({ [name]: 'x' })).toEqual({ [name]: 'x' })
  })

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

  it('takes no number of a system for one that is divided, or has letters beside it', () => {
    const spelled = { Tid: '297 422 370 26', EndToEndId: `cpf${BARE_CPF}`, orderId: '２９７４２２３７０２６' }
    const masked = { Tid: '*** 422 370 **', EndToEndId: 'cpf***422370**', orderId: '***４２２３７０**' }
    expect(maskJson(spelled)).toEqual(masked)
    expect(maskBrokenJson(JSON.stringify(spelled).slice(0, -1))).toBe(JSON.stringify(masked).slice(0, -1))
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
    ['CPF: 297 422 370 27', 'CPF: *** 422 370 **'],
    ['"id": 1, "cpf": 297 422 370 27', '"id": 1, "cpf": *** 422 370 **'],
    [
      '{"IdTransaction": 29742237026, "Lote": 29742237027',
      '{"IdTransaction": 29742237026, "Lote": ***422370**',
    ],
    [
      '{"Reference":"11222333000181","Vendor":"11222333000182"',
      '{"Reference":"11222333000181","Vendor":"****233300****"',
    ],
    ['x297422370-2:6', 'x***422370-*:*'],
    [String.raw`297422370\n:26`, String.raw`***422370\n:**`],
    ['297422370_:26', '***422370_:**'],
    ['nasc = 1 de abril', 'nasc = *** de abril'],
    [`[${BARE_CPF}, "de ${CPF}"`, '[***422370**, "de ***.422.370-**"'],
    ['nothing personal, "Amount": 10.5', 'nothing personal, "Amount": 10.5'],
    ['', ''],
  ])('masks %j by what stands around a value', (text, masked) => {
    expect(maskBrokenJson(text)).toBe(masked)
  })
})
