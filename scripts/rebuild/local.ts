/** A receiver of `npm start`, which applied the migrations when it started. */
import { request } from '../deploy/cloudflare.ts'
import { queryOf } from '../deploy/database.ts'
import { ADMIN_SECRET } from '../deploy/keys.ts'
import type { Ask } from '../deploy/objects.ts'
import { stop } from '../deploy/stop.ts'
import { devVars } from '../keys.ts'
import { operatorKey, type Target } from './target.ts'

export async function localTarget(url: string, keyFile: string | undefined): Promise<Target> {
  const address = new URL(url).origin
  const response = await fetch(`${address}/healthz`).catch(() => null)
  if (!response?.ok) return stop(`No receiver answers at ${address}. Start it: npm start`)
  const asks: Ask = (path, init) => request({}, path, init, `${address}/cdn-cgi/explorer/api`)
  const databases = await asks<readonly { readonly uuid: string; readonly name: string }[]>('/d1/database')
  const database = databases.ok ? databases.result.find(({ name }) => name === 'DB') : undefined
  if (!database)
    return stop(
      `${address} is not a receiver of npm start. For what is deployed: npm run rebuild -- --remote`,
    )
  return {
    address,
    script: null,
    key: await operatorKey(keyFile, process.env[ADMIN_SECRET] ?? devVars()[ADMIN_SECRET]),
    ask: asks,
    isDeployed: false,
    // The explorer wakes each object that it lists, to ask for its name; two thousand at once were too many for it.
    objectsAPage: 200,
    query: queryOf(asks, database.uuid),
    migrate: async () => undefined,
  }
}
