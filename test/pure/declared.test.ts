/** An authentic event counts whatever harmless thing is odd about it; what is no such thing is left out, and named. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Declared, declared, itemsIn } from '../../src/providers/declared.ts'

/** What one reading of a field gives, and what was noted. */
function read<Value>(field: unknown, as: (fields: Declared) => Value): readonly [Value, readonly string[]] {
  const { fields, ignored } = declared({ Field: field })
  if (!fields) throw new Error('The body is an object')
  return [as(fields), [...ignored.keys()]]
}

const NOTHING = [undefined, null, '', '   ', [], {}]

describe('a text that is too long', () => {
  it('is cut, not in the middle of a character, and noted as cut', () => {
    const { fields, ignored } = declared({ Field: 'abcd\u{1f600}' })
    expect(fields?.text('Field', 5)).toBe('abcd')
    expect([...ignored]).toEqual([['Field', 'cut']])
  })
})

describe('nothing', () => {
  it.each(NOTHING)('is %j, whatever the field is declared as, and nobody is told', (value) => {
    expect(read(value, (fields) => fields.text('Field', 10))).toEqual([null, []])
    expect(read(value, (fields) => fields.number('Field'))).toEqual([null, []])
    expect(read(value, (fields) => fields.integer('Field'))).toEqual([null, []])
    expect(read(value, (fields) => fields.object('Field'))).toEqual([null, []])
    expect(read(value, (fields) => fields.isScalar('Field'))).toEqual([false, []])
  })
})

describe('text', () => {
  it.each([
    ['Pedido 48', 'Pedido 48'],
    ['  Pedido 48\n', 'Pedido 48'],
    [48, '48'],
    [4.5, '4.5'],
    [true, 'true'],
    [false, 'false'],
  ])('reads %j as %j', (value, text) => {
    expect(read(value, (fields) => fields.text('Field', 10))).toEqual([text, []])
  })

  it('reads a number only where no digit of it is lost', () => {
    const text = (value: number) => read(value, (fields) => fields.text('Field', 30))
    expect(text(Number.MAX_SAFE_INTEGER)).toEqual(['9007199254740991', []])
    expect(text(Number.MIN_SAFE_INTEGER)).toEqual(['-9007199254740991', []])
    for (const lost of ['9007199254740992', '-9007199254740992', '20261126140530123456', '1e21'])
      expect(text(JSON.parse(lost) as number)).toEqual([null, ['Field']])
  })

  it.each([[{ a: 1 }], [['a']], [[[]]]])('leaves %j out, and says where', (value) => {
    expect(read(value, (fields) => fields.text('Field', 10))).toEqual([null, ['Field']])
  })

  it('is cut where it is longer than it may be, never within a character, and that is said', () => {
    expect(read('0123456789', (fields) => fields.text('Field', 10))).toEqual(['0123456789', []])
    expect(read('01234567890', (fields) => fields.text('Field', 10))).toEqual(['0123456789', ['Field']])
    expect(read('012345678😀', (fields) => fields.text('Field', 10))).toEqual(['012345678', ['Field']])
    expect(read('😀234567890', (fields) => fields.text('Field', 10))).toEqual(['😀23456789', ['Field']])
  })
})

describe('a whole number', () => {
  it.each([
    [3, 3],
    [0, 0],
    ['3', 3],
    [' 3 ', 3],
    ['003', 3],
    ['3.0', 3],
    ['3.00', 3],
    ['3.0000', 3],
    ['1000.000', 1000],
    ['0.000', 0],
    ['3.00', 3],
    [3.0, 3],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])('reads %j as %j', (value, number) => {
    expect(read(value, (fields) => fields.integer('Field'))).toEqual([number, []])
  })

  it.each([
    -1,
    1.5,
    2 ** 53,
    '-1',
    '1.5',
    '3.000',
    '81.000',
    '3x',
    'x',
    '9007199254740993',
    true,
    [3],
    { a: 3 },
  ])('leaves %j out, and says where', (value) => {
    expect(read(value, (fields) => fields.integer('Field'))).toEqual([null, ['Field']])
  })
})

