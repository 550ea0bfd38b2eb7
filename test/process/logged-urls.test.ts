/**
 * The Worker as it is deployed, with a listener behind it that is told what Workers Logs is told: each line, and the URL
 * of the request that wrote it. No key can be read there, wherever in a URL it stood.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, CATRACA } from '../../scripts/runtime/bundle.ts'
import { ALONE, bundledWorker } from '../../scripts/runtime/worker.ts'
import { root } from '../../scripts/wrangler.ts'
import { until } from '../tools/patience.ts'

const WORDS = 'canary-padaria-do-ze-2026'
const RANDOM = 'canaryQ7Zr2mNp4Xk9Ls1T'
const SHORT = 'canary'
const paid = readFileSync(join(root, 'test/payloads/safe2pay/3-autorizado-boleto.json'), 'utf8')

interface Told {
  readonly url: string
  readonly lines: readonly string[]
}
const told: Told[] = []
const folder = mkdtempSync(join(tmpdir(), 'catraca-urls-'))
let miniflare: Miniflare

const LISTENER = `export default {
  fetch: () => new Response(),
  tail: (items) => items.forEach(({ event, logs }) =>
    console.log(JSON.stringify({ url: event?.request?.url ?? '', lines: logs.map(({ message }) => message[0]) }))),
}`

beforeAll(async () => {
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...ALONE,
      handleStructuredLogs: ({ message }) => {
        if (message.startsWith('{"url"')) told.push(JSON.parse(message))
      },
      workers: [
        {
          ...bundledWorker('catraca', CATRACA, bundle(CATRACA, join(folder, 'bundle')), {
            AMPLIA_KEYS: `${WORDS},${SHORT}`,
            SAFE2PAY_KEYS: `${WORDS},${RANDOM}`,
            ADMIN_KEYS: SHORT,
          }),
          tails: ['listener'],
        },
        { name: 'listener', modules: true, script: LISTENER, compatibilityDate: '2026-08-01' },
      ],
    }),
  )
  await miniflare.ready
})
afterAll(async () => {
  await miniflare.dispose()
  rmSync(folder, { recursive: true, force: true })
})

async function send(path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const before = told.length
  const response = await miniflare.dispatchFetch(`http://catraca.test${path}`, {
    method: 'POST',
    headers,
    body: paid,
  })
  await response.text()
  await until(() => expect(told.length).toBeGreaterThan(before))
  return response.status
}

const linesOf = (event: string): readonly Readonly<Record<string, unknown>>[] =>
  told
    .flatMap(({ lines }) => lines)
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .filter((line) => line.event === event)

describe('a key that stands in a URL', () => {
  it.each([
    [401, `/webhooks/safe2pay/${WORDS}`, {}],
    [401, `/webhooks/safe2pay/${WORDS}x`, {}],
    [401, `/webhooks/safe2pay/${RANDOM.slice(0, -2)}`, {}],
    [401, `/webhooks/safe2pay/${WORDS.replace('n', '%6E')}`, {}],
    [401, `/webhooks/amplia/${SHORT}`, {}],
    [401, `/webhooks/safe2pay//${WORDS}`, {}],
    [401, `/webhooks/safe2pay?key=${WORDS}`, {}],
    [200, `/webhooks/safe2pay/${WORDS}`, { 'X-Api-Key': RANDOM }],
    [200, `/webhooks/safe2pay?key=${WORDS}`, { 'X-Api-Key': RANDOM }],
    [200, `/webhooks/safe2pay/${RANDOM}?from=${WORDS}`, {}],
    [200, `/webhooks/safe2pay/${RANDOM}`, {}],
    [404, `/webhook/safe2pay/${WORDS}`, {}],
    [404, `/webhooks/safe2pay/${WORDS}/more`, {}],
    [404, `/webhooks%2Fsafe2pay%2F${WORDS}`, {}],
    [404, `/${WORDS}`, {}],
    [401, `/api/${WORDS}`, { Authorization: `Bearer ${SHORT}` }],
  ])('is answered %i and cannot be read beside any line: %s', async (status, path, headers) => {
    const answered = await send(path, headers)
    if (!path.startsWith('/api')) expect(answered).toBe(status)
    const readable = told.filter(({ url, lines }) => lines.length > 0 && /canary|padaria/i.test(url))
    expect(readable).toEqual([])
    expect(JSON.stringify(told.map(({ lines }) => lines))).not.toMatch(/canary|padaria/i)
  })

  it('leaves the line of its delivery all the same', () => {
    expect(linesOf('delivery')).toHaveLength(12)
    expect(linesOf('delivery')[0]).toMatchObject({ verdict: 'unauthorized', refusedInPath: 1 })
  })

  it('is named once where it opens nothing', () => {
    expect(linesOf('keys_refused')).toEqual([
      {
        event: 'keys_refused',
        keys: [
          { secret: 'AMPLIA_KEYS', position: 2, reason: 'too_short' },
          { secret: 'ADMIN_KEYS', position: 1, reason: 'too_short' },
        ],
      },
    ])
  })
})
