/**
 * `npm run simulate`: plays real lives against a running receiver and says whether every entity ended where it
 * should, by what the answers said and by what D1 holds. Exits with 1 when one did not.
 */
import { firstKeys } from './keys.ts'
import { type Delivery, deliver, type Expected, lifeOf } from './lives.ts'
import { anySeed, optionsOf } from './options.ts'
import { PAYLOADS } from './payloads.ts'
import { random } from './random.ts'
import { until } from './until.ts'
import { queryD1 } from './wrangler.ts'

const options = optionsOf(
  { entities: 40, seed: anySeed() },
  { url: { type: 'string', default: 'http://localhost:8787' }, 'persist-to': { type: 'string' } },
)
const { entities, seed } = options

/** How many entities are played at once; the deliveries of one go out one after the other. */
const CONNECTIONS = 16
/** D1 follows the answers within a second; a receiver on a busy machine may need longer. */
const SETTLE_MS = 60_000

const local = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(options.url).hostname)
const d1 = [
  local ? '--local' : '--remote',
  ...(options['persist-to'] ? ['--persist-to', options['persist-to']] : []),
]
const keys = firstKeys()

/** Which verdict, or which HTTP status, each kind of delivery got how often. */
const answers = new Map<string, Map<string, number>>()
const wrong: string[] = []
let sent = 0

interface Errand {
  readonly kind: string
  readonly deliveries: readonly (Delivery & { readonly answer?: number; readonly key?: string })[]
}

/** Where the documented bodies leave their entities. */
const DOCUMENTED_ENDS: readonly Expected[] = [
  { provider: 'amplia', id: '0195a9dc-c0f0-4f5c-83d3-bf562ae98ed9', status: 'Canceled', gaps: 0 },
  { provider: 'amplia', id: '0195aa59-f1b8-4154-b709-7149fcf37c70', status: 'Revoked', gaps: 1 },
  { provider: 'amplia', id: '0195a9e1-01af-434b-bcf2-5518820098c4', status: 'Declined', gaps: 1 },
  { provider: 'safe2pay', id: '2091328', status: '1' },
  { provider: 'safe2pay', id: '2036495', status: '11' },
  { provider: 'safe2pay', id: '2086999', status: '2' },
  { provider: 'safe2pay', id: '2081955', status: '3' },
  { provider: 'safe2pay', id: '1040415', status: '3' },
  { provider: 'safe2pay', id: '26630087', status: '3' },
  { provider: 'safe2pay', id: '1985277', status: '6' },
  { provider: 'safe2pay', id: '2081106', status: '7' },
]

const { errands, expected } = plan()
const total = errands.reduce((sum, { deliveries }) => sum + deliveries.length, 0)
console.log(`Seed ${seed}: ${total} deliveries of ${expected.length} entities to ${options.url}`)
await play()
report()
await compareWithD1()
if (wrong.length > 0) {
  console.log(`\n${wrong.length} things are wrong:\n${wrong.slice(0, 20).join('\n')}`)
  console.log(`\nRepeat with: npm run simulate -- --entities ${entities} --seed ${seed} --url ${options.url}`)
  process.exit(1)
}
console.log(`All ${expected.length} entities ended where they should.`)

function plan(): { errands: readonly Errand[]; expected: readonly Expected[] } {
  const dice = random(seed)
  const lives = Array.from({ length: entities }, (_, index) => {
    const life = lifeOf(1_000_000_000 + seed * 10_000 + index)
    return { kind: life.expected.provider === 'amplia' ? 'orders' : 'transactions', ...life }
  })
  return {
    errands: [
      { kind: 'documented', deliveries: PAYLOADS },
      { kind: 'bad', deliveries: badDeliveries() },
      ...dice.shuffle(lives),
    ],
    expected: [...DOCUMENTED_ENDS, ...lives.map((life) => life.expected)],
  }
}

async function play(): Promise<void> {
  const waiting = [...errands]
  const [documented] = waiting.splice(0, 1)
  if (documented) await run(documented)
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let errand = waiting.shift(); errand; errand = waiting.shift()) await run(errand)
    }),
  )
  process.stdout.write('\n')
}

