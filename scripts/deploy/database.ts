/** D1: found or created, and brought up to the migrations that are here. */
import { type Migration, migrationsIn } from '../migrations.ts'
import { beyondAdding } from './additive.ts'
import { runWrangler } from './child.ts'
import { type Account, ask, isMissing, need, refused } from './cloudflare.ts'
import type { Ask } from './objects.ts'
import type { Settings } from './settings.ts'
import { done, stop } from './stop.ts'

/** D1's hints where its primary may stand. */
export const LOCATIONS = ['enam', 'wnam', 'weur', 'eeur', 'apac', 'oc'] as const

interface Database {
  readonly uuid: string
  readonly name: string
}

/** The id of the database of that name; undefined if there is none. */
export async function databaseNamed(account: Account, name: string): Promise<string | undefined> {
  const found = await need<readonly Database[]>(
    account,
    `/d1/database?per_page=100&name=${encodeURIComponent(name)}`,
  )
  return found.find((database) => database.name === name)?.uuid
}

/** Whether a database with this id is in the account. */
export async function databaseExists(account: Account, id: string): Promise<boolean> {
  const answer = await ask<Database>(account, `/d1/database/${id}`)
  if (!answer.ok && !isMissing(answer)) return stop(refused('the database', answer))
  return answer.ok
}

/** Creates the database and returns its id. */
export async function createDatabase(
  account: Account,
  settings: Settings,
  location: string,
): Promise<string> {
  const { name } = settings.database
  const { ok, output } = await runWrangler(
    ['d1', 'create', name, '--location', location, `--env=${settings.environment}`],
    { CLOUDFLARE_ACCOUNT_ID: account.id },
  )
  if (!ok) return stop(`The database ${name} could not be created.\n${output}`)
  const id = await databaseNamed(account, name)
  return id ?? stop(`The database ${name} was created, but Cloudflare does not list it yet. Run this again.`)
}

/** The migrations that the database lacks, in order. Reads only. */
async function pendingMigrations(account: Account, settings: Settings): Promise<readonly Migration[]> {
  const id = settings.database.id ?? stop('wrangler.toml has no database_id: run `npm run setup`.')
  const answer = await ask<readonly { readonly results: readonly { readonly name: string }[] }[]>(
    account,
    `/d1/database/${id}/query`,
    { method: 'POST', body: JSON.stringify({ sql: 'SELECT name FROM d1_migrations' }) },
  )
  if (!answer.ok && !answer.message.includes('no such table'))
    return stop(refused('the migrations of D1', answer))
  const applied = new Set(answer.ok ? answer.result[0]?.results.map(({ name }) => name) : [])
  return migrationsIn(settings.database.migrations).filter(({ name }) => !applied.has(name))
}

/** The settings with the id of their database, which a deploy needs; wrangler.toml may know it only by its name. */
export async function withDatabase(account: Account, settings: Settings, setup: string): Promise<Settings> {
  const { name, id } = settings.database
  const present = id ? (await databaseExists(account, id)) && id : await databaseNamed(account, name)
  if (!present) return stop(`There is no database ${id ?? name} in this account. \`${setup}\` creates it.`)
  return { ...settings, database: { ...settings.database, id: present } }
}

/**
 * Applies what is missing, while the version that is there serves on. That one works with what migrations leave, because
 * they only add: one that does not is refused before anything has changed.
 */
export async function migrate(account: Account, settings: Settings): Promise<void> {
  const pending = await pendingMigrations(account, settings)
  pending.forEach(checkAdditive)
  if (pending.length > 0) await applyMigrations(account, settings)
  done(
    pending.length > 0
      ? `migrated D1: ${pending.map(({ name }) => name).join(', ')}`
      : 'D1 has all migrations',
  )
}

function checkAdditive({ name, sql }: Migration): void {
  const problems = beyondAdding(sql).map((problem) => `  ${problem}`)
  if (problems.length === 0) return
  stop(`Nothing was migrated or deployed. The migration ${name} does more than add:
${problems.join('\n')}
The version that is serving would break. Split it: add now, and remove in a later release.`)
}

/** Applies them in order, each one whole or not at all. */
async function applyMigrations(account: Account, settings: Settings): Promise<void> {
  const { ok, output } = await runWrangler(
    ['d1', 'migrations', 'apply', 'DB', '--remote', `--env=${settings.environment}`],
    { CLOUDFLARE_ACCOUNT_ID: account.id },
  )
  if (ok) return
  const [failed] = await pendingMigrations(account, settings)
  stop(`${output}

The migration ${failed?.name} failed, and none of its changes were kept. The migrations before it were kept, and they only add.
No version was deployed: the previous one still serves.
Correct migrations/${failed?.name} and run this again: it continues there.`)
}

/** The rows of a statement against D1. Stops where D1 refuses it. */
export type Query = <Row>(sql: string, params?: readonly (string | number)[]) => Promise<readonly Row[]>

type Raw = readonly {
  readonly results: { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }
}[]

/** @param database its id */
export const queryOf =
  (asks: Ask, database: string): Query =>
  async <Row>(sql: string, params: readonly (string | number)[] = []) => {
    const answer = await asks<Raw>(`/d1/database/${database}/raw`, {
      method: 'POST',
      body: JSON.stringify({ sql, params }),
    })
    if (!answer.ok) return stop(refused('a query of D1', answer))
    const { columns, rows } = answer.result[0]?.results ?? { columns: [], rows: [] }
    return rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]])) as Row)
  }
