/** A key counts wherever a sender can put one, and nothing else is taken for a key. */
import { describe, expect, it } from 'vitest'
import { keysIn } from '../../src/access/configured.ts'
import { presentedKeys } from '../../src/access/keys.ts'
import { keysInEvents, keysInText } from '../../src/receive/secret-keys.ts'

describe('configured keys', () => {
  it.each([[undefined], [''], [' '], [','], [' , ,,\t']])('are none in %j', (secret) => {
    expect(keysIn(secret)).toEqual([])
  })

  it.each([
    ['one', ['one']],
    ['one,two', ['one', 'two']],
    [' one , two ,', ['one', 'two']],
    [',one', ['one']],
    ['one\n,two\n', ['one', 'two']],
    ['with space,b', ['with space', 'b']],
  ])('in %j are %j', (secret, keys) => {
    expect(keysIn(secret)).toEqual(keys)
  })
})

const basic = (text: string): string => `Basic ${btoa(text)}`
const utf8 = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text))

const presentedBy = (authorization: string) =>
  presentedKeys(new Headers({ Authorization: authorization }), undefined)

describe('presented keys', () => {
  it.each([
    ['', 'nothing'],
    ['Basic ###', 'Basic that is no base64'],
    ['Basic user:key', 'Basic in clear'],
    [basic(':'), 'neither user nor password'],
    [',', 'a comma'],
  ])('are none in Authorization: %j, %s', (authorization) => {
    expect(presentedBy(authorization)).toEqual([])
  })

  it.each([
    ['Bearer key', ['Bearer key', 'key']],
    ['bearer key', ['bearer key', 'key']],
    ['BEARER   key', ['BEARER   key', 'key']],
    ['ApiKey key', ['ApiKey key', 'key']],
    ['Token key', ['Token key', 'key']],
    ['Bearer\tkey', ['Bearer\tkey', 'key']],
    ['Bearer key with spaces', ['Bearer key with spaces', 'key with spaces']],
    ['key', ['key']],
    ['key with spaces', ['key with spaces']],
    ['Bearer', ['Bearer']],
    ['Digest key', ['Digest key']],
    [basic('user:key'), ['user', 'key']],
    [basic(':key'), ['key']],
    [basic('key:'), ['key']],
    [basic('key'), ['key']],
    [basic('user:key:with:colons'), ['user', 'key:with:colons']],
    [basic(utf8('usuário:çhave')), ['usuário', 'çhave']],
    [basic('user: key '), ['user', 'key']],
    ['Bearer one, Token two', ['Bearer one', 'one', 'Token two', 'two']],
    [`one,${basic('user:key')}`, ['one', 'user', 'key']],
  ])('are read from Authorization: %j', (authorization, keys) => {
    expect(presentedBy(authorization)).toEqual(keys)
  })

  it('are read from the URL and from X-Api-Key, without spaces around them', () => {
    expect(presentedKeys(new Headers({ 'X-Api-Key': ' one ' }), ' two ')).toEqual(['two', 'one'])
    expect(presentedKeys(new Headers({ 'x-api-key': 'one' }), undefined)).toEqual(['one'])
    expect(presentedKeys(new Headers(), undefined)).toEqual([])
  })

  it('are both where X-Api-Key comes twice', () => {
    const headers = new Headers()
    headers.append('X-Api-Key', 'one')
    headers.append('X-Api-Key', 'two')
    expect(presentedKeys(headers, undefined)).toEqual(['one', 'two'])
  })

  it('are no more than 16, however many a header lists', () => {
    const many = Array.from({ length: 5000 }, (_, at) => `key-${at}`).join(',')
    expect(presentedKeys(new Headers({ 'X-Api-Key': many, Authorization: many }), 'url')).toHaveLength(16)
  })

  it('are all there are: a wrong one in one place does not hide a right one in another', () => {
    const headers = new Headers({ 'X-Api-Key': 'wrong', Authorization: 'Bearer right' })
    expect(presentedKeys(headers, 'wrong too')).toEqual(['wrong too', 'wrong', 'Bearer right', 'right'])
  })

  it('are not looked for in other headers', () => {
    expect(
      presentedKeys(
        new Headers({ 'X-Key': 'a', Cookie: 'key=a', 'Proxy-Authorization': 'Bearer a' }),
        undefined,
      ),
    ).toEqual([])
  })
})

