/** A text of a quarter megabyte that is made to be slow is searched for keys and personal numbers to its end. */
import { describe, expect, it } from 'vitest'
import { maskBrokenJson, maskNumbers, maskProse } from '../../src/privacy/personal.ts'
import { textWithoutKeys } from '../../src/privacy/redaction.ts'

const LARGEST = 256 * 1024

const repeated = (unit: string): string =>
  unit.repeat(Math.floor(LARGEST / new TextEncoder().encode(unit).length))

describe('a body of the greatest size', () => {
  const KEYS = ['a'.repeat(48), 'A'.repeat(47), `${'a'.repeat(31)}b`]
  it.each([
    'a',
    'a\0',
    'a\\',
    `a${'\0'.repeat(1000)}`,
    `a${'\\'.repeat(1000)}`,
    '%61',
    '%252561',
    '&#97;',
    '&',
    '\\u0061',
    'Ã©',
    '\u0080',
    'YWFh',
    'YWFh ',
    'SecretKey=',
    's_e_c_',
  ])(
    'has no key in it: %j',
    (unit) => {
      const text = repeated(unit)
      expect(textWithoutKeys(text, KEYS).length).toBeLessThanOrEqual(text.length)
    },
    60_000,
  )

  // Whatever costs more than a constant for each character would not come to an end here.
  it.each([
    '1 ',
    '4 ',
    '4',
    '4111 ',
    'a@',
    '@a.',
    'a.b@c.d ',
    '\\',
    '%31',
    '½',
    '⑿',
    '\u200b1',
    'cpf1',
    'cpf ',
    'nasc_',
    'dob ',
    '(11) 9',
    '12.345.678/',
    'a="',
    'a:',
    '2025-03-18T',
    'AB1234',
  ])(
    'is read to its end: %j, by every rule',
    (unit) => {
      const text = repeated(unit)
      for (const mask of [maskNumbers, maskProse, maskBrokenJson]) {
        // A star stands for one character or more.
        expect(mask(text).length).toBeLessThanOrEqual(text.length)
      }
    },
    60_000,
  )
})
