/**
 * `npm run doctor`: looks at this machine, and with `--remote` at what is deployed, and says what is wrong and what to
 * do. Changes nothing. Exits with 1 when something must be fixed.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs, parseEnv, stripVTControlCharacters } from 'node:util'
import { labelled } from '../src/access/label.ts'
import type { EndpointState } from '../src/forward/state.ts'
import { need, refused } from './deploy/cloudflare.ts'
import { deployed, deployedDatabase } from './deploy/deployed.ts'
import { countObjects, namespaceOf } from './deploy/objects.ts'
import { commandFor } from './deploy/settings.ts'
import { saidBy, stop } from './deploy/stop.ts'
import { versionsAndDeployments } from './deploy/worker.ts'
import * as alerts from './doctor/alerts.ts'
import * as asking from './doctor/asking.ts'
import { judgeConfiguration, local } from './doctor/configuration.ts'
import * as database from './doctor/database.ts'
import { type Finding, mend, note, ok, report } from './doctor/finding.ts'
import { forwardSettings, judgeEndpoint, judgeForwarding } from './doctor/forwarding.ts'
import { judgeKeys } from './doctor/keys.ts'
import { NEEDS } from './doctor/needs.ts'
import { test } from './doctor/receiver.ts'
import { judgeNode, judgePackages } from './doctor/versions.ts'
import { migrationsIn } from './migrations.ts'
import { until } from './until.ts'
import { root, wrangler, wranglerFunctions } from './wrangler.ts'

const { values: options } = parseArgs({
  options: {
    remote: { type: 'boolean', default: false },
    env: { type: 'string' },
    'persist-to': { type: 'string' },
    keys: { type: 'string' },
  },
})
const environment = options.env ? ['--env', options.env] : []
const where = [
  options.remote ? '--remote' : '--local',
  ...environment,
  ...(options['persist-to'] ? ['--persist-to', options['persist-to']] : []),
]

const config = wranglerFunctions().unstable_readConfig({
  config: join(root, 'wrangler.toml'),
  env: options.env,
})

const findings: readonly Finding[] = [
  ...installation(),
  ...judgeConfiguration(config, options.env),
  ...(options.remote ? await deployedSecrets() : []),
  ...keys(),
  ...(await readModel()),
  ...(options.remote ? await objects() : []),
  ...(await tests()),
]
console.log(
  `${options.remote ? 'What is deployed' : 'This machine'}${options.env ? `, ${options.env}` : ''}\n`,
)
console.log(report(findings))
process.exitCode = findings.some(({ level }) => level === 'mend') ? 1 : 0

function installation(): readonly Finding[] {
  const { dependencies, devDependencies } = json<Record<string, Record<string, string>>>('package.json')
  const pins = { ...dependencies, ...devDependencies }
  const installed = Object.fromEntries(
    Object.keys(pins).map((name) => {
      const file = `node_modules/${name}/package.json`
      return [name, existsSync(join(root, file)) ? json<{ version: string }>(file).version : null]
    }),
  )
  const { engines } = json<{ engines: { node: string } }>('node_modules/wrangler/package.json')
  return [judgeNode(process.versions.node, engines.node), judgePackages(pins, installed)]
}

/** Names only: Cloudflare gives nobody the text of a secret back. */
function deployedSecrets(): Promise<readonly Finding[]> {
  return attempt(async () => {
    const put = ['npx wrangler secret put', ...environment].join(' ')
    const { account, settings } = await deployed(options.env)
    const script = `/workers/scripts/${settings.name}`
    const listed = await need<readonly { name: string }[]>(account, `${script}/secrets`)
    const names = listed.map(({ name }) => name)
    const missing = NEEDS.secrets.filter((name) => !names.includes(name))
    // More of them than wrangler.toml has, where somebody used the dashboard.
    const { deployments } = await versionsAndDeployments(account, settings)
    const serving = await Promise.all(
      (deployments[0]?.versions ?? []).map(({ version_id }) =>
        need<{ resources: { bindings: readonly { name: string; type: string }[] } }>(
          account,
          `${script}/versions/${version_id}`,
        ),
      ),
    )
    const bindings = serving.flatMap(({ resources }) => resources.bindings)
    return [
      ...(missing.length === 0 ? [ok(`The Worker has its secrets: ${NEEDS.secrets.join(', ')}`)] : []),
      ...missing.map((name) =>
        mend(`The Worker has no ${name}.`, `npx wrangler secret put ${[name, ...environment].join(' ')}`),
      ),
      ...(names.includes(NEEDS.local)
        ? [local('The Worker', `npx wrangler secret delete ${[NEEDS.local, ...environment].join(' ')}`)]
        : []),
      asking.judgeAsking(
        names.includes(NEEDS.apiKey),
        `npx wrangler secret put ${[NEEDS.apiKey, ...environment].join(' ')}`,
      ),
      alerts.judgeAlerts(names, config.send_email.length > 0, put),
      ...(bindings.some(({ name, type }) => name === NEEDS.local && type === 'plain_text')
        ? [local('A variable of the Worker', 'Delete it in the dashboard, or: npm run deploy')]
        : []),
    ]
  }, 'The secrets of the Worker could not be listed')
}

