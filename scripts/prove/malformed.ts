/** Requests that no sender should make, and some that one would: documented bodies with changes, as fast-check wants them. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { PAYLOADS, type Payload } from '../payloads.ts'

export interface Attempt {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

export type Keys = Readonly<Record<Payload['provider'], string>>

/** One of several, by their weights. */
const either = <T>(...all: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]) =>
  fc.oneof(...all.map(([weight, arbitrary]) => ({ weight, arbitrary })))

/** What a field may hold, and fast-check's own values seldom are. */
const OF_SENDERS: readonly unknown[] = [
  '3',
  2 ** 53,
  { Id: 3 },
  '00000000-0000-0000-0000-000000000000',
  '2020-03-31T25:37:53.33',
  '0001-01-01T00:00:00',
  '9999-12-31T23:59:59.999999999-14:00',
  '+99999-01-01T00:00:00Z',
  '\u0000',
  '\ud800',
  '🧾'.repeat(70),
  'x'.repeat(65),
  'x'.repeat(5_000),
  "'; DROP TABLE orders; --",
]
const OWN_NAMES = ['SecretKey', 'secretkey', 'Id', 'status', 'type', '__proto__', 'x'.repeat(300)]

/** Levels of a body that a change reaches: what is read stands near the top, and most fields do not. */
const DEPTHS = [2, 3, 9]

const changes = fc.record({
  at: fc.nat(),
  depth: fc.constantFrom(...DEPTHS),
  how: fc.constantFrom('replace', 'replace', 'remove', 'rename', 'add'),
  name: fc.oneof(fc.string(), fc.constantFrom(...OWN_NAMES)),
  value: fc.oneof(fc.jsonValue(), fc.constantFrom(...OF_SENDERS)),
})

type Holder = Record<string, unknown>

/** Every field and item that stands in a value. */
const placesIn = (value: unknown, depth: number): readonly (readonly [Holder, string])[] =>
  value !== null && typeof value === 'object' && depth > 0
    ? Object.entries(value).flatMap(([name, inner]) => [
        [value as Holder, name],
        ...placesIn(inner, depth - 1),
      ])
    : []

/** Some values in it, or all of it, are others, are gone, have another name, or have company. */
const mutated = (text: string): fc.Arbitrary<Uint8Array> =>
  fc.array(changes, { minLength: 1, maxLength: 3 }).map((all) => {
    const root: Holder = { body: JSON.parse(text) }
    for (const { at, depth, how, name, value } of all) {
      const places = placesIn(root, depth)
      const [holder, field] = places[at % places.length] ?? [root, 'body']
      // A copy, because the next change may be one in it.
      const next = how === 'rename' ? holder[field] : structuredClone(value)
      if (how === 'remove' || how === 'rename') delete holder[field]
      // Not an assignment, which takes `__proto__` for something else.
      const to = { value: next, enumerable: true, configurable: true, writable: true }
      if (how !== 'remove') Object.defineProperty(holder, how === 'replace' ? field : name, to)
    }
    return bytesOf(JSON.stringify(root.body) ?? '')
  })

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const damages = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'repeat', 'cut'),
  count: fc.integer({ min: 1, max: 40 }),
  by: fc.nat(255),
})

/** Some bytes are others, are gone, or come twice. */
const damaged = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.array(damages, { minLength: 1, maxLength: 6 }).map((all) => {
    const result = [...bytes]
    for (const { at, how, count, by } of all) {
      const place = at % (result.length || 1)
      if (how === 'replace') result[place] = by
      else if (how === 'remove') result.splice(place, count)
      else if (how === 'repeat') result.splice(place, 0, ...result.slice(place, place + count))
      else result.length = place
    }
    return Uint8Array.from(result)
  })

const bodies = (text: string): fc.Arbitrary<Uint8Array> =>
  either(
    [75, mutated(text)],
    [17, damaged(bytesOf(text))],
    [5, fc.uint8Array({ maxLength: 400 })],
    [1, fc.nat(50_000).map((depth) => bytesOf('['.repeat(depth)))],
    [1, fc.nat(50_000).map((depth) => bytesOf(`${'['.repeat(depth)}${']'.repeat(depth)}`))],
    [1, fc.nat(30_000).map((more) => bytesOf(`{"padding":"${'x'.repeat(250_000 + more)}"}`))],
  )

/** A body, and the header that goes with it. */
const sent = (text: string) =>
  either<readonly [Uint8Array, string | null]>(
    [93, bodies(text).map((body) => [body, null])],
    [3, bodies(text).map((body) => [gzipSync(body), 'gzip'])],
    [2, damaged(gzipSync(text)).map((body) => [body, 'gzip'])],
    [2, fc.tuple(bodies(text), fc.constantFrom('gzip', 'br', 'identity', '', 'gzip, gzip'))],
  )

const ODD = ['%00', '%2F', '..%2f..', '%', '%ff', '//', 'x'.repeat(3_000), '%F0%9F%A7%BE', '*', '?key=1', ';']
const AUTHORIZATIONS = [
  '',
  ' ',
  'Bearer',
  'Basic %%%',
  'Basic OnNlY3JldA==',
  'Digest x',
  '\t',
  'ÿ'.repeat(20),
]
const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH']

/** One request. */
export const attempts = (keys: Keys): fc.Arbitrary<Attempt> =>
  fc.constantFrom(...PAYLOADS).chain(({ provider, body }) => {
    const key = keys[provider]
    const [own, odd] = [`/webhooks/${provider}`, fc.constantFrom(...ODD)]
    return fc
      .record({
        method: either([93, fc.constant('POST')], [7, fc.constantFrom(...METHODS)]),
        path: either(
          [85, fc.constant(own)],
          [5, fc.constantFrom(`${own}/${key}`, `${own}/${key}/`)],
          [4, fc.constantFrom(`${own}/`, '/webhooks', '/healthz', '/', '/api/orders')],
          [
            6,
            fc.tuple(fc.constantFrom(`${own}/`, '/webhooks/', '/', '/api/'), odd).map((all) => all.join('')),
          ],
        ),
        sent: sent(body),
        // Wrong keys of one address are soon answered 429 and would test nothing more.
        address: fc.nat(255).map((last) => `10.0.0.${last}`),
        type: either(
          [80, fc.constant('application/json')],
          [20, fc.constantFrom('text/plain', 'multipart/form-data', ';;;', '')],
        ),
        credential: either<Readonly<Record<string, string>>>(
          [80, fc.constant({ 'X-Api-Key': key })],
          [
            10,
            fc.constantFrom(...AUTHORIZATIONS, `Bearer  ${key} `).map((Authorization) => ({ Authorization })),
          ],
          [5, fc.nat(1e6).map((number) => ({ 'X-Api-Key': `not-${number}` }))],
          [5, fc.constant({})],
        ),
        accept: either([98, fc.constant(null)], [2, fc.constantFrom('text/html', '*/*;q=0', '')]),
      })
      .map(({ method, path, sent: [bytes, encoding], address, type, credential, accept }) => ({
        method,
        path,
        body: method === 'GET' || method === 'HEAD' ? null : bytes,
        headers: {
          'Content-Type': type,
          'CF-Connecting-IP': address,
          ...credential,
          ...(encoding !== null && { 'Content-Encoding': encoding }),
          ...(accept !== null && { Accept: accept }),
        },
      }))
  })
