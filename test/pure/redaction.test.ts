/** No key gets past the redaction, wherever in a body it stood; nothing else is torn apart. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textWithoutKeys, withoutKeys } from '../../src/privacy/redaction.ts'
import { PAYLOADS } from '../tools/payloads.ts'

const KEY = 'canary-key-0001'
const OTHER = 'second/key+"0002\\'
const SHORT = 'abc12'
const NUMERIC = '1234567890'

describe('a JSON body without keys', () => {
  it.each(['SecretKey', 'secretKey', 'SECRETKEY', 'secret_key', 'Secret_Key'])('has no %s', (name) => {
    const body = { a: 1, [name]: 'anything at all', deep: [{ b: { [name]: '', c: 2 } }] }
    expect(withoutKeys(body, [])).toEqual({ a: 1, deep: [{ b: { c: 2 } }] })
    expect(withoutKeys({ [name]: null }, [])).toEqual({})
  })

  it.each([1, true, {}, [], ['x'], { key: KEY }])(
    'keeps of the SecretKey %j only that it is no text',
    (value) => {
      expect(withoutKeys({ SecretKey: value }, [])).toEqual({ SecretKey: false })
    },
  )

  it.each(['SecretKeys', 'MySecretKey', 'Secret', 'Key', 'secret-key'])(
    'keeps %s, which is another property',
    (name) => {
      expect(withoutKeys({ [name]: 'x' }, [KEY])).toEqual({ [name]: 'x' })
    },
  )

  it('has no configured key in its texts, whole or within others', () => {
    expect(withoutKeys({ a: KEY, b: [`?key=${KEY}&x`, `${KEY}${KEY}`] }, [KEY])).toEqual({
      a: '[key]',
      b: ['?key=[key]&x', '[key][key]'],
    })
  })

  it('has none in its names', () => {
    expect(withoutKeys({ [KEY]: 1, [`x-${KEY}`]: { [OTHER]: 2 } }, [KEY, OTHER])).toEqual({
      '[key]': 1,
      'x-[key]': { '[key]': 2 },
    })
  })

  it('has none as a number', () => {
    expect(withoutKeys({ a: 1_234_567_890, b: [1_234_567_891, 0] }, [NUMERIC])).toEqual({
      a: '[key]',
      b: [1_234_567_891, 0],
    })
  })

  it('has none that was written with escapes', () => {
    const escaped = [...KEY].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    expect(withoutKeys(JSON.parse(`{"a":"${escaped.join('')}"}`), [KEY])).toEqual({ a: '[key]' })
    expect(withoutKeys(JSON.parse(JSON.stringify({ a: OTHER })), [OTHER])).toEqual({ a: '[key]' })
  })

  it('replaces a short key only where it is the whole text, because it may be part of any word', () => {
    expect(withoutKeys({ a: SHORT, b: `x${SHORT}`, [SHORT]: 1 }, [SHORT])).toEqual({
      a: '[key]',
      b: `x${SHORT}`,
      '[key]': 1,
    })
  })

  it('keeps everything else as it is, its order too', () => {
    const body = { z: 'text', a: null, m: [true, -0.5, 'KEY', '', {}], '': 0 }
    expect(JSON.stringify(withoutKeys(body, [KEY]))).toBe(JSON.stringify(body))
  })

  it('keeps __proto__ as the plain property that it was, without a key in it', () => {
    const body: unknown = JSON.parse(`{"__proto__":{"SecretKey":"x","a":"${KEY}"},"constructor":1}`)
    const redacted = withoutKeys(body, [KEY])
    expect(JSON.stringify(redacted)).toBe('{"__proto__":{"a":"[key]"},"constructor":1}')
    expect(Object.getPrototypeOf(redacted)).toBe(Object.prototype)
  })

  it('has only text that a table can hold', () => {
    expect(withoutKeys({ 'a\ud800': '\udc00b' }, [])).toEqual({ 'a\ufffd': '\ufffdb' })
  })

  it.each(PAYLOADS.filter(({ provider }) => provider === 'safe2pay'))(
    'has no SECRET_KEY of $name',
    ({ text }) => {
      const { SecretKey, ...rest } = JSON.parse(text)
      expect(SecretKey).toBeTypeOf('string')
      expect(withoutKeys(JSON.parse(text), ['SECRET_KEY'])).toEqual(rest)
    },
  )

  it('holds a key nowhere, wherever in any body it was put', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constantFrom(KEY, `<${KEY}>`))
    const { body } = fc.letrec((tie) => ({
      body: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('body'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('SecretKey', KEY, `a${KEY}`)), tie('body'), {
          maxKeys: 4,
        }),
      ),
    }))
    fc.assert(
      fc.property(body, (value) => {
        const redacted = JSON.stringify(withoutKeys(value, [KEY]))
        expect(redacted).not.toContain(KEY)
        expect(redacted).not.toMatch(/"SecretKey":(?!false)/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a text without keys', () => {
  it.each([
    ['{"SecretKey":"unknown","a":1', '{"SecretKey":"[key]","a":1'],
    ['{"SecretKey" : "unknown', '{"SecretKey" : "[key]'],
    ['{"a":{"SecretKey":"with \\" quote"}', '{"a":{"SecretKey":"[key]"}'],
    ["{'SecretKey':'unknown'}", "{'SecretKey':'[key]'}"],
    ['{SecretKey:unknown}', '{SecretKey:[key]}'],
    ['{"SecretKey":12345,', '{"SecretKey":[key],'],
    ['{"secret_key":"unknown"', '{"secret_key":"[key]"'],
    ['SecretKey=unknown&Amount=1', 'SecretKey=[key]&Amount=1'],
    ['"{\\"SecretKey\\":\\"unknown\\"}', '"{\\"SecretKey\\":\\"[key]\\"}'],
  ])('hides the SecretKey of %j', (text, hidden) => {
    expect(textWithoutKeys(text, [])).toBe(hidden)
  })

  it('hides configured keys anywhere: plain, as JSON writes them, as a URL writes them', () => {
    for (const written of [OTHER, JSON.stringify(OTHER), encodeURIComponent(OTHER)]) {
      expect(textWithoutKeys(`{"a":${written}`, [KEY, OTHER])).not.toContain('second')
    }
    expect(textWithoutKeys(`not JSON ${KEY}, ${KEY}`, [KEY])).toBe('not JSON [key], [key]')
  })

  it('hides a short key where it is the whole text', () => {
    expect(textWithoutKeys(SHORT, [SHORT])).toBe('[key]')
    expect(textWithoutKeys(`x${SHORT}`, [SHORT])).toBe(`x${SHORT}`)
  })

  it.each(['', '{', 'Secret Key', '{"Amount":1', 'a key'])('leaves %j as it is', (text) => {
    expect(textWithoutKeys(text, [KEY])).toBe(text)
  })

  it('leaves no lone surrogate', () => {
    expect(textWithoutKeys('a\ud800', [])).toBe('a\ufffd')
  })
})
