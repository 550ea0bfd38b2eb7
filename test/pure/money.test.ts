/** Money is integer cents, rounded as on paper: half a cent goes away from zero. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cents } from '../../src/providers/money.ts'

describe('cents', () => {
  it.each([
    1e21,
    -1e21,
    Number.MAX_VALUE,
    90_071_992_547_409.92,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ])('gives none for %d, which fits no exact integer of cents', (reais) => {
    expect(cents(reais)).toBeNull()
  })

  it.each([
    [0, 0],
    [-0, 0],
    [0.01, 1],
    [0.29, 29],
    [0.57, 57],
    [1.1, 110],
    [4.35, 435],
    [23.22, 2322],
    [45.73, 4573],
    [150, 15_000],
    [150.0, 15_000],
    [191.89, 19_189],
    [205.2, 20_520],
    [-5.2, -520],
    [1_000_000.01, 100_000_001],
    [90_071_992_547_409.9, 9_007_199_254_740_990],
  ])('reads %d as %d', (reais, amount) => {
    expect(cents(reais)).toBe(amount)
  })

  it.each([
    [0.004, 0],
    [0.005, 1],
    [1.004, 100],
    [1.005, 101],
    [1.015, 102],
    [1.115, 112],
    [8.345, 835],
    [10.075, 1008],
    [1.004999, 100],
    [-1.004, -100],
    [-1.005, -101],
    [1e-7, 0],
    [5e-324, 0],
  ])('rounds %d to %d', (reais, amount) => {
    expect(cents(reais)).toBe(amount)
  })

  it.each([-0, -0.001, -1e-7])('gives plain zero for %d', (reais) => {
    expect(Object.is(cents(reais), 0)).toBe(true)
  })

  it('reads back every amount that has two decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }), (amount) => {
        const digits = String(Math.abs(amount)).padStart(3, '0')
        const reais = Number(`${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`)
        expect(cents(reais)).toBe(amount)
      }),
      { numRuns: 1000 },
    )
  })
})
