/** A receiver from its first setup through the years after: deploys, and what goes wrong with them, while senders go on sending. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../../scripts/wrangler.ts'
import { newAccount } from './account.ts'
import type { Finished } from './clone.ts'
import { deleteSecret, keysOf, putSecret, serving } from './cloudflare/account.ts'
import { describeInterruptions } from './interrupted.ts'

const ADDRESS = 'https://catraca.acme.workers.dev'
const paid = readFileSync(join(root, 'test/payloads/safe2pay/3-autorizado-boleto.json'))

const account = await newAccount('acme')
const { standIn, clone } = account
let keys: Readonly<Record<string, string>>

describeInterruptions(account)

beforeEach(() => {
  standIn.calls.length = 0
})

const build = (): string | undefined => serving(standIn.worker('catraca'))?.annotations['workers/tag']

/** What tells the builds of these tests apart. */
const quarantineDays = (): string | undefined =>
  serving(standIn.worker('catraca'))?.upload.bindings.find(({ name }) => name === 'QUARANTINE_DAYS')?.text

async function deliver(): Promise<number> {
  const init = { method: 'POST', headers: { 'X-Api-Key': keys.SAFE2PAY_KEYS ?? '' }, body: paid }
  return (await standIn.fetch(`${ADDRESS}/webhooks/safe2pay`, init)).status
}

/** Makes another build of the Worker. */
function change(days: number): void {
  clone.write(
    'wrangler.toml',
    clone.read('wrangler.toml').replaceAll(/QUARANTINE_DAYS = "\d+"/g, `QUARANTINE_DAYS = "${days}"`),
  )
}

/** Delivers again and again while a command runs; what the senders were answered, each status once. */
async function whileSending(
  command: Promise<Finished>,
): Promise<Finished & { readonly answers: readonly number[] }> {
  const answers = new Set<number>()
  let isRunning = true
  const finished = command.finally(() => {
    isRunning = false
  })
  while (isRunning) {
    answers.add(await deliver())
    await sleep(100)
  }
  return { ...(await finished), answers: [...answers] }
}

describe('npm run deploy', () => {
  beforeAll(async () => {
    keys = keysOf(standIn.worker('catraca'))
    expect(await deliver()).toBe(200)
  })

  it('brings a new version with its migration, and no sender notices', async () => {
    const before = build()
    change(31)
    clone.write('migrations/0100_notes.sql', 'CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT;\n')
    const { code, output, answers } = await whileSending(clone.run('deploy'))
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(answers).toEqual([200])
    expect(build()).not.toBe(before)
    expect(output).toContain(`deployed ${build()} instead of ${before}`)
    expect(keysOf(standIn.worker('catraca'))).toEqual(keys)
    expect(await standIn.rows('catraca', 'SELECT count(*) AS notes FROM notes')).toEqual([{ notes: 0 }])
    // The database first: the new version may need what the migration brings.
    const [migration, upload] = ['/query', '/scripts/catraca'].map((end) =>
      standIn.writes().findIndex((call) => call.endsWith(end)),
    )
    expect(migration).toBeLessThan(upload ?? 0)
  })

  it('names a missing secret before anything changes', async () => {
    deleteSecret(standIn.worker('catraca'), 'ADMIN_KEYS')
    const { code, output } = await clone.run('deploy')
    expect(code).toBe(1)
    expect(output).toContain('Nothing was changed: catraca lacks the secret ADMIN_KEYS. Run `npm run setup`')
    expect(standIn.writes()).toEqual([])
    putSecret(standIn.worker('catraca'), 'ADMIN_KEYS', keys.ADMIN_KEYS ?? '')
  })

  it('refuses a migration that takes something away before anything changes', async () => {
    clone.write('migrations/0101_less.sql', 'ALTER TABLE orders DROP COLUMN sale_number;\n')
    const { code, output } = await clone.run('deploy')
    expect(code).toBe(1)
    expect(output).toContain(
      'Nothing was migrated or deployed. The migration 0101_less.sql does more than add:',
    )
    expect(standIn.writes()).toEqual([])
    clone.delete('migrations/0101_less.sql')
  })

  it('keeps the old version where a migration fails, nothing of which stays', async () => {
    const before = build()
    change(32)
    clone.write(
      'migrations/0102_half.sql',
      'CREATE TABLE half (id INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);\n',
    )
    const failed = await whileSending(clone.run('deploy'))
    expect(failed).toMatchObject({ code: 1, answers: [200] })
    expect(failed.output).toContain('no such table: nowhere')
    expect(failed.output).toContain('The migration 0102_half.sql failed, and none of its changes were kept')
    expect(failed.output).toContain('Correct migrations/0102_half.sql and run this again')
    expect(build()).toBe(before)
    expect(await standIn.rows('catraca', "SELECT name FROM sqlite_master WHERE name = 'half'")).toEqual([])
  })

  it('leaves the old version serving when it is killed while it uploads, and completes when run again', async () => {
    const before = build()
    clone.write('migrations/0102_half.sql', 'CREATE TABLE half (id INTEGER) STRICT;\n')
    const uploading = standIn.breakAt(
      'before',
      ({ method, path }) => method === 'PUT' && path.endsWith('/scripts/catraca'),
    )
    const deploy = clone.start('deploy')
    await uploading
    deploy.kill('SIGKILL')
    await deploy.finished
    expect(await standIn.rows('catraca', 'SELECT count(*) AS half FROM half')).toEqual([{ half: 0 }])
    expect(build()).toBe(before)
    expect(await deliver()).toBe(200)

    const again = await clone.run('deploy')
    expect(again).toMatchObject({ code: 0 })
    expect(again.output).toContain('D1 has all migrations')
    expect(build()).not.toBe(before)
    expect(await deliver()).toBe(200)
  })
})

