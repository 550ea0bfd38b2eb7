/** From a clone to a receiver, with wrangler itself, against an account that remembers. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../scripts/wrangler.ts'
import { newAccount } from './account.ts'
import { deleteSecret, keysOf, putSecret, type Script } from './cloudflare/account.ts'
import { TOKEN } from './cloudflare/stand-in.ts'
import { describeDoctor } from './doctor.ts'

const paid = readFileSync(join(root, 'test/payloads/safe2pay/3-autorizado-boleto.json'))
const ADDRESS = 'https://padaria.acme.workers.dev'

const account = await newAccount()
const { standIn, clone } = account

const worker = (): Script => standIn.worker('padaria')

/** The text of every file below a folder, but not behind links, where the packages are. */
function* textsBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* textsBelow(path)
    if (entry.isFile()) yield readFileSync(path, 'utf8')
  }
}

describe('a person who has never used Cloudflare', () => {
  it.each([
    ['how to sign in', 'setup', [], '', 'Not signed in to Cloudflare. Run `npx wrangler login`'],
    [
      'what a token must be allowed to do',
      'setup',
      [],
      'another',
      'it needs Workers Scripts: Edit and D1: Edit',
    ],
    [
      'that a deploy comes after a setup',
      'deploy',
      ['--env', 'staging'],
      TOKEN,
      '`npm run setup -- --env staging` creates it.',
    ],
  ] as const)('is told %s', async (_, script, flags, token, says) => {
    const { code, output } = await clone.run(script, flags, { CLOUDFLARE_API_TOKEN: token })
    expect(code).toBe(1)
    expect(output).toContain(says)
  })
})

describe('npm run setup', () => {
  it('asks an account that has never had a Worker to choose its part of the address, before it makes anything', async () => {
    const { code, output } = await clone.run('setup')
    expect(code).toBe(1)
    expect(output).toContain('npm run setup -- --subdomain <your company>')
    expect(standIn.writes()).toEqual([])
  })

  it('refuses a retention that is no number of days, before it makes anything', async () => {
    const { code, output } = await clone.run('setup', ['--retention-days', 'a year'])
    expect(code).toBe(1)
    expect(output).toContain('a year is not a number of days: 1 to 36500, or forever.')
    expect(standIn.writes()).toEqual([])
  })

  it('makes a clone a receiver: a migrated database, keys in place, and the addresses to paste', async () => {
    const argumentsSeen: string[] = []
    const watch = setInterval(
      () => argumentsSeen.push(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })),
      500,
    )
    const { code, output } = await clone.run('setup', [
      '--name',
      'padaria',
      '--subdomain',
      'acme',
      '--retention-days',
      '400',
    ])
    clearInterval(watch)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(clone.read('wrangler.toml')).toMatch(/^\[vars\]$[^[]*^RETENTION_DAYS = "400"$/m)

    expect(standIn.state.databases).toMatchObject([{ name: 'padaria', location: 'enam' }])
    expect(clone.read('wrangler.toml')).toContain(
      `database_name = "padaria"\nmigrations_dir = "migrations"\ndatabase_id = "${standIn.state.databases[0]?.uuid}"`,
    )
    expect(worker()).toMatchObject({ enabled: true, crons: ['17 5 * * *', '*/5 * * * *'] })
    const { AMPLIA_KEYS = '', SAFE2PAY_KEYS = '', ADMIN_KEYS = '' } = keysOf(worker())
    expect(output).toContain(`${ADDRESS}/webhooks/amplia\n  with the header X-Api-Key: ${AMPLIA_KEYS}\n`)
    expect(output).toContain(`${ADDRESS}/webhooks/safe2pay/${SAFE2PAY_KEYS}\n`)
    expect(output.split(ADMIN_KEYS)).toHaveLength(2)

    const delivered = await standIn.fetch(`${ADDRESS}/webhooks/safe2pay/${SAFE2PAY_KEYS}`, {
      method: 'POST',
      body: paid,
    })
    expect(await delivered.json()).toMatchObject({ verdict: 'applied' })
    await expect
      .poll(() => standIn.rows('padaria', 'SELECT transaction_id, status_name FROM transactions'))
      .toEqual([{ transaction_id: 2081955, status_name: 'Autorizado' }])

    // No key in a file, in wrangler's own logs among them, nor in what every user of the machine can list.
    for (const key of [AMPLIA_KEYS, SAFE2PAY_KEYS, ADMIN_KEYS]) {
      expect(key).toMatch(/^[0-9a-f]{48}$/)
      for (const text of textsBelow(clone.base)) expect(text.includes(key)).toBe(false)
      expect(argumentsSeen.join()).not.toContain(key)
    }
  })

  it('writes no row when it tries the doors', async () => {
    const sql =
      'SELECT (SELECT count(*) FROM quarantine) AS quarantined, (SELECT count(*) FROM transitions) AS events'
    expect(await standIn.rows('padaria', sql)).toEqual([{ quarantined: 0, events: 1 }])
  })

  it('changes nothing when it is run again', async () => {
    const configuration = clone.read('wrangler.toml')
    const before = keysOf(worker())
    standIn.calls.length = 0
    const { code, output } = await clone.run('setup')
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(standIn.writes()).toEqual([])
    expect(clone.read('wrangler.toml')).toBe(configuration)
    for (const key of Object.values(before)) expect(output).not.toContain(key)
    expect(output).toContain(`${ADDRESS}/webhooks/amplia\n  with a key of AMPLIA_KEYS`)
  })
})

