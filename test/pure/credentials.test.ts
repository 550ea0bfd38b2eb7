/** A key counts wherever a sender can put one, and nothing else is taken for a key. */
import { describe, expect, it } from 'vitest'
import { keyInBody, keysIn, presentedKeys } from '../../src/access/keys.ts'

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

describe('presented keys', () => {
  it.each([
    ['', 'nothing'],
    ['key', 'a key without its scheme'],
    ['Bearer', 'a scheme without a key'],
    ['Bearer ', 'a scheme and a space'],
    ['Digest key', 'another scheme'],
    ['Bearerkey', 'no space between'],
    ['Basic ###', 'Basic that is no base64'],
    [basic('key'), 'Basic without a colon'],
  ])('are none in Authorization: %j, %s', (authorization) => {
    expect(presentedKeys(new Headers({ Authorization: authorization }), undefined)).toEqual([])
  })

  it.each([
    ['Bearer key', 'key'],
    ['bearer key', 'key'],
    ['BEARER   key', 'key'],
    ['ApiKey key', 'key'],
    ['apikey key', 'key'],
    ['Bearer key with spaces', 'key with spaces'],
    [basic('user:key'), 'key'],
    [basic(':key'), 'key'],
    [basic('user:key:with:colons'), 'key:with:colons'],
    [basic('user:'), ''],
    [basic(utf8('usuário:çhave')), 'çhave'],
    [basic('user: key '), 'key'],
  ])('are read from Authorization: %j', (authorization, key) => {
    expect(presentedKeys(new Headers({ Authorization: authorization }), undefined)).toEqual([key])
  })

  it('are read from the URL and from X-Api-Key, without spaces around them', () => {
    expect(presentedKeys(new Headers({ 'X-Api-Key': ' one ' }), ' two ')).toEqual(['two', 'one'])
    expect(presentedKeys(new Headers({ 'x-api-key': 'one' }), undefined)).toEqual(['one'])
    expect(presentedKeys(new Headers(), undefined)).toEqual([])
  })

  it('are all there are: a wrong one in one place does not hide a right one in another', () => {
    const headers = new Headers({ 'X-Api-Key': 'wrong', Authorization: 'Bearer right' })
    expect(presentedKeys(headers, 'wrong too')).toEqual(['wrong too', 'wrong', 'right'])
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

describe('the key in a body', () => {
  it.each([
    [null],
    [undefined],
    ['SecretKey'],
    [3],
    [[]],
    [['SecretKey']],
    [{}],
    [{ secretkey: 'key' }],
    [{ SecretKey: null }],
    [{ SecretKey: 1 }],
    [{ SecretKey: ['key'] }],
    [{ SecretKey: { key: 'key' } }],
    [{ deep: { SecretKey: 'key' } }],
    [JSON.parse('{"__proto__":{"SecretKey":"key"}}')],
    [Object.create({ SecretKey: 'key' })],
  ])('is none in %j', (body) => {
    expect(keyInBody(body)).toEqual([])
  })

  it('is its SecretKey, without spaces around it', () => {
    expect(keyInBody({ SecretKey: 'key' })).toEqual(['key'])
    expect(keyInBody({ SecretKey: ' key\n' })).toEqual(['key'])
  })

  it('is empty where the documented Pix body has an empty one', () => {
    expect(keyInBody({ SecretKey: '' })).toEqual([''])
  })
})
