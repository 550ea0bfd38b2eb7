/** A text of a quarter megabyte that is made to be slow is searched for personal numbers to its end. */
import { describe, expect, it } from 'vitest'
import { maskBrokenJson, maskNumbers, maskProse } from '../../src/privacy/personal.ts'

describe('a body of the greatest size', () => {
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
      const text = unit.repeat(Math.floor((256 * 1024) / new TextEncoder().encode(unit).length))
      for (const mask of [maskNumbers, maskProse, maskBrokenJson]) {
        // A star stands for one character or more.
        expect(mask(text).length).toBeLessThanOrEqual(text.length)
      }
    },
    60_000,
  )
})