function keys(): readonly Finding[] {
  const file = options.keys ?? (options.remote ? null : devVars())
  if (file === null) {
    return [
      note(
        'Whether the deployed keys are long enough and different cannot be seen: Cloudflare shows nobody their text.',
        'If you have them in a file, with lines as in .dev.vars.example: npm run doctor -- --remote --keys <file>',
      ),
    ]
  }
  if (!existsSync(resolve(root, file))) {
    const todo = options.keys ? 'Name an existing file.' : 'npm start makes it from .dev.vars.example.'
    return [mend(`There is no ${file}, and therefore no key.`, todo)]
  }
  const deployed = options.keys !== undefined
  // Windows has other means than these nine bits.
  const mode = process.platform === 'win32' ? undefined : statSync(resolve(root, file)).mode
  const text = read(file)
  const staging = options.env === 'staging'
  return judgeKeys({ name: file, text, mode, deployed, staging }, NEEDS.secrets)
}

/** As wrangler chooses it: an environment's own file, if there is one. */
function devVars(): string {
  const own = `.dev.vars.${options.env}`
  return options.env && existsSync(join(root, own)) ? own : '.dev.vars'
}

function readModel(): Promise<readonly Finding[]> {
  return attempt(async () => {
    // In one call, because each starts wrangler again; one that fails for want of a table tells what to ask next.
    const all = await askUnlessMissing(
      [
        database.MIGRATIONS_SQL,
        database.LAG_SQL,
        database.QUARANTINE_SQL,
        asking.COMPLETENESS_SQL,
        asking.ASKS_SQL,
        alerts.DIGEST_SQL,
      ].join(';\n'),
    )
    const [applied = [], lag = [], waiting = [], nights = [], failing = [], digests = []] =
      all ?? (await askUnlessMissing(database.MIGRATIONS_SQL)) ?? []
    const migrations = database.judgeMigrations(
      migrationsIn().map(({ name }) => name),
      (applied as { name: string }[]).map(({ name }) => name),
      ['npx wrangler d1 migrations apply DB', ...where].join(' '),
    )
    if (!all) return [migrations.level === 'mend' ? migrations : database.DAMAGED]
    return [
      migrations,
      ...(lag as database.Lag[]).map(database.judgeLag),
      ...database.judgeQuarantine(waiting as database.Waiting[]),
      ...asking.judgeNights(nights as asking.Night[]),
      ...asking.judgeFailing(failing as asking.Failing[]),
      ...alerts.judgeDigest(digests as { told_at: string }[], Date.now()),
    ]
  }, 'D1 does not answer')
}