describeDoctor(account)

describe('npm run setup, run again,', () => {
  it('mends what is missing, puts given keys in place of those that are there, and leaves the rest', async () => {
    const before = keysOf(worker())
    deleteSecret(worker(), 'AMPLIA_KEYS')
    worker().enabled = false
    worker().crons = []
    clone.write('.secrets', 'SAFE2PAY_KEYS=their-secret-key, kept-url-key-of-ours\n')
    const { code, output } = await clone.run('setup', ['--keys', '.secrets'])
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(worker()).toMatchObject({ enabled: true, crons: ['17 5 * * *', '*/5 * * * *'] })
    const { AMPLIA_KEYS = '', ...others } = keysOf(worker())
    expect(others).toEqual({
      SAFE2PAY_KEYS: 'their-secret-key,kept-url-key-of-ours',
      ADMIN_KEYS: before.ADMIN_KEYS,
    })
    expect(output).toContain(`X-Api-Key: ${AMPLIA_KEYS}`)
    expect(output).not.toContain('their-secret-key')
    expect(output).toContain(
      'Note: key 1 of SAFE2PAY_KEYS, key 2 of SAFE2PAY_KEYS: not random enough for a URL',
    )
    expect(standIn.state.databases).toHaveLength(1)
  })

  it('makes staging a receiver of its own, whose keys need no label, and leaves production as it is', async () => {
    const versions = worker().versions.length
    const key = '5e'.repeat(24)
    clone.write('.secrets', `SAFE2PAY_KEYS=sandbox:${key}\n`)
    const flags = ['--env', 'staging', '--providers', 'safe2pay', '--keys', '.secrets']
    const { code, output } = await clone.run('setup', flags)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toContain('https://padaria-staging.acme.workers.dev/webhooks/safe2pay/')
    expect(output).toContain('Amplia Reg: closed')
    expect(standIn.state.databases.map(({ name }) => name)).toEqual(['padaria', 'padaria-staging'])
    expect(worker().versions).toHaveLength(versions)
    const keys = keysOf(standIn.worker('padaria-staging'))
    expect(keys).toMatchObject({
      SAFE2PAY_KEYS: expect.stringMatching(new RegExp(`^${key},[0-9a-f]{48}$`)),
      ADMIN_KEYS: expect.stringMatching(/^[0-9a-f]{48}$/),
    })
    for (const [name, text] of Object.entries(keys)) expect(text).not.toBe(keysOf(worker())[name])
  })

  it('labels the key of a sandbox in production, and puts given keys in place only once', async () => {
    clone.write('.secrets', 'SAFE2PAY_KEYS=their-secret-key,sandbox:kept-url-key-of-ours\n')
    const labelled = await clone.run('setup', ['--keys', '.secrets'])
    expect(labelled).toMatchObject({ code: 0 })
    expect(labelled.output).toContain('Note: key 2 of SAFE2PAY_KEYS: labelled sandbox')
    expect(keysOf(worker()).SAFE2PAY_KEYS).toBe('their-secret-key,sandbox:kept-url-key-of-ours')
    standIn.calls.length = 0
    expect(await clone.run('setup', ['--keys', '.secrets'])).toMatchObject({ code: 0 })
    expect(standIn.writes()).toEqual([])
  })

  it.each([
    ['SAFE2PAY_KEYS=short-key\n', 'Key 1 of SAFE2PAY_KEYS has 9 characters'],
    ['AMPLIA_KEYS=their-secret-key\n', 'Key 1 of AMPLIA_KEYS is already a key of SAFE2PAY_KEYS'],
  ])('puts no key in place that it should not, and says which: %j', async (text, says) => {
    standIn.calls.length = 0
    clone.write('.secrets', text)
    const { code, output } = await clone.run('setup', ['--keys', '.secrets'])
    expect(code).toBe(1)
    expect(output).toContain(says)
    expect(output).not.toMatch(/short-key|their-secret/)
    expect(standIn.writes()).toEqual([])
  })

  it('deploys nothing with the variable that is for this machine alone, wherever it stands', async () => {
    const configuration = clone.read('wrangler.toml')
    standIn.calls.length = 0
    clone.write('wrangler.toml', configuration.replace('[vars]\n', '[vars]\nLOCAL = "true"\n'))
    for (const command of ['setup', 'deploy'] as const) {
      const { code, output } = await clone.run(command)
      expect(code).toBe(1)
      expect(output).toContain('wrangler.toml sets LOCAL')
    }
    clone.write('wrangler.toml', configuration)
    putSecret(worker(), 'LOCAL', 'true')
    for (const command of ['setup', 'deploy'] as const) {
      const { code, output } = await clone.run(command)
      expect(code).toBe(1)
      expect(output).toContain('npx wrangler secret delete LOCAL --name padaria')
    }
    expect(standIn.writes()).toEqual([])
    deleteSecret(worker(), 'LOCAL')
  })

  it('does not call a receiver ready whose only key everybody can read, and which lets that in nowhere', async () => {
    putSecret(worker(), 'SAFE2PAY_KEYS', 'SECRET_KEY')
    const delivered = await standIn.fetch(`${ADDRESS}/webhooks/safe2pay`, { method: 'POST', body: paid })
    expect(delivered.status).toBe(503)
    const { code, output } = await clone.run('setup')
    expect(code).toBe(1)
    expect(output).toContain('SAFE2PAY_KEYS holds no valid key')
  })
})
