/**
 * Whatever reads a sender's or a visitor's text takes about four times as long for four times as much of it, by the worst
 * that it can be given. A pattern that is tried again from every letter would take sixteen times as long, and minutes at
 * the end.
 */
import { describe, expect, it } from 'vitest'
import { presentedKeys } from '../../src/access/keys.ts'
import { readCursor } from '../../src/db/cursor.ts'
import { quarantineParts } from '../../src/db/quarantine.ts'
import * as LIMITS from '../../src/limits.ts'
import { localPath } from '../../src/pages/local-path.ts'
import { acceptedLanguage } from '../../src/pages/view.ts'
import { isNumber } from '../../src/privacy/impersonal.ts'
import { maskBrokenJson, maskJson, maskNumbers, maskProse } from '../../src/privacy/personal.ts'
import { textWithoutKeys, withoutKeys } from '../../src/privacy/redaction.ts'
import { digest } from '../../src/providers/digest.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { instant } from '../../src/providers/instant.ts'
import { UTC } from '../../src/providers/zone.ts'
import { readBody } from '../../src/receive/body.ts'
import { orderBody, transactionBody } from '../tools/bodies.ts'

const KEY = 'canary-key-4f1c9e7ab2d8/zz+91b3bb51ce66d0=='
const KEYS = [KEY, 'another-key-with-8d03bb51ce66']

type Run = (text: string) => unknown

