/** A deployed receiver, found by wrangler.toml. */
import { migrate } from '../deploy/database.ts'
import { deployedDatabase } from '../deploy/deployed.ts'
import { ADMIN_SECRET } from '../deploy/keys.ts'
import { commandFor } from '../deploy/settings.ts'
import { stop } from '../deploy/stop.ts'
import { addressOf, findWorker } from '../deploy/worker.ts'
import { operatorKey, type Target } from './target.ts'

export async function deployedTarget(env: string | undefined, keyFile: string | undefined): Promise<Target> {
  const { account, settings, asks, query } = await deployedDatabase(env)
  if (!(await findWorker(account, settings)))
    return stop(
      `There is no Worker ${settings.name} in this account. \`${commandFor('setup', settings.environment)}\` makes it.`,
    )
  const address = await addressOf(account, settings)
  if (address === undefined) return stop(`Nobody can reach ${settings.name}: it has no address.`)
  return {
    address,
    script: settings.name,
    key: await operatorKey(keyFile, process.env[ADMIN_SECRET]),
    ask: asks,
    isDeployed: true,
    objectsAPage: 1_000,
    query,
    migrate: () => migrate(account, settings),
  }
}
