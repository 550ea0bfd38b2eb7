/** When a payment's reference is an order's number: by this alone orders and payments are joined and searched. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameNumber } from '../../src/vault/sale-number.ts'

describe('two numbers are different', () => {
  it.each([
    ['S-1002', 'S1002', 'by a hyphen'],
    ['S-1002', 'S-1002-', 'by a hyphen at the end'],
    ['S-1002', 'S 1002', 'by what stands between'],
    ['S-1002', 'S–1002', 'by another dash'],
    ['1002', '01002', 'by a leading zero'],
    ['1002', '1002.0', 'by a decimal'],
    ['1002', '#1002', 'by a sign'],
    ['1002', '\uff11\uff10\uff10\uff12', 'by the width of digits'],
    ['1002', '١٠٠٢', 'by the script of digits'],
    ['S-1002', 'Ѕ-1002', 'by a Cyrillic letter that looks the same'],
    ['Pedido 48', 'Pedido  48', 'by white space inside'],
    ['Pedido 48', 'Pedido48', 'by white space inside'],
    ['Pedido 48', 'Pedido\u00a048', 'by the kind of space inside'],
    ['Pedido 48', 'Pedido 4\u200b8', 'by what is invisible inside'],
    ['Café 1', 'Cafe 1', 'by an accent'],
    ['ı-1', 'i-1', 'by the dot of an i'],
    ['x²', 'x2', 'by what only compatibility makes equal'],
    ['\u{1f3f4}\u{e0067}\u{e007f}', '\u{1f3f4}\u{e0073}\u{e007f}', 'by the tags of a flag'],
    ['52998224725', '11198224754', 'although one mask stands for both'],
    ['297.422.370-26', '29742237026', 'by the notation of a CPF'],
  ])('%j and %j, %s', (one, other) => {
    expect(sameNumber(one)).not.toBe(null)
    expect(sameNumber(one)).not.toBe(sameNumber(other))
  })
})

describe('a text names nothing', () => {
  it.each(['', ' ', '\n\t\r', '\u00a0', '\u200b\ufeff', '\0', '\u2028'])(
    'where nothing is seen: %j',
    (text) => {
      expect(sameNumber(text)).toBeNull()
    },
  )

  it.each(['***.422.370-**', 'Pedido de ***422370**', '* * * 4 2', '*', 'Pedido *48*'])(
    'where it is a mask, which stands for many numbers: %j',
    (text) => {
      expect(sameNumber(text)).toBeNull()
    },
  )

  it.each(['[key]', 'Pedido [key]!'])('where a key was taken out: %j', (text) => {
    expect(sameNumber(text)).toBeNull()
  })

  it.each(['\ud800', 'S-\udfff', '\udc00\ud800', 'A\ufffd\ufffdo 48'])(
    'where it is no Unicode: %j',
    (text) => {
      expect(sameNumber(text)).toBeNull()
    },
  )
})

describe('two numbers are the same', () => {
  it.each([
    ['S-1002', 'S-1002'],
    ['S-1002', ' S-1002\n'],
    ['S-1002', '\tS-1002\r\n'],
    ['S-1002', '\u00a0S-1002\u3000'],
    ['S-1002', '\ufeffS-1002\u200b'],
    ['S-1002', '\u200e S-1002 \u202c'],
    ['S-1002', 'S-1002\0'],
    ['S-1002', 's-1002'],
    ['PEDIDO AÇÃO 48', 'pedido ação 48'],
    ['Ação 48', 'Ac\u0327a\u0303o 48'],
    ['ǰ', 'J\u030c'],
    ['K-1', '\u212a-1'],
    ['Pedido \u{1f600} 1', 'PEDIDO \u{1f600} 1'],
  ])('%j and %j', (one, other) => {
    expect(sameNumber(one)).toBe(sameNumber(other))
    expect(sameNumber(one)).not.toBeNull()
  })

  it('where one is what the other becomes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const same = sameNumber(text)
        if (same !== null) expect(sameNumber(same)).toBe(same)
      }),
    )
  })

  it('in whatever case and form, with whatever space around', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-zÀ-ÖØ-Þà-ö0-9 ./#_-]{1,20}$/), (text) => {
        const same = sameNumber(text)
        expect(sameNumber(` ${text.normalize('NFD')}\n`)).toBe(same)
        expect(sameNumber(text.toUpperCase())).toBe(same)
      }),
    )
  })
})

describe('a body full of white space', () => {
  it('takes a moment, where a regular expression that trims would take minutes', () => {
    const spaces = ' '.repeat(128 * 1024)
    expect(sameNumber(`S${spaces}1${spaces}`)).toHaveLength(spaces.length + 2)
  })
})
