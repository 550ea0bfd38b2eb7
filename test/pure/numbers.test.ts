/** Numbers stand as each language writes them. */
import { describe, expect, it } from 'vitest'
import { numbers } from '../../src/language/numbers.ts'

const english = numbers(',', '.')
const portuguese = numbers('.', ',')

describe('a number', () => {
  it.each([
    [0, '0', '0'],
    [999, '999', '999'],
    [1_000, '1,000', '1.000'],
    [1_234_567, '1,234,567', '1.234.567'],
  ])('%i is grouped by three digits', (n, inEnglish, inPortuguese) => {
    expect(english.count(n)).toBe(inEnglish)
    expect(portuguese.count(n)).toBe(inPortuguese)
  })

  it.each([
    [0, '0 events'],
    [1, '1 event'],
    [2_000, '2,000 events'],
  ])('%i has its noun in the right form', (n, words) => {
    expect(english.plural(n, 'event', 'events')).toBe(words)
  })

  it.each([
    [0, 'R$ 0.00', 'R$ 0,00'],
    [5, 'R$ 0.05', 'R$ 0,05'],
    [99, 'R$ 0.99', 'R$ 0,99'],
    [100, 'R$ 1.00', 'R$ 1,00'],
    [123_456, 'R$ 1,234.56', 'R$ 1.234,56'],
    [-123_456, '−R$ 1,234.56', '−R$ 1.234,56'],
  ])('of %i cents is money', (cents, inEnglish, inPortuguese) => {
    expect(english.money(cents)).toBe(inEnglish)
    expect(portuguese.money(cents)).toBe(inPortuguese)
  })
})
