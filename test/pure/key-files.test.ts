/** A file of keys is read as it is meant, or not at all. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseKeyFile } from '../../scripts/deploy/key-file.ts'
import { keysFor, keysInFile, makeKey, notForUrls, sandboxKeys, textOf } from '../../scripts/deploy/keys.ts'
import * as LIMITS from '../../src/limits.ts'

const folder = mkdtempSync(join(tmpdir(), 'catraca-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ONE = 'key-of-the-one-sender'
const TWO = 'key-of-the-other-sender'

function read(text: string): ReturnType<typeof keysInFile> {
  const file = join(folder, '.secrets')
  writeFileSync(file, text)
  return keysInFile(file)
}

describe('a file of keys', () => {
  it.each([
    [
      'a key that is too short',
      `AMPLIA_KEYS=${ONE},fifteen-letters`,
      'Key 2 of AMPLIA_KEYS has 15 characters',
    ],
    ['a published key', 'SAFE2PAY_KEYS=SECRET_KEY', 'Key 1 of SAFE2PAY_KEYS is a key of .dev.vars.example'],
    ['a key with a space', 'SAFE2PAY_KEYS=a key with some spaces', 'cannot be sent in a header'],
    [
      'too many keys',
      `AMPLIA_KEYS=${Array.from({ length: LIMITS.keysPerSet + 1 }, makeKey).join()}`,
      `Key ${LIMITS.keysPerSet + 1} of AMPLIA_KEYS is one too many`,
    ],
    [
      'a key in two secrets',
      `AMPLIA_KEYS=${ONE}\nSAFE2PAY_KEYS=${TWO},${ONE}`,
      'Key 1 of AMPLIA_KEYS is also key 2 of SAFE2PAY_KEYS',
    ],
    [
      'a key that operators have too',
      `SAFE2PAY_KEYS=${TWO}\nADMIN_KEYS="${TWO}"`,
      'Key 1 of SAFE2PAY_KEYS is also key 1 of ADMIN_KEYS',
    ],
    [
      'a key that an operator has under a label',
      `SAFE2PAY_KEYS=${TWO}\nADMIN_KEYS="ana:act:${TWO}"`,
      'Key 1 of SAFE2PAY_KEYS is also key 1 of ADMIN_KEYS',
    ],
    ['a # in a key', `SAFE2PAY_KEYS=${ONE}#and-the-rest`, 'has a # in the value of SAFE2PAY_KEYS'],
    ['a # before a key', `SAFE2PAY_KEYS=${ONE},#${TWO}`, 'has a # in the value of SAFE2PAY_KEYS'],
    ['a # after a space', `SAFE2PAY_KEYS=${ONE}, #${TWO}`, 'has a # in the value of SAFE2PAY_KEYS'],
    ['a # at the start', `SAFE2PAY_KEYS=#${ONE}\nAMPLIA_KEYS=${TWO}`, 'in the value of SAFE2PAY_KEYS'],
    ['a # behind quotes', `SAFE2PAY_KEYS="${ONE}"#${TWO}`, 'has a # in the value of SAFE2PAY_KEYS'],
    ['a # behind a quote that does not end', `SAFE2PAY_KEYS="${ONE}#${TWO}`, 'in the value of SAFE2PAY_KEYS'],
    ['the same name twice', `AMPLIA_KEYS=${ONE}\nAMPLIA_KEYS=${TWO}`, 'names AMPLIA_KEYS twice'],
    ['nothing', '', 'holds no key'],
    ['comments alone', `# SAFE2PAY_KEYS=${ONE}\n\n`, 'holds no key'],
    ['names without keys', 'SAFE2PAY_KEYS=\nAMPLIA_KEYS= , \n', 'holds no key'],
    ['keys without names', `${ONE}\n${TWO}\n`, 'holds no key'],
    ['another name', `SAFE2PAY_KEY=${ONE}`, 'names SAFE2PAY_KEY'],
    ['LOCAL', `LOCAL=true\nSAFE2PAY_KEYS=${ONE}`, 'names LOCAL'],
  ])('with %s is refused, and no key is said', (_, text, says) => {
    expect(() => read(text)).toThrow(says)
    expect(() => read(text)).not.toThrow(/key-of-the|and-the-rest|fifteen-letters|a key with some/)
  })

  it.each([
    [`SAFE2PAY_KEYS=${ONE}`, [ONE]],
    [`SAFE2PAY_KEYS=${ONE}, ${TWO}`, [ONE, TWO]],
    [`export SAFE2PAY_KEYS="${ONE}"`, [ONE]],
    [`SAFE2PAY_KEYS="${ONE}#rest" # sandbox`, [`${ONE}#rest`]],
    [`SAFE2PAY_KEYS='#${ONE}'`, [`#${ONE}`]],
    [`# the sandbox\n  SAFE2PAY_KEYS = ${ONE}\r\n`, [ONE]],
    [`SAFE2PAY_KEYS=${ONE}\nAMPLIA_KEYS=\n`, [ONE]],
    [`SAFE2PAY_KEYS=sixteen-letters!`, ['sixteen-letters!']],
  ])('is read: %j', (text, keys) => {
    expect(read(text)).toEqual({ SAFE2PAY_KEYS: keys })
  })

  it('says what of it would be lost', () => {
    expect(parseKeyFile('A=b#c\nD="e#f"\nG=h\nG=i#j\n')).toMatchObject({ cut: ['A', 'G'], repeated: ['G'] })
  })
})

describe('given keys', () => {
  it('are told apart by whether a URL may hold them', () => {
    const given = { AMPLIA_KEYS: [makeKey(), ONE], SAFE2PAY_KEYS: [`${makeKey()}+`], ADMIN_KEYS: [TWO] }
    expect(notForUrls(given)).toEqual(['key 2 of AMPLIA_KEYS'])
  })
})

describe('the label of a sandbox', () => {
  const labelled = `${ONE},sandbox: ${TWO}`

  it('stays with its key, and is no part of it', () => {
    const keys = read(`SAFE2PAY_KEYS=${labelled}`)
    expect(keys).toEqual({ SAFE2PAY_KEYS: [ONE, `sandbox:${TWO}`] })
    expect(keys.SAFE2PAY_KEYS?.map(textOf)).toEqual([ONE, TWO])
    expect(sandboxKeys(keys)).toEqual(['key 2 of SAFE2PAY_KEYS'])
    expect(() => read('SAFE2PAY_KEYS=sandbox:too-short')).toThrow('Key 1 of SAFE2PAY_KEYS has 9 characters')
    expect(() => read(`AMPLIA_KEYS=${TWO}\nSAFE2PAY_KEYS=sandbox:${TWO}`)).toThrow('is also key 1')
  })

  it('is needed in production, and not in staging, which is the sandbox’s own', () => {
    const keys = read(`SAFE2PAY_KEYS=${labelled}`)
    expect(keysFor('', keys)).toEqual(keys)
    expect(keysFor('staging', keys)).toEqual({ SAFE2PAY_KEYS: [ONE, TWO] })
  })

  it('stands before all keys of staging where one of them says itself that it is the sandbox’s', () => {
    const keys = { SAFE2PAY_KEYS: [`acme-sandbox-${ONE}`, ONE], AMPLIA_KEYS: [TWO], ADMIN_KEYS: [`${TWO}!`] }
    expect(keysFor('staging', keys)).toEqual({
      SAFE2PAY_KEYS: [`sandbox:acme-sandbox-${ONE}`, `sandbox:${ONE}`],
      AMPLIA_KEYS: [`sandbox:${TWO}`],
      ADMIN_KEYS: [`${TWO}!`],
    })
  })
})