describe('npm run rollback', () => {
  it('brings the build before back, and leaves what is stored as it is', async () => {
    const stored = await standIn.rows('catraca', 'SELECT * FROM transactions')
    const { code, output, answers } = await whileSending(clone.run('rollback'))
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(answers).toEqual([200])
    // Else busy objects could go on for minutes with the code that was taken back.
    const change = standIn.calls.find(
      ({ method, path }) => method === 'POST' && path.endsWith('/deployments'),
    )
    expect(JSON.parse(String(change?.body))).toMatchObject({ code_update_strategy: { mode: 'immediate' } })
    expect(quarantineDays()).toBe('31')
    expect(output).toContain('Orders, transactions and history stay as they are')
    expect(await standIn.rows('catraca', 'SELECT * FROM transactions')).toEqual(stored)
    expect(stored).toHaveLength(1)
    expect(output).toContain('Keys: `wrangler secret put` fails from now on, with code 10215')
    expect(output).toMatch(/check out the code of \d+\.\d+\.\d+-[0-9a-f]{12} and run `npm run deploy` there/)
  })

  it('leaves the keys as they are where wrangler is asked to change one, as it says', async () => {
    const { code, output } = await clone.wrangler(['secret', 'put', 'AMPLIA_KEYS'], 'rotated-key')
    expect(code).not.toBe(0)
    expect(output).toContain("the latest version of your Worker isn't currently deployed")
    expect(keysOf(standIn.worker('catraca'))).toEqual(keys)
  })

  it('is not undone by setup, unless somebody says so', async () => {
    const { code, output } = await clone.run('setup')
    expect(code).toBe(1)
    expect(output).toMatch(
      /Nothing was migrated or deployed\. catraca serves (\S+), to which somebody rolled back from (?!\1)\S+\. This code/,
    )
    expect(output).toContain('or run this again with --undo-rollback')
    expect(standIn.writes()).toEqual([])
    expect(quarantineDays()).toBe('31')

    expect(await clone.run('setup', ['--undo-rollback'])).toMatchObject({ code: 0 })
    expect(quarantineDays()).toBe('32')
    expect(keysOf(standIn.worker('catraca'))).toEqual(keys)
  })

  it('does not bring old keys back', async () => {
    putSecret(standIn.worker('catraca'), 'AMPLIA_KEYS', 'rotated-key')
    const { code, output } = await clone.run('rollback')
    expect(code).toBe(1)
    expect(output).toContain('Nothing was changed. A version holds its secrets')
    expect(output).toContain('The following secrets have changed: AMPLIA_KEYS')
    expect(keysOf(standIn.worker('catraca')).AMPLIA_KEYS).toBe('rotated-key')
  })
})