const keysInOne = (body: unknown) => keysInEvents([body])

describe('the key in a body', () => {
  it.each([
    [null],
    [undefined],
    ['SecretKey'],
    [3],
    [[]],
    [['SecretKey']],
    [{}],
    [{ SecretKey: null }],
    [{ SecretKey: 1 }],
    [{ SecretKey: ['key'] }],
    [{ SecretKey: { key: 'key' } }],
    [{ SecretKey: '' }],
    [{ deep: { SecretKey: 'key' } }],
    [JSON.parse('{"__proto__":{"SecretKey":"key"}}')],
    [Object.create({ SecretKey: 'key' })],
  ])('is none in %j', (body) => {
    expect(keysInOne(body)).toEqual([])
  })

  it.each(['SecretKey', 'secretKey', 'SECRETKEY', 'secret_key'])(
    'is its %s, without spaces around it',
    (name) => {
      expect(keysInOne({ [name]: 'key' })).toEqual(['key'])
      expect(keysInOne({ [name]: ' key\n' })).toEqual(['key'])
    },
  )

  it('is each of several, of different events too, and no more than 16', () => {
    expect(keysInOne({ SecretKey: 'one', secretkey: 'two' })).toEqual(['one', 'two'])
    expect(keysInEvents([{ SecretKey: 'one' }, 5, {}, { SecretKey: 'two' }, { SecretKey: 'one' }])).toEqual([
      'one',
      'two',
    ])
    expect(keysInEvents(Array.from({ length: 100 }, (_, at) => ({ SecretKey: `key-${at}` })))).toHaveLength(
      16,
    )
  })
})

describe('the key in a body that is no JSON', () => {
  it.each([
    ['{"SecretKey":"the-key",}', 'a comma too many'],
    ['{"IdTransaction":1,"SecretKey":"the-key"', 'cut off'],
    ['{"SecretKey" : "the-key",,', 'spaces'],
    ["{'SecretKey':'the-key'}", 'single quotes'],
    ['{SecretKey: the-key}', 'no quotes'],
    ['{"secretKey":"the-key",}', 'another case'],
    ['{"SECRET_KEY":"the-key",}', 'an underscore'],
    ['IdTransaction=1&SecretKey=the-key', 'a form'],
    ['SecretKey=the-key&IdTransaction=1', 'a form, first'],
    ['SecretKey=the%2Dkey&a=b', 'a form, encoded'],
    ['payload=%7B%22SecretKey%22%3A%22the-key%22%7D', 'JSON in a form'],
    ['<a><SecretKey>the-key</SecretKey></a>', 'XML'],
    ['"{\\"SecretKey\\":\\"the-key\\",,}', 'JSON within broken JSON'],
    ['{"SecretKey":"the\\u002dkey",}', 'escaped'],
    ['Content-Disposition: form-data; name="SecretKey"\r\n\r\nthe-key\r\n--x--', 'a form in parts'],
    ['{"SecretKey":"the-key",'.split('').join('\0'), 'UTF-16'],
  ])('is found in %j: %s', (text) => {
    expect(keysInText(text)).toContain('the-key')
  })

  it.each(['', 'the-key', '{"Key":"the-key",', 'Secret: the-key', '{"SecretKey":""'])(
    'is none in %j',
    (text) => {
      expect(keysInText(text)).toEqual([])
    },
  )

  it('is one of 16 at the most', () => {
    expect(keysInText(Array.from({ length: 5000 }, (_, at) => `SecretKey=key-${at}&`).join(''))).toHaveLength(
      16,
    )
  })
})
