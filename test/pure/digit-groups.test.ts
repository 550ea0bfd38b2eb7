/** The search for numbers asks a bounded number of questions of each group of digits, however a text divides them. */
import { describe, expect, it } from 'vitest'
import { digitsOf, eachNumber } from '../../src/privacy/digit-groups.ts'

/** The numbers that are asked about, as their digits. */
function asked(text: string): readonly string[] {
  const digits = digitsOf(text)
  const numbers: string[] = []
  eachNumber(digits, ({ first }, { to, from, first: last }, length) => {
    expect(last + to - from - first).toBe(length)
    numbers.push(digits.values.slice(first, first + length).join(''))
  })
  return numbers
}

describe('the numbers that groups of digits make', () => {
  it.each([
    ['nothing', '', []],
    ['nine digits', '123456789', []],
    ['ten', '1234567890', ['1234567890']],
    ['nineteen', '1234567890123456789', ['1234567890123456789']],
    ['twenty', '12345678901234567890', []],
    ['two groups', '12345 67890', ['1234567890']],
    ['eight separators', '12345........67890', ['1234567890']],
    ['nine separators', '12345.........67890', []],
    ['a letter between', '12345é67890', []],
    ['a fraction between', '12345½67890', []],
    ['a mask between', '12345*67890', []],
    ['each beginning and end', '12345 67890 1', ['1234567890', '12345678901']],
  ])('are these: %s', (_, text, numbers) => {
    expect(asked(text)).toEqual(numbers)
  })

  it.each(['1 ', '12 ', '1234567890 ', '12345'])('grow as the text grows: %j', (unit) => {
    const [once = 0, twice = 0] = [1000, 2000].map((times) => asked(unit.repeat(times)).length)
    expect(twice).toBeLessThanOrEqual(2 * once + 200)
    expect(once).toBeLessThanOrEqual(10 * 1000)
  })
})
