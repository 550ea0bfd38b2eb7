/** Which configured keys open: none that is short, published or one too many, wherever strangers can try them. */
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { acceptedKeys, isPublished, refusalOf, refusedKeys } from '../../src/access/accepted.ts'
import { configuredKeys, keysIn } from '../../src/access/configured.ts'
import * as LIMITS from '../../src/limits.ts'
import { commandsIn, DOCUMENTS, read } from '../tools/documents.ts'

const GOOD = '0123456789abcdef'
const many = Array.from({ length: LIMITS.keysPerSet + 5 }, (_, place) => `key-of-16-letters-${place}`)

const envOf = (keys: Readonly<Record<string, string>>, LOCAL?: string): Env & { readonly LOCAL?: string } =>
  ({
    AMPLIA_KEYS: '',
    SAFE2PAY_KEYS: '',
    ADMIN_KEYS: '',
    ...keys,
    ...(LOCAL !== undefined && { LOCAL }),
  }) as never

const accepted = (keys: string, LOCAL?: string) =>
  acceptedKeys(envOf({ SAFE2PAY_KEYS: keys }, LOCAL), 'SAFE2PAY_KEYS')

describe('a configured key is refused', () => {
  it.each([
    ['x', 'too_short'],
    ['fifteen-letters', 'too_short'],
    ['SECRET_KEY', 'published'],
    ['secret_key', 'published'],
    ['AMPLIA_LOCAL_KEY', 'published'],
    ['SOME_OTHER_LOCAL_KEY', 'published'],
  ])('%s: %s', (key, reason) => {
    expect(refusalOf(key, 1)).toBe(reason)
  })

  it.each([GOOD, 'sixteen-letters!', 'SECRET_KEY_of_our_own', 'xSECRET_KEY-xxxxx'])('not: %s', (key) => {
    expect(refusalOf(key, 1)).toBeNull()
  })

  it('when it stands in .dev.vars.example, which everybody can read', () => {
    const examples = Object.values(parseEnv(readFileSync('.dev.vars.example', 'utf8'))).flatMap(keysIn)
    expect(examples.length).toBeGreaterThan(2)
    expect(examples.filter((key) => !isPublished(key))).toEqual([])
  })

  it('when a document has it in a command', () => {
    const presented = DOCUMENTS.flatMap((file) => commandsIn(read(file)).flat()).flatMap((word) =>
      [...word.matchAll(/(?:X-Api-Key: |Bearer )([\w-]+)/g)].map(([, key = '']) => key),
    )
    expect(presented.length).toBeGreaterThan(1)
    expect(presented.filter((key) => !isPublished(key))).toEqual([])
  })
})

describe('a label', () => {
  it.each([
    ['sandbox:', GOOD, true],
    ['sandbox: ', GOOD, true],
    ['SANDBOX :', GOOD, true],
    ['', GOOD, false],
    ['', `my-sandbox-${GOOD}`, true],
    // No label that is known here: part of the key.
    ['', `production:${GOOD}`, false],
  ])('%s%s: of the sandbox is %s', (label, text, isSandbox) => {
    expect(configuredKeys(`${GOOD}-other, ${label}${text} `)[1]).toEqual({ text, isSandbox })
  })

  it('counts for nothing in the rules for keys', () => {
    expect(accepted(`sandbox:short,sandbox:${GOOD},sandbox:SECRET_KEY`)).toEqual(['', GOOD, ''])
    expect(keysIn('sandbox:, sandbox: ,sandbox')).toEqual(['sandbox'])
  })
})

describe('the accepted keys', () => {
  it('keep their places, and nothing stands in the place of a refused one', () => {
    expect(accepted(`short,${GOOD},SECRET_KEY`)).toEqual(['', GOOD, ''])
  })

  it('are none where all are refused', () => {
    expect(accepted('short,SECRET_KEY')).toEqual([])
  })

  it('are also short and published ones on this machine', () => {
    expect(accepted('short,SECRET_KEY', 'true')).toEqual(['short', 'SECRET_KEY'])
  })

  it.each(['', 'false', '1', 'TRUE', 'yes', ' true'])('are not so where LOCAL is %j', (LOCAL) => {
    expect(accepted('short,SECRET_KEY', LOCAL)).toEqual([])
  })

  it.each([undefined, 'true'])('are bounded in number, LOCAL %s', (LOCAL) => {
    expect(accepted(many.join(','), LOCAL)).toEqual(many.slice(0, LIMITS.keysPerSet))
  })
})

describe('the refused keys', () => {
  const secrets = ['AMPLIA_KEYS', 'SAFE2PAY_KEYS', 'ADMIN_KEYS'] as const

  it('are named by secret and place, and never by their text', () => {
    const env = envOf({
      AMPLIA_KEYS: `${GOOD},tiny`,
      SAFE2PAY_KEYS: 'SECRET_KEY',
      ADMIN_KEYS: many.join(','),
    })
    expect(refusedKeys(env, secrets)).toEqual([
      { secret: 'AMPLIA_KEYS', position: 2, reason: 'too_short' },
      { secret: 'SAFE2PAY_KEYS', position: 1, reason: 'published' },
      { secret: 'ADMIN_KEYS', position: LIMITS.keysPerSet + 1, reason: 'too_many' },
    ])
  })

  it('are none on this machine, and none where all is well', () => {
    expect(refusedKeys(envOf({ AMPLIA_KEYS: 'tiny', SAFE2PAY_KEYS: 'SECRET_KEY' }, 'true'), secrets)).toEqual(
      [],
    )
    expect(refusedKeys(envOf({ AMPLIA_KEYS: GOOD }), secrets)).toEqual([])
  })
})
