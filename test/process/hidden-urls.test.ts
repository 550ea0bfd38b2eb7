/** The rule of src/access/looks-random.ts, held against the runtime: what a log line carries of a URL. */
import fc from 'fast-check'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALONE } from '../../scripts/runtime/worker.ts'
import { looksRandom } from '../../src/access/looks-random.ts'
import { until } from '../tools/patience.ts'

const DATE = '2026-08-01'
const seen = new Map<string, string>()
let miniflare: Miniflare

/** What the runtime tells of the URL of each request that wrote a line, by the path that was asked for. */
const LISTENER = `export default {
  fetch: () => new Response(),
  tail: (items) => items.forEach(({ event, logs }) =>
    console.log(JSON.stringify([logs[0].message[0], new URL(event.request.url).pathname]))),
}`
const WRITER = `export default { fetch(request) { console.log(request.headers.get('number')); return new Response() } }`

beforeAll(async () => {
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...ALONE,
      handleStructuredLogs: ({ message }) => {
        if (!message.startsWith('[')) return
        const [number, path] = JSON.parse(message) as [string, string]
        seen.set(number, path)
      },
      workers: [
        { name: 'writer', modules: true, script: WRITER, compatibilityDate: DATE, tails: ['listener'] },
        { name: 'listener', modules: true, script: LISTENER, compatibilityDate: DATE },
      ],
    }),
  )
  await miniflare.ready
})
afterAll(() => miniflare.dispose())

const piece = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 20, maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'0123456789abcxyzABCXYZ'), minLength: 12, maxLength: 26 }),
  fc.string({ unit: fc.constantFrom(...'09afgzAFGZ+-_'), minLength: 1, maxLength: 34 }),
  fc.constantFrom('-', '_', '+', '.', '=', '~', '%3D', '%41', ':', '@', '!', '$', '(', ',', ';', '00AAaa'),
)
const key = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''))

/** What is left of a key in the log, but for signs. A number of a payment card is hidden by some runtimes only. */
const readable = (path: string): string => path.replaceAll('REDACTED', '').replaceAll(/[^A-Za-z0-9+_-]/g, '')
const hasCardNumber = (text: string): boolean =>
  text.split(/[^A-Za-z0-9+_-]/).some((span) => /^\d{13,19}$/.test(span.replaceAll(/[+_-]/g, '')))

describe('a key in a URL looks random', () => {
  it('exactly where nothing of it can be read beside a line in the log', async () => {
    const edges = [
      '0123456789abcdef0123456789abcdef',
      '0123456789abcdef0123456789abcde',
      '01234567890123456azAZ',
      '0123456789012345azAZ',
      'AAbb12---------------',
      'padaria-do-ze-2026',
    ]
    const keys = [...edges, ...fc.sample(key, { numRuns: 600, seed: 9 })].filter(
      (each) => !hasCardNumber(each) && !/^\.+$/.test(each) && /[A-Za-z0-9]/.test(each),
    )
    for (const [number, text] of keys.entries()) {
      await miniflare.dispatchFetch(`http://x.test/k/${text}`, { headers: { number: String(number) } })
    }
    await until(() => expect(seen.size).toBe(keys.length))
    const wrong = keys.filter((text, number) => {
      const logged = seen.get(String(number))?.slice('/k/'.length) ?? ''
      return looksRandom(text) !== (readable(logged) === '')
    })
    expect(wrong).toEqual([])
    expect(keys.filter(looksRandom).length).toBeGreaterThan(50)
  })
})
