/** A deployed receiver, found by wrangler.toml. */
import { chooseAccount } from '../deploy/choices.ts'
import { ask, signIn } from '../deploy/cloudflare.ts'
import { migrate, queryOf, withDatabase } from '../deploy/database.ts'
import { ADMIN_SECRET } from '../deploy/keys.ts'
import type { Ask } from '../deploy/objects.ts'
import { commandFor, environmentOf, readSettings } from '../deploy/settings.ts'
import { stop } from '../deploy/stop.ts'
import { addressOf, findWorker } from '../deploy/worker.ts'
import { operatorKey, type Target } from './target.ts'

export async function deployedTarget(env: string | undefined, keyFile: string | undefined): Promise<Target> {
  const environment = environmentOf(env)
  const setup = commandFor('setup', environment)
  const account = await signIn(readSettings(environment), chooseAccount)
  const settings = await withDatabase(account, readSettings(environment), setup)
  if (!(await findWorker(account, settings)))
    return stop(`There is no Worker ${settings.name} in this account. \`${setup}\` makes it.`)
  const address = await addressOf(account, settings)
  if (address === undefined) return stop(`Nobody can reach ${settings.name}: it has no address.`)
  const asks: Ask = (path, init) => ask(account, path, init)
  return {
    address,
    script: settings.name,
    key: await operatorKey(keyFile, process.env[ADMIN_SECRET]),
    ask: asks,
    isDeployed: true,
    objectsAPage: 1_000,
    query: queryOf(asks, settings.database.id ?? ''),
    migrate: () => migrate(account, settings),
  }
}