/** Milliseconds of this process's own time: what else runs on the machine does not count. */
async function cost(run: Run, text: string): Promise<number> {
  const before = process.cpuUsage()
  await run(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Less than this is no work that anybody could do harm with, and is mostly the collector's. */
const NOISE_MS = 30

/**
 * The first size at which four times the text takes far more than four times the time; null where there is none. The less
 * of two measurements counts, of either text; the second is made where it can decide something.
 */
async function leap(run: Run, write: (size: number) => string): Promise<string | null> {
  let quarter: { readonly text: string; readonly ms: number } | null = null
  for (let size = 1024; size <= LIMITS.bodyBytes; size *= 4) {
    const text = write(size)
    let ms = await cost(run, text)
    if (quarter && ms > NOISE_MS) {
      const before = Math.min(quarter.ms, await cost(run, quarter.text))
      const most = before * 8 + NOISE_MS
      if (ms > most) ms = Math.min(ms, await cost(run, text))
      if (ms > most) return `${size} characters: ${ms} ms, a quarter of them: ${before} ms`
    }
    quarter = { text, ms }
  }
  return null
}

/** A busy machine may spoil one measurement, or two; what is not linear spoils all of them. */
async function expectLinear(run: Run, write: (size: number) => string): Promise<void> {
  let found: string | null = null
  for (let attempt = 0; attempt < 4; attempt += 1) {
    found = await leap(run, write)
    if (found === null) return
  }
  expect(found).toBeNull()
}

/** What is read over and over, between what stands before and behind it. */
interface Pump {
  readonly before?: string
  readonly over: string
  readonly behind?: string
}

const filled =
  ({ before = '', over, behind = '' }: Pump) =>
  (size: number): string =>
    before +
    over.repeat(Math.ceil((size - before.length - behind.length) / over.length)).slice(0, size) +
    behind

const ANYTHING: readonly Pump[] = [
  { over: 'a' },
  { over: 'A1' },
  { over: '1', behind: 'x' },
  { over: '12.345.678' },
  { over: '111.' },
  { over: '1.1/1-' },
  { over: ' ', behind: 'x' },
  { over: '"' },
  { over: '\\' },
  { over: '\\"' },
  { over: '=:' },
  { over: 'cpf' },
  { over: 'cpf:' },
  { over: 'cpf"""""""""""""""""""""""""' },
  { over: 'birth_______________' },
  { over: 'nascimento%22%3a' },
  { over: 'SecretKey' },
  { before: 'SecretKey', over: '"' },
  { before: 'SecretKey":', over: ' ' },
  { before: '"SecretKey":"', over: '\\\\' },
  { over: 'SecretKey:' },
  { over: 'SecretKey\\u0022' },
  { over: 'SecretKey%252525' },
  { over: 'secretkey&quot;' },
  { over: 's_e_c_r_e_t_k_e_' },
  { over: 's___' },
]

const ESCAPES: readonly Pump[] = [
  { over: '%' },
  { over: '%25' },
  { over: '%252525' },
  { over: '\\u005c' },
  { over: '\\u005cu005c' },
  { over: '&' },
  { over: '&#38;' },
  { over: '&amp;amp;' },
  { over: '&aaaaaaaaaaaaaaaa' },
  { over: ';' },
  { over: 'Ã\u0083' },
  { over: '\u0080' },
  { over: 'ð\u0090' },
  { over: 'QUFB' },
  { over: 'UVVGQg' },
  { over: 'a\0' },
  { over: '\0' },
]

const KEY_PARTS: readonly Pump[] = [
  { before: KEY.slice(0, -1), over: ' ' },
  { over: KEY.slice(0, -1) },
  { over: KEY.slice(1) },
  { over: KEY },
  { over: encodeURIComponent(KEY).slice(0, -1) },
  { over: `${btoa(`user:${KEY}`).slice(0, 30)} ` },
]

const named = (pumps: readonly Pump[]) =>
  pumps.map((pump) => ({ name: JSON.stringify(pump).replaceAll(/\\u00|[{}]/g, ''), pump }))

describe('the time that one text takes grows with its length', () => {
  const readers: Readonly<Record<string, Run>> = {
    maskBrokenJson,
    maskProse,
    maskNumbers,
    'maskJson of a text': (text) => maskJson({ Reference: text }),
    'maskJson of a name': (text) => maskJson({ [text]: 1, VendorName: text, TransactionId: text }),
    isNumber,
    instant: (text) => instant(text, UTC),
  }
  describe.each(Object.entries(readers))('%s', (_, run) => {
    it.each(named(ANYTHING))('of $name', ({ pump }) => expectLinear(run, filled(pump)))
  })

  describe('the redaction', () => {
    it.each(named([...ANYTHING, ...ESCAPES, ...KEY_PARTS]))('of broken text: $name', ({ pump }) =>
      expectLinear((text) => textWithoutKeys(text, KEYS), filled(pump)),
    )
    it.each(named([...ESCAPES, ...KEY_PARTS]))('of JSON: $name', ({ pump }) =>
      expectLinear((text) => withoutKeys([text, { [text]: 1 }], KEYS), filled(pump)),
    )
    it.each(['abc', 'field value', KEY, KEY.slice(0, -1)])('of many short texts: %s', (short) =>
      expectLinear((text) => withoutKeys(text.split('|'), KEYS), filled({ over: `${short}|` })),
    )
  })

  it.each(['a', 'a ', ' ', 'a  ', 'Bearer ', 'Basic ', 'Basic QUFB', ':'])(
    'an Authorization of %j over and over',
    (over) =>
      expectLinear(
        (text) => presentedKeys(new Headers({ Authorization: `x${text}x` }), text),
        filled({ over }),
      ),
  )

  it.each(['pt,', 'en;q=0.1,', ';q=', '-', ', ', 'a-b-c;q=0.5;q=1,'])(
    'an Accept-Language of %j over and over',
    (over) => expectLinear(acceptedLanguage, filled({ over })),
  )

  it.each(['/', '/.', '\\', '\t', '/a', '%2f', '?', '/../'])('an address of %j over and over', (over) =>
    expectLinear((text) => localPath(`/${text}`), filled({ over })),
  )

  it.each(['a', '-', 'amplia-', 'A', '=', ' '])('a cursor and an id of %j over and over', (over) =>
    expectLinear((text) => [readCursor(text), quarantineParts(text)], filled({ over })),
  )
})

describe('the time that a body takes grows with its length', () => {
  const read: Run = (body) =>
    readBody(new Request('https://catraca.test', { method: 'POST', body: String(body) }))

  it.each([
    { before: '["', over: '\\"', behind: '"]' },
    { before: '["', over: '\\\\', behind: '"]' },
    { before: '["', over: '[{', behind: '"]' },
    { before: '[', over: '"",', behind: '1]' },
    { before: '[', over: '{},', behind: '1]' },
    { before: '[', over: '"a":', behind: '' },
    { over: '"' },
    { over: '[' },
    { over: '{"":' },
    { over: ' ' },
    { over: 'ÿ' },
    { over: '\uFEFF', behind: '{' },
    { before: '{}', over: '\0', behind: 'x' },
    { before: '{}', over: '\0' },
    { before: '["', over: '\\"', behind: '","{}"]' },
    { before: '"', over: '\\\\', behind: '"' },
    { before: '[{},', over: '"{}",', behind: '1]' },
    { before: 'a=', over: '&a=' },
  ])('when it is read: %j', (pump) => expectLinear(read, filled(pump)))

  it.each([
    { before: '[', over: '1,', behind: '1]' },
    { before: '[', over: '"9",', behind: '1]' },
    { before: '[', over: '{"cpf":1},', behind: '1]' },
  ])('when it is redacted, digested and masked: %j', (pump) =>
    expectLinear(
      async (text) => {
        const value = withoutKeys(JSON.parse(text), KEYS)
        await digest(value)
        return maskJson(value)
      },
      (size) =>
        filled(pump)(size)
          .replace(/,[^,]*1\]$/, ',1]')
          .replace(/^\[,?/, '['),
    ),
  )

  it('when it has as many names as fit', () =>
    expectLinear(
      async (text) => {
        const value = withoutKeys(
          Object.fromEntries(text.split(',').map((name, at) => [name + at, at])),
          KEYS,
        )
        await digest(value)
        return maskJson(value)
      },
      filled({ over: 'n,' }),
    ))

  const BODIES: Readonly<Record<string, (text: string) => unknown>> = {
    amplia: (text) =>
      orderBody({
        orderId: text,
        date: text,
        status: text,
        orderNumber: text,
        validationAgent: { name: text, birthDate: text },
      }),
    safe2pay: (text) =>
      transactionBody(1, 3, {
        IdTransaction: text,
        TransactionStatus: { Code: text },
        PaymentMethod: { Code: text, Name: text },
        PaymentDate: text,
        Reference: text,
      }),
  }
  describe.each(PROVIDERS)('when $name reads it', (provider) => {
    it.each(['1', '0195a9dc-', '-', '2026-01-01T00:00:00.', 'a', ' '])('with %j in its fields', (over) =>
      expectLinear((text) => {
        const body = BODIES[provider.name]?.(text)
        const whole = BODIES[provider.name]?.('1')
        return [
          provider.read(body, 'digest'),
          provider.read({ ...(whole as object), Vendor: text }, 'digest'),
        ]
      }, filled({ over })),
    )
  })
})
