/** `npm run rebuild`, on a receiver whose D1 somebody dropped: everything that the objects keep is there again. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliver, lifeOf } from '../../scripts/lives.ts'
import { progressFile } from '../../scripts/rebuild/progress.ts'
import { root } from '../../scripts/wrangler.ts'
import { execute, rowsIn } from './local-d1.ts'
import { npmStart, type Started } from './npm-start.ts'

const ENTITIES = 200
const CONNECTIONS = 16
const TABLES = ['orders', 'transactions', 'transitions', 'quarantine', 'quarantine_sizes'] as const
const VIEWS = ['attention', 'order_payments', 'daily', 'timeline', 'statuses']

const folder = mkdtempSync(join(tmpdir(), 'catraca-rebuild-'))
const data = join(folder, 'data')
let receiver: Started
let url = ''

beforeAll(async () => {
  receiver = await npmStart(data)
  url = receiver.url
})
afterAll(async () => {
  await receiver.stop()
  rmSync(folder, { recursive: true, force: true })
  progressFile(url).delete()
})

async function rebuild(
  address = url,
  key = 'ADMIN_LOCAL_KEY',
): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(process.execPath, ['scripts/rebuild.ts', '--url', address], {
    cwd: root,
    env: { ...process.env, ADMIN_KEYS: key },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

/** Every row, but for when it came to D1, and its place in the feed. */
const readModel = () =>
  TABLES.map((table) =>
    rowsIn(data, `SELECT * FROM ${table} ORDER BY 1, 2, 3`).map(
      ({ projected_at: _, change: __, ...row }) => row,
    ),
  )

/** Everything that was sent, each life in its order. */
async function deliverAll(): Promise<number> {
  const lives = Array.from({ length: ENTITIES }, (_, number) => lifeOf(number + 1).deliveries)
  const rejected = [1, 2, 3].map((id) => [
    { provider: 'safe2pay' as const, body: JSON.stringify({ IdTransaction: id, TransactionStatus: 'paid' }) },
  ])
  const waiting = [...lives, ...rejected]
  const ids = new Set<string>()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let life = waiting.shift(); life; life = waiting.shift()) {
        for (const delivery of life) {
          const key = delivery.provider === 'amplia' ? 'AMPLIA_LOCAL_KEY' : 'SECRET_KEY'
          const response = await deliver(url, delivery, key)
          const { id } = (await response.json()) as { readonly id?: string }
          if (id !== undefined) ids.add(id)
        }
      }
    }),
  )
  return ids.size
}

describe('npm run rebuild', () => {
  it('brings back, row by row, what D1 had of hundreds of entities before it was dropped', async () => {
    const entities = await deliverAll()
    expect(entities).toBeGreaterThanOrEqual(ENTITIES)
    // Alone it changes nothing, and it waits until D1 has everything.
    const first = await rebuild()
    expect(first).toMatchObject({
      code: 0,
      text: expect.stringContaining('D1 has everything that the objects have.'),
    })
    const before = readModel()
    expect((before[0]?.length ?? 0) + (before[1]?.length ?? 0)).toBe(ENTITIES)
    expect(before[3]?.length).toBe(3)

    execute(
      data,
      [...VIEWS.map((name) => `DROP VIEW ${name}`), ...TABLES.map((name) => `DROP TABLE ${name}`)].join(';'),
    )
    const { code, text } = await rebuild()
    expect({ code, text }).toMatchObject({ code: 0 })
    expect(text).toContain('created in D1: orders, ')
    expect(text).toMatch(new RegExp(`^orders and payments +${entities} +${entities}$`, 'm'))
    expect(text).toMatch(/^bodies in quarantine +3 +3$/m)
    expect(readModel()).toEqual(before)
    expect(rowsIn(data, 'SELECT * FROM daily').length).toBeGreaterThan(0)
    // The overview and metrics, whose numbers are kept.
    expect(rowsIn(data, 'SELECT * FROM totals_differ')).toEqual([])
  })

  it('goes on where it was interrupted, and fails where one side has what the other lacks', async () => {
    const file = progressFile(url)
    execute(data, "DELETE FROM transitions WHERE provider = 'amplia'")
    // As it stands when it is interrupted behind the last order and payment.
    file.write({
      startedAt: new Date().toISOString(),
      className: 'KeptBody',
      cursor: null,
      tally: {
        entities: ENTITIES,
        heads: ENTITIES,
        events: 1,
        bodies: 0,
        empty: 0,
        nameless: [],
        failed: [],
      },
    })
    const { code, text } = await rebuild()
    expect(code).toBe(1)
    expect(text).toContain(`continues after ${ENTITIES} objects`)
    expect(text).toMatch(/D1 lacks \d+: orders and payments\. Look for projection_failed/)
    expect(await rebuild()).toMatchObject({ code: 0 })

    execute(
      data,
      "INSERT INTO transitions (provider, entity_id, seq, verdict, effective, status, previous_status, occurred_at, received_at, reason, notice, rules_version, revision, projected_at, notice_kind) SELECT provider, entity_id || '9', seq, verdict, effective, status, previous_status, occurred_at, received_at, reason, notice, rules_version, revision, projected_at, notice_kind FROM transitions WHERE provider = 'safe2pay' AND seq = 1 LIMIT 1",
    )
    const more = await rebuild()
    expect(more.code).toBe(1)
    expect(more.text).toContain('D1 has 1 that no object has: orders and payments.')
  })

  it('refuses a key that is none, and an address where nobody answers', async () => {
    expect(await rebuild(url, 'not-a-key')).toMatchObject({
      code: 1,
      text: expect.stringContaining('the key is not one of its ADMIN_KEYS'),
    })
    expect(await rebuild('http://localhost:9')).toMatchObject({
      code: 1,
      text: expect.stringContaining('No receiver answers at http://localhost:9. Start it: npm start'),
    })
  })
})
