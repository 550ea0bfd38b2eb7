/** What is deployed to an environment, as whoever is signed in sees it. Stops where it cannot be asked. */
import { chooseAccount } from './choices.ts'
import { type Account, ask, signIn } from './cloudflare.ts'
import { type Query, queryOf, withDatabase } from './database.ts'
import type { Ask } from './objects.ts'
import { commandFor, environmentOf, readSettings, type Settings } from './settings.ts'

export interface Deployed {
  readonly account: Account
  readonly settings: Settings
  readonly asks: Ask
}

/** @param env the option `--env` */
export async function deployed(env: string | undefined): Promise<Deployed> {
  const settings = readSettings(environmentOf(env))
  const account = await signIn(settings, chooseAccount)
  return { account, settings, asks: (path, init) => ask(account, path, init) }
}

/** The same with its database, which setup makes. */
export async function deployedDatabase(
  env: string | undefined,
): Promise<Deployed & { readonly id: string; readonly query: Query }> {
  const { account, settings: read, asks } = await deployed(env)
  const settings = await withDatabase(account, read, commandFor('setup', read.environment))
  const id = settings.database.id ?? ''
  return { account, settings, asks, id, query: queryOf(asks, id) }
}
