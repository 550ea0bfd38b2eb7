/**
 * `npm run setup`: from a clone to a receiver that takes webhooks. Run again it looks at everything, changes nothing
 * that is right, and does what is missing.
 */
import { parseArgs } from 'node:util'
import { checkDoors, checkHealth } from './deploy/check.ts'
import { chooseAccount, chooseKeys, chooseName, chooseRetention, chooseSubdomain } from './deploy/choices.ts'
import { type Account, ask, refused, signIn } from './deploy/cloudflare.ts'
import { createDatabase, databaseExists, databaseNamed, LOCATIONS, migrate } from './deploy/database.ts'
import { showKeptApart, showKeys, showNotForUrls, showSenders } from './deploy/handover.ts'
import { keysFor, keysInFile, notForUrls, sandboxKeys } from './deploy/keys.ts'
import {
  commandFor,
  type Environment,
  environmentOf,
  readConfiguration,
  readSettings,
  type Settings,
} from './deploy/settings.ts'
import { done, runCommand, stop } from './deploy/stop.ts'
import { addressOf, build, deploy, differences, findWorker, type Worker } from './deploy/worker.ts'
import { writeAccountId, writeDatabaseId, writeName, writeRetention } from './deploy/wrangler-toml.ts'

const { values: options } = parseArgs({
  options: {
    name: { type: 'string' },
    env: { type: 'string' },
    providers: { type: 'string' },
    keys: { type: 'string' },
    location: { type: 'string', default: 'enam' },
    subdomain: { type: 'string' },
    'retention-days': { type: 'string' },
    'undo-rollback': { type: 'boolean', default: false },
  },
})

await runCommand(async () => {
  const environment = environmentOf(options.env)
  if (!LOCATIONS.some((location) => location === options.location))
    stop(`There is no location ${options.location}: one of ${LOCATIONS.join(', ')}.`)
  if (options.name !== undefined && environment !== '')
    stop(
      `--name sets the name of production; ${environment} has the same name with -${environment} appended.`,
    )
  const given = options.keys === undefined ? {} : keysFor(environment, keysInFile(options.keys))

  const account = await signIn(readSettings(environment), async (accounts) => {
    const chosen = await chooseAccount(accounts)
    writeAccountId(chosen)
    return chosen
  })
  await nameWorker(environment)
  await setRetention(environment)
  const address = await findAddress(account, readSettings(environment))
  await findDatabase(account, readSettings(environment))

  const settings = readSettings(environment)
  const worker = await findWorker(account, settings)
  const wanted = await build(settings)
  if (worker && !options['undo-rollback']) keepRollback(worker, settings, wanted)
  const keys = await chooseKeys({ given, providers: options.providers, worker, address, environment })
  const put = keysFor(environment, keys.put)
  await migrate(account, settings)
  showKeys(keys.made)
  const reasons = worker
    ? [...differences(worker, settings, wanted), ...Object.keys(put).map((secret) => `new keys in ${secret}`)]
    : ['the first']
  if (reasons.length > 0) await deploy(account, settings, wanted, put)
  done(
    reasons.length > 0
      ? `deployed ${settings.name}, build ${wanted}: ${reasons.join(', ')}`
      : `${settings.name} is deployed, build ${wanted}`,
  )

  await checkHealth(address)
  await checkDoors(address, { ...given, ...put })
  showSenders(address, keys, commandFor('deploy', environment))
  showNotForUrls(notForUrls({ ...given, ...put }))
  if (environment === '') showKeptApart(sandboxKeys({ ...given, ...put }))
})

async function nameWorker(environment: Environment): Promise<void> {
  const production = readSettings('')
  const isNew = environment === '' && production.database.id === undefined
  const name = await chooseName(options.name, production.name, isNew)
  if (name !== production.name) writeName(name)
}

/** The person who rolled back knew why. Another build takes that one's place only when somebody says so. */
function keepRollback({ build: present, rolledBackFrom }: Worker, settings: Settings, wanted: string): void {
  if (rolledBackFrom === undefined || present === wanted) return
  stop(
    `Nothing was migrated or deployed. ${settings.name} serves ${present ?? 'a build from elsewhere'}, to which somebody rolled back from ${rolledBackFrom}. This code is ${wanted}.
To keep the version that serves: check out its code, and run this there.
To put ${wanted} in its place: \`${commandFor('deploy', settings.environment)}\`, or run this again with --undo-rollback.`,
  )
}

async function setRetention(environment: Environment): Promise<void> {
  const flag = options['retention-days']
  // Later runs leave what somebody decided.
  if (flag === undefined && readSettings(environment).database.id !== undefined) return
  const present = String(readConfiguration(environment).vars.RETENTION_DAYS ?? '')
  const chosen = await chooseRetention(flag, present || 'forever')
  if (chosen !== present) writeRetention(environment, chosen)
}

/** The address, with a workers.dev subdomain registered for an account that has none. */
async function findAddress(account: Account, settings: Settings): Promise<string> {
  const address = await addressOf(account, settings)
  if (address !== undefined) return address
  const subdomain = await chooseSubdomain(options.subdomain)
  const answer = await ask(account, '/workers/subdomain', {
    method: 'PUT',
    body: JSON.stringify({ subdomain }),
  })
  if (!answer.ok) return stop(`${subdomain}.workers.dev cannot be yours. ${refused('it', answer)}`)
  done(`registered ${subdomain}.workers.dev for your account`)
  return `https://${settings.name}.${subdomain}.workers.dev`
}

/**
 * The database that wrangler.toml names: by its id, otherwise by its name, otherwise a new one. Its id is in wrangler.toml
 * then.
 */
async function findDatabase(
  account: Account,
  { environment, database, ...settings }: Settings,
): Promise<void> {
  if (database.id && (await databaseExists(account, database.id))) {
    done(`found the database ${database.name}`)
    return
  }
  const found = await databaseNamed(account, database.name)
  const id =
    found ?? (await createDatabase(account, { environment, database, ...settings }, options.location))
  writeDatabaseId(environment, id)
  done(
    found
      ? `found the database ${database.name}, and wrote its id to wrangler.toml`
      : `created the database ${database.name} (${options.location}), and wrote its id to wrangler.toml`,
  )
}