describe('a decimal number', () => {
  it.each([
    [150, 150],
    [-5.2, -5.2],
    [0, 0],
    ['150', 150],
    ['150.00', 150],
    ['150,00', 150],
    ['150.5', 150.5],
    ['150,5', 150.5],
    ['-5,20', -5.2],
    ['- 5,20', -5.2],
    ['+5.2', 5.2],
    ['0.125', 0.125],
    ['0,125', 0.125],
    ['1234.567', 1234.567],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['1.234.567,89', 1_234_567.89],
    ['1,234,567.89', 1_234_567.89],
    ['1.234.567', 1_234_567],
    ['1,234,567', 1_234_567],
    ['12,345,678', 12_345_678],
    ['+1,234,567', 1_234_567],
    ['-1,234,567.5', -1_234_567.5],
    ['1234567', 1_234_567],
    ['1e10', 1e10],
    ['R$ 1.234,56', 1234.56],
    ['R$1.234,56', 1234.56],
    ['R$ 1.234', 1234],
    ['R$ 150', 150],
    ['R$ 150.00', 150],
    ['-R$ 5,20', -5.2],
    ['1.5e2', 150],
    ['1.5E-2', 0.015],
    [' 150.00 ', 150],
  ])('reads %j as %d', (value, number) => {
    expect(read(value, (fields) => fields.number('Field'))).toEqual([number, []])
  })

  it.each([
    ['1.234', 'one and a bit, or more than a thousand'],
    ['1,234', 'the same with a comma'],
    ['R$ 1,234', 'a thousand as English writes it, or a tenth of a cent'],
    ['-R$ 12,000', 'the same below zero'],
    ['12.34.56', 'no groups of three'],
    ['x1,234,567', 'a letter before it'],
    ['1,234,567,', 'a comma behind it'],
    ['1,234,567.8.9', 'two points'],
    ['1.234,5,6', 'two commas'],
    ['150 reais', 'a word behind it'],
    ['US$ 150', 'another currency'],
    ['--5', 'two signs'],
    ['0x96', 'hexadecimal'],
    ['Infinity', 'endless'],
    ['NaN', 'no number'],
    ['.', 'a point'],
    ['1e999', 'beyond all numbers'],
    [true, 'a truth'],
    [[150], 'a list'],
  ] as readonly (readonly [unknown, string])[])('leaves %j out, which is %s, and says where', (value) => {
    expect(read(value, (fields) => fields.number('Field'))).toEqual([null, ['Field']])
  })

  it('reads every amount of cents that .NET writes, in either notation', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), (cents) => {
        const reais = (cents / 100).toFixed(2)
        const grouped = (cents / 100).toLocaleString('pt-BR', { minimumFractionDigits: 2 })
        for (const text of [reais, reais.replace('.', ','), grouped]) {
          expect(read(text, (fields) => fields.number('Field'))).toEqual([Number(reais), []])
        }
      }),
    )
  })
})

describe('an object', () => {
  it('has its own places', () => {
    const { fields, ignored } = declared({ PaymentMethod: { Name: ['x'], Code: '1' } })
    const method = fields?.object('PaymentMethod')
    expect([method?.text('Name', 9), method?.text('Code', 9), [...ignored.keys()]]).toEqual([
      null,
      '1',
      ['PaymentMethod.Name'],
    ])
  })

  it('may stand in a list of one', () => {
    const { fields } = declared([{ Status: [{ Id: 3 }] }])
    expect(fields?.object('Status')?.integer('Id')).toBe(3)
  })

  it.each([3, 'x', true, [{ Id: 1 }, { Id: 2 }], [[{ Id: 1 }]]])('is not %j, and that is said', (value) => {
    expect(read(value, (fields) => fields.object('Field'))).toEqual([null, ['Field']])
  })

  it('may be a scalar where it can be one', () => {
    expect(read('3', (fields) => fields.isScalar('Field'))).toEqual([true, []])
    expect(read(3, (fields) => fields.isScalar('Field'))).toEqual([true, []])
    expect(read({ Id: 3 }, (fields) => fields.isScalar('Field'))).toEqual([false, []])
  })
})

describe('a list', () => {
  it.each([[[]], [[1, 'x']], [[null]]])('is %j', (value) => {
    expect(itemsIn(value)).toEqual(value)
    expect(itemsIn({ $id: '1', $values: value })).toEqual(value)
  })

  it.each([null, undefined, 'x', 3, true, {}, { a: 1 }, { $values: 'x' }])('is not %j', (value) => {
    expect(itemsIn(value)).toBeNull()
  })
})

describe('a name', () => {
  it.each(['Field', 'field', 'FIELD', 'fIELD'])('counts as %s too', (name) => {
    expect(declared({ [name]: 'x' }).fields?.text('Field', 9)).toBe('x')
  })

  it('counts as it is declared before it counts in another case', () => {
    expect(declared({ field: 'other', Field: 'x' }).fields?.text('Field', 9)).toBe('x')
    expect(declared({ Field: 'x', field: 'other' }).fields?.text('Field', 9)).toBe('x')
  })

  it('counts as the last one has it where none is as it is declared', () => {
    expect(declared({ field: 'other', FIELD: 'x' }).fields?.text('Field', 9)).toBe('x')
  })

  it.each(['constructor', '__proto__', 'toString'])('that every object has is no field: %s', (name) => {
    expect(declared({ undefined: 'y' }).fields?.text(name, 9)).toBeNull()
    expect(declared(JSON.parse(`{"${name}": "x"}`)).fields?.text(name, 9)).toBe('x')
  })
})

describe('a body', () => {
  it.each([null, 3, 'x', true, [], [1], [{}, {}]])('that is %j has no fields', (value) => {
    expect(declared(value).fields).toBeNull()
  })

  it('never makes a reading throw, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { fields } = declared({ Field: value, Other: value })
        for (const name of ['Field', 'Other', 'None']) {
          fields?.text(name, 5)
          fields?.number(name)
          fields?.integer(name)
          fields?.object(name)?.text('a', 1)
        }
      }),
    )
  })
})
