/** What the runtime hides in a logged URL, and what it shows. test/process/hidden-urls.test.ts asks the runtime itself. */
import { describe, expect, it } from 'vitest'
import { makeKey } from '../../scripts/deploy/keys.ts'
import { looksRandom, showsNothing } from '../../src/access/looks-random.ts'
import { webhookPath } from '../../src/access/path.ts'

const HEX_31 = '0123456789abcdef0123456789abcde'

describe('a key that the log would show', () => {
  it.each([
    ['', 'nothing'],
    ['-_+', 'separators alone'],
    ['padaria-do-ze-2026', 'words and a year'],
    ['SECRET_KEY', "Safe2Pay's documented one"],
    ['amplia-test-key-one', 'words'],
    [HEX_31, '31 hexadecimal digits'],
    ['01234567-89ab-cdef-0123-456789abcde', '31 of them with separators, which do not count'],
    [`${HEX_31}g`, '31 and a letter that is none of them'],
    [`${HEX_31}fg`, '32 and a letter that is none of them'],
    [`${HEX_31}-g-f`, 'the same between separators'],
    ['0123456789012345azAZ', '20 characters of all kinds'],
    ['012345678901234567zAZ', '21 with one small letter'],
    ['012345678901234567azZ', '21 with one capital'],
    ['IThinkIShallNeverSee0', '21 with one digit'],
    ['ThisIsALongKeyWithoutANumberInIt', 'no digit at all'],
    ['padaria-do-ze-na-rua-do-comercio-2026-2027', 'long, without a capital'],
    ['4111111111111111', 'a number that passes the check of payment cards'],
    ['0123456789abcdef.0123456789abcdef', '32 hexadecimal digits, in two by a point'],
    ['0123456789abcdef=0123456789abcdef', 'in two by an equals sign'],
    ['0123456789abcdef~0123456789abcdef', 'in two by a tilde'],
    ['0123456789abcdef/0123456789abcdef', 'in two by a slash'],
    [`${HEX_31}f.x`, 'hidden but for what follows a point'],
    [`x.${HEX_31}f`, 'hidden but for what stands before a point'],
    [`${HEX_31}f%3D`, 'hidden but for an encoded sign'],
    [`${HEX_31}f%20`, 'hidden but for an encoded space'],
    ['0123456789abcd%65f0123456789abcdef', 'a digit encoded in the middle'],
    [`${HEX_31}\u0661`, '31 and a digit that is not of ASCII'],
    ['çççççççççççççççççççççç22AAaa', 'letters that are not of ASCII count for nothing'],
    ['ＡＢａｂ0123456789012345678', 'nor do full-width ones'],
    [`${HEX_31}f.-`, 'a separator that is left over'],
  ])('%s: %s', (key) => {
    expect(looksRandom(key)).toBe(false)
  })
})

describe('a key that the log hides', () => {
  it.each([
    [`${HEX_31}f`, '32 hexadecimal digits'],
    [`${HEX_31}f`.toUpperCase(), 'in capitals'],
    ['0123456789ABCDEF0123456789abcdef', 'in both'],
    ['01234567-89ab-cdef-0123-456789abcdef', 'a GUID'],
    ['0123456789abcdef+0123456789abcdef', 'with a plus'],
    ['__0123456789abcdef_0123456789abcdef--', 'with separators all around'],
    ['0'.repeat(32), 'whatever they are'],
    ['01234567890123456azAZ', '21 characters with two small letters, two capitals and digits'],
    ['AAbbcdefghijklmnopq12', 'with two digits'],
    ['AAbb12---------------', 'with separators, which count for length'],
    ['q7Zr_2mNp-4Xk9Ls1Tv8Wd', 'base64 for URLs'],
    [`${HEX_31}f=`, 'with the filling of base64 behind it'],
    [`${HEX_31}f.${HEX_31}f`, 'both parts hidden'],
  ])('%s: %s', (key) => {
    expect(looksRandom(key)).toBe(true)
  })

  it('is each that setup makes', () => {
    for (let made = 0; made < 200; made += 1) expect(looksRandom(makeKey())).toBe(true)
  })
})

describe('a part of a URL', () => {
  it.each([
    ['', true],
    ['/', true],
    ['?', true],
    [`/${HEX_31}f`, true],
    [`/${HEX_31}f/`, true],
    ['/x', false],
    ['?key=', false],
    [`?${HEX_31}f`, true],
    [`/${HEX_31}f/x`, false],
  ])('%j shows nothing: %s', (part, expected) => {
    expect(showsNothing(part)).toBe(expected)
  })
})

describe('the key in a path', () => {
  const hex = `${HEX_31}f`
  it.each([
    [`https://x.test/webhooks/safe2pay/${hex}`, hex, true],
    [`https://x.test/webhooks/safe2pay/${hex}?a=b`, hex, true],
    ['https://x.test/webhooks/safe2pay/padaria', 'padaria', false],
    // As it was sent, and not as it is meant: so the runtime logs it.
    ['https://x.test/webhooks/safe2pay/0123456789abcd%65f0123456789abcdef', hex, false],
    [`https://x.test/webhooks/safe2pay/%20${hex}`, ` ${hex}`, true],
    [`https://x.test/webhooks/safe2pay/${hex}%20`, `${hex} `, false],
    ['https://x.test/webhooks/safe2pay/a%2Fb', 'a/b', false],
    ['https://x.test/webhooks/safe2pay/%zz', '%zz', false],
  ])('of %s is %s, hidden: %s', (url, text, isHidden) => {
    expect(webhookPath(url)?.key).toEqual({ text, isHidden })
  })
})