async function run({ kind, deliveries }: Errand): Promise<void> {
  for (const delivery of deliveries) {
    const response = await post(delivery)
    const answer = (await response.json()) as { readonly verdict?: string; readonly title?: string }
    const got = response.status === 200 ? (answer.verdict ?? '?') : `${response.status}`
    const counts = answers.get(kind) ?? new Map<string, number>()
    answers.set(kind, counts.set(got, (counts.get(got) ?? 0) + 1))
    const due = delivery.answer ?? 200
    if (response.status !== due)
      wrong.push(`${kind}: ${response.status} ${answer.title ?? ''} instead of ${due}`)
    sent += 1
    if (sent % Math.ceil(total / 20) === 0 || sent === total)
      process.stdout.write(`\r${sent} of ${total} sent`)
  }
}

async function post(delivery: Errand['deliveries'][number]): Promise<Response> {
  try {
    return await deliver(options.url, delivery, delivery.key ?? keys[delivery.provider])
  } catch (error) {
    console.error(`\nNo receiver answers at ${options.url}: ${String((error as Error).cause ?? error)}`)
    return process.exit(2)
  }
}

function report(): void {
  const verdicts = [...new Set([...answers.values()].flatMap((counts) => [...counts.keys()]))].sort()
  const rows: Record<string, Record<string, number>> = {}
  for (const [kind, counts] of answers) {
    rows[kind] = Object.fromEntries(verdicts.map((verdict) => [verdict, counts.get(verdict) ?? 0]))
  }
  console.table(rows)
}

async function compareWithD1(): Promise<void> {
  let differences: readonly string[] = []
  const isSame = (): boolean => {
    try {
      differences = differencesFromD1()
    } catch (error) {
      // Another process writes to the same file, and one of the two has to wait.
      differences = [`D1 could not be read: ${String(error)}`]
    }
    return differences.length === 0
  }
  if (!(await until(isSame, SETTLE_MS, [500, 500]))) wrong.push(...differences)
}

function differencesFromD1(): readonly string[] {
  const found = new Map<string, { status: string; gaps: number | null }>()
  // A command line has its limits, so the entities are asked for in portions.
  for (let from = 0; from < expected.length; from += 1000) {
    const portion = expected.slice(from, from + 1000)
    const ids = (provider: string) =>
      portion.flatMap((each) => (each.provider === provider ? [`'${each.id}'`] : [])).join()
    const rows = queryD1<{ provider: string; id: string; status: string; gaps: number | null }>(
      `SELECT 'amplia' AS provider, order_id AS id, status, gaps FROM orders WHERE order_id IN (${ids('amplia')})
       UNION ALL
       SELECT 'safe2pay', CAST(transaction_id AS TEXT), CAST(status AS TEXT), NULL FROM transactions
       WHERE transaction_id IN (${ids('safe2pay')})`,
      d1,
    )
    for (const row of rows) found.set(`${row.provider}:${row.id}`, row)
  }
  return expected.flatMap(({ provider, id, status, gaps }) => {
    const row = found.get(`${provider}:${id}`)
    if (!row) return [`${provider} ${id} is not in D1, and should be ${status}`]
    if (row.status !== status) return [`${provider} ${id} is ${row.status} in D1, and should be ${status}`]
    if (gaps !== undefined && row.gaps !== gaps)
      return [`${provider} ${id} has ${row.gaps} gaps, and should have ${gaps}`]
    return []
  })
}

function badDeliveries(): Errand['deliveries'] {
  const text = (provider: Delivery['provider'], body: string, answer: number) => ({ provider, body, answer })
  return [
    text('amplia', '{"type":"OrderStatusChanged"', 400),
    text('amplia', '[]', 422),
    text('amplia', '{"type":"CertificateExpired"}', 202),
    text(
      'amplia',
      JSON.stringify({ type: 'OrderStatusChanged', orderStatusTransitionModel: { orderId: 7 } }),
      422,
    ),
    text('safe2pay', '', 200),
    text('safe2pay', '{"IdTransaction":1,', 400),
    text('safe2pay', JSON.stringify({ IdTransaction: -1, TransactionStatus: { Id: 3 } }), 422),
    text('safe2pay', JSON.stringify({ IdTransaction: 1, TransactionStatus: { Id: 'paid' } }), 422),
    text('safe2pay', JSON.stringify({ padding: 'x'.repeat(256 * 1024) }), 413),
    { ...text('amplia', '{}', 401), key: 'not-the-key' },
    { ...text('safe2pay', '{"SecretKey":""}', 401), key: 'not-the-key' },
  ]
}