/** Whether changes reach the user's own system, and alerts a person: with the address and a key, each is sent a test. */
async function tests(): Promise<readonly Finding[]> {
  const file = options.keys ?? (options.remote ? null : devVars())
  const secrets = file !== null && existsSync(resolve(root, file)) ? read(file) : null
  const services: readonly { readonly binding: string }[] = config.services ?? []
  const isBound = services.some(({ binding }) => binding === 'FORWARD')
  const settings = forwardSettings({ vars: config.vars, isBound, secrets, isLocal: !options.remote })
  const own = secrets === null ? {} : parseEnv(secrets)
  const url = (options.remote ? undefined : own.PUBLIC_URL) ?? String(config.vars.PUBLIC_URL ?? '')
  const [first = ''] = (own.ADMIN_KEYS ?? '').split(',')
  const isForwarding = settings.kind === 'ready'
  if (url === '' || first === '') {
    const needs = 'Set PUBLIC_URL, and name a file with ADMIN_KEYS: npm run doctor -- --keys <file>'
    return [...judgeForwarding(settings), ...(isForwarding ? [note('No test message was sent.', needs)] : [])]
  }
  const { key } = labelled(first.trim())
  try {
    const endpoint = isForwarding ? await test<EndpointState>('/api/forward/test', url, key) : null
    return [
      ...judgeForwarding(settings),
      ...(endpoint ? judgeEndpoint(endpoint, Date.now()) : []),
      ...alerts.judgeTested(await test<alerts.Tested>('/api/alerts/test', url, key)),
    ]
  } catch (error) {
    const asked = note(`The receiver at ${url} did not answer: ${error}`, 'Is it running?')
    return [...judgeForwarding(settings), asked]
  }
}

/** Whether D1 has as many orders and payments as there are objects: what it does not have cannot be seen in it alone. */
async function objects(): Promise<readonly Finding[]> {
  try {
    const { settings, asks, query } = await deployedDatabase(options.env)
    const namespace = await namespaceOf(asks, settings.name, NEEDS.objects.ENTITIES)
    if (namespace === null) return []
    const inD1 = async () => (await query<{ entities: number }>(database.ENTITIES_SQL))[0]?.entities ?? 0
    const before = await inD1()
    const count = await countObjects(asks, namespace)
    await until(async () => (await inD1()) >= count, 5_000, [1_000, 1_000])
    return [database.judgeObjects(count, before, await inD1(), commandFor('rebuild', settings.environment))]
  } catch (error) {
    const said = saidBy(error)
    if (said === null) throw error
    return [mend('The objects could not be counted.', said)]
  }
}

/** The rows of each statement; null if D1 lacks a table or a column that they name. */
async function askUnlessMissing(sql: string): Promise<readonly (readonly unknown[])[] | null> {
  try {
    const answers = options.remote ? await askDeployed(sql) : askLocal(sql)
    return answers.map(({ results }) => results)
  } catch (error) {
    if (/no such (table|column)/.test(String(error))) return null
    throw error
  }
}

type Answers = readonly { readonly results: readonly unknown[] }[]

function askLocal(sql: string): Answers {
  return JSON.parse(wrangler(['d1', 'execute', 'DB', ...where, '--json', '--command', sql])) as Answers
}

async function askDeployed(sql: string): Promise<Answers> {
  const { asks, id } = await deployedDatabase(options.env)
  const body = JSON.stringify({ sql })
  const answer = await asks<Answers>(`/d1/database/${id}/query`, { method: 'POST', body })
  return answer.ok ? answer.result : stop(refused('a query of D1', answer))
}

/** What cannot be asked is a finding, and the rest is looked at all the same. */
async function attempt(
  look: () => Promise<readonly Finding[]>,
  failure: string,
): Promise<readonly Finding[]> {
  try {
    return await look()
  } catch (error) {
    const complaint = saidBy(error)?.split('\n')[0] ?? complaintOf(error)
    if (complaint === null) throw error
    return [
      mend(
        `${failure}: ${complaint}`,
        options.remote
          ? `If you are not signed in: npx wrangler login, or set CLOUDFLARE_API_TOKEN. If it was never deployed: npm run setup${options.env ? ` -- --env ${options.env}` : ''}`
          : 'Start the receiver once: npm start',
      ),
    ]
  }
}

/** What wrangler, and not this script, has to complain of. */
function complaintOf(error: unknown): string | null {
  if (!(error instanceof Error) || !error.message.startsWith('wrangler ')) return null
  const [, ...lines] = stripVTControlCharacters(error.message).split('\n')
  const line =
    lines.find((each) => /ERROR|"text"/.test(each)) ?? lines.find((each) => each.trim() !== '') ?? ''
  return line.replace(/^.*(\[ERROR\]|"text":)\s*/, '').replace(/^"|",?$/g, '')
}

function read(file: string): string {
  return readFileSync(resolve(root, file), 'utf8')
}

function json<Content>(file: string): Content {
  return JSON.parse(read(file)) as Content
}
