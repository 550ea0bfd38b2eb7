/** The doctor finds what would break the receiver or open it, says what to do, and never says a key. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgeAlerts, judgeDigest, judgeTested } from '../../scripts/doctor/alerts.ts'
import { judgeAsking, judgeFailing, judgeNights, type Night } from '../../scripts/doctor/asking.ts'
import { judgeConfiguration } from '../../scripts/doctor/configuration.ts'
import { judgeLag, judgeMigrations, judgeObjects, judgeQuarantine } from '../../scripts/doctor/database.ts'
import { type Finding, report } from '../../scripts/doctor/finding.ts'
import { forwardSettings, judgeEndpoint, judgeForwarding } from '../../scripts/doctor/forwarding.ts'
import { judgeKeys } from '../../scripts/doctor/keys.ts'
import { NEEDS } from '../../scripts/doctor/needs.ts'
import { judgeNode, judgePackages } from '../../scripts/doctor/versions.ts'
import { root, wranglerFunctions } from '../../scripts/wrangler.ts'

const levels = (findings: readonly Finding[]): readonly string[] => findings.map(({ level }) => level)
const mended = (findings: readonly Finding[]): string =>
  report(findings.filter(({ level }) => level === 'mend'))

describe('the installation', () => {
  it.each([
    ['24.21.0', '>=22.0.0', 'ok'],
    ['22.0.0', '>=22.0.0', 'ok'],
    ['22.3.1', '>=22.3.2', 'mend'],
    ['20.19.4', '>=22.0.0', 'mend'],
    ['9.0.0', '>=22.0.0', 'mend'],
  ])('with Node %s where wrangler wants %s is: %s', (version, minimum, level) => {
    expect(judgeNode(version, minimum).level).toBe(level)
  })

  it('is told package by package where it is not what package.json pins', () => {
    const pins = { hono: '4.13.19', wrangler: '4.124.0', zod: '4.6.7' }
    expect(judgePackages(pins, pins).level).toBe('ok')
    const { level, says } = judgePackages(pins, { ...pins, hono: '4.0.0', zod: null })
    expect(level).toBe('mend')
    expect(says).toContain('hono is 4.0.0, not 4.13.19; zod is missing')
  })

  it('knows the version of a package that stands under another name', () => {
    const pins = { 'the-old-name': 'npm:@scope/the-new-name@1.5.0' }
    expect(judgePackages(pins, { 'the-old-name': '1.5.0' }).level).toBe('ok')
    expect(judgePackages(pins, { 'the-old-name': '1.4.0' }).says).toContain('is 1.4.0, not 1.5.0')
  })
})

describe('wrangler.toml', () => {
  const config = wranglerFunctions().unstable_readConfig({ config: join(root, 'wrangler.toml') })

  it.each([undefined, 'staging'])('as it stands here has all that the code needs: %s', (environment) => {
    const read = wranglerFunctions().unstable_readConfig({
      config: join(root, 'wrangler.toml'),
      env: environment,
    })
    expect(levels(judgeConfiguration(read, environment))).toEqual(['ok'])
  })

  it.each([
    ['ENTITIES', { durable_objects: { bindings: [] } }],
    ['Entity', { exports: {} }],
    ['DB', { d1_databases: [] }],
    ['ASSETS', { assets: { directory: 'public' } }],
    ['FAILED_CREDENTIALS', { ratelimits: [] }],
    ['SAFE2PAY_KEYS', { secrets: { required: ['AMPLIA_KEYS', 'ADMIN_KEYS'] } }],
    ['ACCESS_AUDIENCE', { vars: { QUARANTINE_DAYS: '30', ACCESS_TEAM_DOMAIN: '' } }],
    ['cron', { triggers: { crons: undefined } }],
  ])('is found wanting without %s, and the table is named', (name, change) => {
    const found = mended(judgeConfiguration({ ...config, ...change }, 'staging'))
    expect(found).toContain(name)
    expect(found).toMatch(/Add it to \[+env\.staging\./)
  })

  it.each([
    ['invocation logs', { logs: { enabled: true } }],
    ['invocation logs', { logs: { enabled: true, invocation_logs: true } }],
    ['invocation logs', { enabled: true, traces: { enabled: false } }],
    ['traces', { logs: { enabled: true, invocation_logs: false }, traces: { enabled: true } }],
    ['traces', { enabled: true, logs: { invocation_logs: false } }],
    ['query strings', { ...config.observability, redact_query_string: false }],
    ['query strings', { ...config.observability, redact_query_string: undefined }],
  ])('is found leaking where %s would hold the URL of a request: %j', (what, observability) => {
    expect(mended(judgeConfiguration({ ...config, observability }, undefined)).toLowerCase()).toContain(what)
  })

  it.each(['true', '', 'false'])('must be mended where it sets LOCAL, to %j', (LOCAL) => {
    const found = mended(judgeConfiguration({ ...config, vars: { ...config.vars, LOCAL } }, 'staging'))
    expect(found).toContain('wrangler.toml sets LOCAL')
    expect(found).toContain('[env.staging.vars]')
  })

  it('without logs is worth a note', () => {
    expect(levels(judgeConfiguration({ ...config, observability: undefined }, undefined))).toEqual([
      'ok',
      'note',
    ])
  })

  it('is asked for every name that the sources take from their environment, and for no other', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(join(root, 'src', file), 'utf8'))
      .join('\n')
    const named = [...sources.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g)].map(([name]) => name)
    const needed = [
      ...Object.keys(NEEDS.objects),
      ...NEEDS.databases,
      ...NEEDS.rateLimits,
      ...NEEDS.secrets,
      ...NEEDS.variables,
      NEEDS.local,
      NEEDS.apiKey,
      ...NEEDS.optional,
      ...NEEDS.wanted,
    ]
    expect(needed.filter((name) => !named.includes(name))).toEqual([])
    const taken = [...sources.matchAll(/\benv\.([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name)
    expect([...new Set(taken)].filter((name) => !needed.includes(name as 'DB'))).toEqual([])
  })
})

describe('keys', () => {
  const names = ['AMPLIA_KEYS', 'SAFE2PAY_KEYS', 'ADMIN_KEYS']
  const good = {
    AMPLIA_KEYS: '00112233445566778899aabb00112233, 99aabbccddeeff001122334499aabbcc',
    SAFE2PAY_KEYS: 'ffeeddccbbaa998877665544ffeeddcc',
    ADMIN_KEYS: '0f1e2d3c4b5a69788796a5b4',
  }
  const judgeText = (text: string, deployed = true, mode = 0o100600) =>
    judgeKeys({ name: '.secrets', text, mode, deployed }, names)
  const textOf = (secrets: Readonly<Record<string, string | undefined>>) =>
    Object.entries({ ...good, ...secrets })
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}\n`]))
      .join('')
  const judge = (secrets: Readonly<Record<string, string | undefined>>, deployed = true) =>
    judgeText(textOf(secrets), deployed)

  it('that are long and different are listed by their fingerprints', () => {
    const found = judge({})
    expect(levels(found)).toEqual(['ok'])
    // As `printf %s KEY | openssl sha256 -r | cut -c1-8` prints them.
    expect(report(found)).toContain('AMPLIA_KEYS 4d325e05')
  })

  it.each([
    ['short', { AMPLIA_KEYS: 'fifteen-letters' }, 'has 15 characters'],
    ['short, behind a long one', { AMPLIA_KEYS: `${good.AMPLIA_KEYS},short` }, 'has 5 characters'],
    ['equal for two providers', { AMPLIA_KEYS: good.SAFE2PAY_KEYS }, 'AMPLIA_KEYS and SAFE2PAY_KEYS'],
    [
      'equal for a provider and operators',
      { ADMIN_KEYS: good.SAFE2PAY_KEYS },
      'SAFE2PAY_KEYS and ADMIN_KEYS',
    ],
    ['those of the example', { SAFE2PAY_KEYS: 'SECRET_KEY' }, '.dev.vars.example'],
    ['cut off by a #', { SAFE2PAY_KEYS: `${good.SAFE2PAY_KEYS}#rest-of-the-key` }, 'has a # outside quotes'],
    ['cut off by a # behind a comma', { SAFE2PAY_KEYS: `${good.SAFE2PAY_KEYS}, #rest` }, 'cut off'],
    [
      'in a line that a later one replaces',
      { AMPLIA_KEYS: `${good.AMPLIA_KEYS}\nAMPLIA_KEYS=${'ab'.repeat(24)}` },
      'more than once',
    ],
    [
      'more than are accepted',
      { AMPLIA_KEYS: Array.from({ length: 101 }, (_, place) => `${place}-`.padEnd(32, 'ABab12')).join() },
      'has 101 keys',
    ],
    ['beside LOCAL', { LOCAL: 'true' }, 'sets LOCAL'],
  ])('that are %s must be mended', (_, secrets, says) => {
    const found = judge(secrets)
    expect(levels(found).filter((level) => level === 'mend')).toHaveLength(1)
    expect(mended(found)).toContain(says)
  })

  it('of the example are right on this machine', () => {
    expect(levels(judge({ SAFE2PAY_KEYS: 'SECRET_KEY', ADMIN_KEYS: 'ADMIN_LOCAL_KEY' }, false))).toEqual([
      'ok',
      'note',
    ])
  })

  it('that do not look random are worth a note, where a URL may hold them', () => {
    const words = 'padaria-do-ze-2026'
    const found = judge({ SAFE2PAY_KEYS: `${good.SAFE2PAY_KEYS},${words}` })
    expect(levels(found)).toEqual(['ok', 'note'])
    expect(report(found)).toContain('At the end of a URL the receiver refuses it.')
    expect(report(found)).not.toContain(words)
    expect(levels(judge({ ADMIN_KEYS: words }))).toEqual(['ok'])
  })

  it.each([
    ['beside others', { SAFE2PAY_KEYS: `${good.SAFE2PAY_KEYS},sandbox:${'cd'.repeat(16)}` }, 'note', 'mend'],
    [
      'without others',
      { AMPLIA_KEYS: '', SAFE2PAY_KEYS: `sandbox:${good.SAFE2PAY_KEYS}` },
      'note',
      undefined,
    ],
  ])(
    'that are labelled sandbox, %s, are told of in production, and in staging',
    (_, secrets, level, staged) => {
      const text = textOf({ ...secrets, ADMIN_KEYS: good.ADMIN_KEYS })
      const look = (staging: boolean) =>
        judgeKeys({ name: '.secrets', text, deployed: true, staging }, names.slice(1)).filter(({ says }) =>
          says.includes('labelled sandbox'),
        )
      expect(look(false).map((each) => each.level)).toEqual([level])
      expect(look(true).map((each) => each.level)).toEqual(staged === undefined ? [] : [staged])
      expect(report(judgeKeys({ name: '.secrets', text, deployed: true }, names))).toContain(' (sandbox)')
    },
  )

  it('may stand beside LOCAL on this machine', () => {
    expect(levels(judge({ LOCAL: 'true' }, false))).toEqual(['ok'])
  })

  it.each([
    [0o100600, ['ok']],
    [0o100400, ['ok']],
    [0o100640, ['ok', 'note']],
    [0o100604, ['ok', 'note']],
    [0o100644, ['ok', 'note']],
  ])('in a file of mode %o are: %s', (mode, expected) => {
    expect(levels(judgeText(textOf({}), true, mode))).toEqual(expected)
  })

  it.each(names)('that are missing are worth a note: %s', (name) => {
    expect(levels(judge({ [name]: undefined }))).toEqual(['ok', 'note'])
    expect(levels(judge({ [name]: ' , ' }))).toEqual(['ok', 'note'])
  })

  it('are never part of what is said', () => {
    const bad = 'PLAINTEXT'
    const text = report(
      judge({ AMPLIA_KEYS: bad, SAFE2PAY_KEYS: bad, ADMIN_KEYS: `${bad},${good.ADMIN_KEYS}` }),
    )
    expect(text).toContain('FIX ')
    for (const key of [bad, ...Object.values(good).flatMap((each) => each.split(', '))]) {
      expect(text).not.toContain(key)
    }
  })
})

describe('the read model', () => {
  const here = ['0000_receiver.sql', '0001_views.sql']

  it.each([
    ['all of them', here, 'ok'],
    ['none', [], 'mend'],
    ['the first', ['0000_receiver.sql'], 'mend'],
    ['one more than the code', [...here, '0002_more.sql'], 'note'],
  ])('that has %s of its migrations is: %3$s', (_, applied, level) => {
    const finding = judgeMigrations(here, applied, 'npm run deploy')
    expect(finding.level).toBe(level)
    if (finding.level === 'mend') expect(finding.todo).toBe('npm run deploy')
  })

  it.each([
    [{ events: 0, mean_seconds: null, slowest_seconds: null }, 'ok'],
    [{ events: 5, mean_seconds: 0.3, slowest_seconds: 60 }, 'ok'],
    [{ events: 5, mean_seconds: 3, slowest_seconds: 3600.2 }, 'note'],
  ])('that lags as %j is: %s', (lag, level) => {
    const { level: found, says } = judgeLag(lag)
    expect(found).toBe(level)
    expect(says).toContain('only in the log')
  })

  it('with bodies in quarantine must be looked at, unless they shall not be judged here', () => {
    const row = { provider: 'amplia', bodies: 3, oldest: '2026-07-15T09:00:00.900Z' }
    expect(levels(judgeQuarantine([]))).toEqual(['ok'])
    expect(
      levels(
        judgeQuarantine([
          { ...row, reason: 'invalid_schema' },
          { ...row, reason: 'unsupported_type' },
          { ...row, reason: 'sandbox_key' },
        ]),
      ),
    ).toEqual(['mend', 'note', 'note'])
  })
})

describe('the objects', () => {
  it.each([
    ['as many as D1 has', 12, 12, 12, 'ok'],
    ['one that came while they were counted', 12, 11, 12, 'ok'],
    ['more than D1 has', 12, 11, 11, 'mend'],
    ['fewer than D1 has', 12, 13, 13, 'note'],
  ])('are compared with D1: %s', (_, objects, before, after, level) => {
    expect(judgeObjects(objects, before, after, 'npm run rebuild').level).toBe(level)
  })

  it('are rebuilt by a command that names the environment', () => {
    expect(report([judgeObjects(2, 1, 1, 'npm run rebuild -- --env staging')])).toContain(
      'npm run rebuild -- --env staging --remote',
    )
  })
})

describe('asking the sender', () => {
  const night: Night = {
    list: 'transactions',
    day: '2026-11-26',
    theirs: 40,
    missing: 0,
    differing: 0,
    is_whole: 1,
    error: null,
  }

  it('is off without a key of the API, and then the doctor says what it would do', () => {
    const { level, says } = judgeAsking(false, 'set it')
    expect(level).toBe('note')
    expect(says).toContain('there is no SAFE2PAY_API_KEY')
    expect(says).toContain('webhooks that never came')
    expect(judgeAsking(true, 'set it').level).toBe('ok')
  })

  it.each([
    ['ok', {}],
    ['note', { missing: 2 }],
    ['note', { differing: 1 }],
    ['note', { is_whole: 0 }],
    ['mend', { error: 'key_refused: 401', is_whole: 0 }],
  ])('is %s after a night with %j', (level, change) => {
    expect(levels(judgeNights([{ ...night, ...change }]))).toEqual([level])
  })

  it('tells why an answer was not believed', () => {
    const found = judgeFailing([{ error: 'other_shape', transactions: 3 }])
    expect(report(found)).toContain('3 payments could not be used: other_shape')
  })
})

describe('forwarding', () => {
  const judged = (vars: Readonly<Record<string, string>>, secrets: string | null, isLocal: boolean) =>
    judgeForwarding(forwardSettings({ vars, isBound: false, secrets, isLocal }))
  const secret = `FORWARD_SECRETS=whsec_${'A'.repeat(32)}`

  it('is not spoken of where it is not configured', () => {
    expect(judged({ FORWARD_URL: '' }, null, false)).toEqual([])
  })

  it.each([
    ['https://example.com/hook', null, false, 'ok'],
    ['https://example.com/hook', secret, true, 'ok'],
    ['http://127.0.0.1:9000/hook', secret, true, 'ok'],
    ['http://127.0.0.1:9000/hook', null, false, 'mend'],
    ['https://example.com/hook', '', true, 'mend'],
    ['https://example.com/hook', 'FORWARD_SECRETS=short', false, 'mend'],
  ] as const)('to %s with %s, on this machine: %s, is %s', (url, secrets, isLocal, level) => {
    expect(levels(judged({ FORWARD_URL: url }, secrets, isLocal))).toEqual([level])
  })

  it('says what came of the test message, who waits, and which old secret still signs', () => {
    const at = '2026-11-26T12:00:00.000Z'
    const test = { at, name: null, tookMs: 12, code: 204, failure: null, excerpt: '' }
    const state = {
      kind: 'ready',
      host: 'example.com',
      reason: null,
      paused: null,
      failingSince: null,
      downSince: null,
      waiting: { held: 0, failing: 0, exhausted: 0, refused: 0 },
      oldest: [],
      recent: [test],
      secrets: { count: 2, since: at },
    } as const
    const soon = Date.parse(at) + 1_000
    expect(levels(judgeEndpoint(state, soon))).toEqual(['ok'])
    expect(levels(judgeEndpoint(state, soon + 8 * 86_400_000))).toEqual(['ok', 'note'])
    const failed = { ...test, code: 404, failure: { kind: 'same_account', code: 404 } } as const
    const paused = { since: at, by: 'endpoint' } as const
    const waiting = { ...state.waiting, refused: 1 }
    const findings = judgeEndpoint({ ...state, recent: [failed], paused, waiting }, soon)
    expect(levels(findings)).toEqual(['mend', 'mend', 'mend'])
    expect(mended(findings)).toContain('same_account')
  })
})

describe('alerts', () => {
  it('are missed by the doctor where nobody is told', () => {
    expect(judgeAlerts(['ADMIN_KEYS'], false, 'put')).toMatchObject({ level: 'note' })
    expect(levels([judgeAlerts(['ALERT_URL'], false, 'put'), judgeAlerts([], true, 'put')])).toEqual([
      'ok',
      'ok',
    ])
  })

  it('are broken where a host did not take a test, or a variable cannot be used', () => {
    const taken = { by: 'email', isTaken: true, answer: 'taken' }
    const refused = { by: 'webhook', isTaken: false, answer: '404' }
    const findings = judgeTested({ sent: [refused, taken], wrong: ['ALERT_SECRET'] })
    expect(levels(findings)).toEqual(['mend', 'mend', 'ok'])
    expect(mended(findings)).toContain('ALERT_SECRET')
    expect(mended(findings)).toContain('webhook: 404')
    expect(judgeTested({ sent: [], wrong: [] })).toEqual([])
  })

  it('are broken where no digest went out since yesterday', () => {
    const now = Date.parse('2026-07-15T12:00:00Z')
    const judged = (told_at: string) => levels(judgeDigest([{ told_at }], now))
    expect([judged('2026-07-14T11:00:00Z'), judged('2026-07-13T11:00:00Z')]).toEqual([['ok'], ['mend']])
    expect(judgeDigest([], now)).toEqual([])
  })
})
