/** A key is cut out in every spelling that JSON, URLs, forms, HTML and Basic give it, and in two of them at once. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textWithoutKeys, withoutKeys } from '../../src/privacy/redaction.ts'
import { basic, ENCODERS, type Encoder, UTF_16 } from '../tools/encoders.ts'

/** With the characters that have a meaning somewhere, and letters of one, two, three and four bytes. */
const key = fc
  .array(fc.constantFrom(...'abcdefxyuXYZ0123456789+/=%&"\\<>-_.:;#? çéи€🔑'), {
    minLength: 16,
    maxLength: 48,
  })
  .map((characters) => characters.join(''))
  // A secret is trimmed where it is read.
  .filter((text) => text.trim() === text)
  // A key that reads as an escape itself can lose the sign of that escape to a spelling of two encoders: what is left is
  // the escape, never the rest of the key.
  .filter((text) => !/%[0-9a-f]{2}/i.test(text))

const composed = (inner: Encoder, outer: Encoder): Encoder => ({
  name: `${inner.name}, then ${outer.name}`,
  encode: (text) => outer.encode(inner.encode(text)),
})

const SPELLINGS: readonly Encoder[] = ENCODERS.flatMap((inner) => [
  inner,
  ...[...ENCODERS.slice(1), ...UTF_16].map((outer) => composed(inner, outer)),
])

/** The mark, and at the most a backslash that JSON put before or behind it. */
const CUT = /^\\*\[key\]\\*$/

/** What is left of a key between marks that it has not. */
function leftOf(key: string, written: string): readonly string[] {
  const between = (text: unknown): string =>
    /\(\(\((.*)\)\)\)/s.exec(String(text))?.[1] ?? 'nothing between marks'
  const text = `(((${written})))`
  const [name] = Object.keys(withoutKeys({ [text]: 1 }, [key]) as object)
  const broken = textWithoutKeys(`{"a":"x", b=<${text}> "z`, [key])
  return [broken, withoutKeys(text, [key]), name].map(between)
}

describe('a key', () => {
  it.each(SPELLINGS)('is cut out where it is written as $name', ({ encode }) => {
    fc.assert(
      fc.property(key, (secret) => {
        for (const left of leftOf(secret, encode(secret))) expect(left).toMatch(CUT)
      }),
      { numRuns: 25 },
    )
  })

  it.each(ENCODERS)('is cut out of Basic, the base64 of it written as $name', ({ encode }) => {
    // What is not the key: the user, the padding, and the characters that hold bits of both.
    const rest = encode(basic('')).length + encode('==').length
    fc.assert(
      fc.property(key, fc.constantFrom('', 'u', 'us', 'use'), (secret, user) => {
        for (const left of leftOf(secret, encode(basic(secret, user)))) {
          expect(left).toContain('[key]')
          expect(left.replace('[key]', '').length).toBeLessThanOrEqual(rest)
        }
        // Nothing tells where base64 begins that stands behind other letters.
        for (const left of leftOf(secret, `Basic${basic(secret, user)}`)) expect(left).toContain('[key]')
        for (const left of leftOf(secret, basic(encode(secret), user))) expect(left).toContain('[key]')
        for (const left of leftOf(secret, btoa(basic(secret, user)))) expect(left).toContain('[key]')
      }),
      { numRuns: 25 },
    )
  })

  const PLAIN = 'a4f1c9e7ab2d8c03'
  const OTHER = 'zz91b3bb51ce66d0'
  it.each([
    ['before and behind letters', `x${PLAIN}y`, 'x[key]y'],
    ['behind its name', `key=${PLAIN}`, 'key=[key]'],
    ['twice', PLAIN + PLAIN, '[key][key]'],
    ['behind another one', `${OTHER}${PLAIN}`, '[key][key]'],
    ['behind its own beginning', `${PLAIN.slice(0, 15)}${PLAIN}`, `${PLAIN.slice(0, 15)}[key]`],
    ['behind a percent sign', `100%${PLAIN}`, '100%[key]'],
    ['behind a backslash', `C:\\${PLAIN}`, 'C:\\[key]'],
    ['in capitals', PLAIN.toUpperCase(), '[key]'],
    ['with zeros between', [...PLAIN].join('\0'), '[key]'],
    ['escaped three times', `%252561${PLAIN.slice(1)}`, '[key]'],
    ['in the escapes of JavaScript', `\\x61%u0034${PLAIN.slice(2)}`, '[key]'],
    ['with half of an escape behind it', `\\u0061${PLAIN.slice(1)}%2`, '[key]%2'],
    [
      'after the name SecretKey, with what ends a value in it',
      'SecretKey=zz91;b3bb51ce66d0&a=1',
      'SecretKey=[key]&a=1',
    ],
  ])('is cut out %s', (_, text, cut) => {
    const keys = [PLAIN, OTHER, 'zz91;b3bb51ce66d0']
    expect(textWithoutKeys(text, keys)).toBe(cut)
    expect(withoutKeys(text, keys)).toBe(cut)
  })

  it('is cut out also where every letter of it is percent-encoded behind a percent sign', () => {
    const percent = [...PLAIN].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')
    expect(textWithoutKeys(`100%${percent}`, [PLAIN])).toBe('100%[key]')
  })

  it('of digits is cut out of numbers too, as JSON prints them', () => {
    const digits = '918027364554637281'
    const body: unknown = JSON.parse(`{"a":${digits},"c":1${digits.slice(0, 14)},"d":150.5}`)
    expect(withoutKeys(body, [digits, digits.slice(0, 14)])).toEqual({
      a: '[key]',
      c: '1[key]',
      d: 150.5,
    })
  })

  it('that is nearly there stays: nothing but a whole key is one', () => {
    const near = [PLAIN.slice(1), PLAIN.slice(0, -1), PLAIN.replace('f', 'g'), [...PLAIN].reverse().join('')]
    expect(textWithoutKeys(near.join(' '), [PLAIN])).toBe(near.join(' '))
  })
})
