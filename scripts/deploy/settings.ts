/** The settings of one environment in wrangler.toml. */
import { join } from 'node:path'
import { root, wranglerFunctions } from '../wrangler.ts'
import { stop } from './stop.ts'

/** The variable that says that a receiver runs on its developer's machine: src/access/accepted.ts. Never deployed. */
export const LOCAL = 'LOCAL'

export const WRANGLER_TOML = join(root, 'wrangler.toml')

/** Production is the top level of wrangler.toml and has no name. */
export type Environment = '' | 'staging'

export interface Settings {
  readonly environment: Environment
  /** The Worker's name, `-staging` included. */
  readonly name: string
  readonly accountId: string | undefined
  readonly database: { readonly name: string; readonly id: string | undefined; readonly migrations: string }
  readonly secrets: readonly string[]
  readonly crons: readonly string[]
  /** The host of a route or custom domain that somebody added; otherwise the Worker answers on workers.dev. */
  readonly host: string | undefined
  /** Everything that wrangler.toml says, as text that is the same on every machine. */
  readonly whole: string
}

/** The environment of the option `--env`. */
export function environmentOf(option: string | undefined): Environment {
  if (option === undefined || option === '' || option === 'production') return ''
  if (option === 'staging') return option
  return stop(`There is no environment ${option}: --env staging, or no --env for production.`)
}

/** What to type for an environment. */
export const commandFor = (script: string, environment: Environment): string =>
  `npm run ${script}${environment === '' ? '' : ` -- --env ${environment}`}`

/** What wrangler makes of wrangler.toml, as far as it is used here. */
export interface Configuration {
  readonly name?: string
  readonly account_id?: string
  readonly d1_databases: readonly {
    readonly binding: string
    readonly database_name?: string
    readonly database_id?: string
    readonly migrations_dir?: string
  }[]
  readonly secrets?: { readonly required?: readonly string[] }
  readonly triggers: { readonly crons?: readonly string[] }
  readonly routes?: readonly (string | { readonly pattern: string })[]
  readonly vars: Readonly<Record<string, unknown>>
  readonly ratelimits: readonly {
    readonly name: string
    readonly namespace_id: string
    readonly simple: object
  }[]
  readonly durable_objects: object
  readonly exports: object
  readonly assets?: object
  readonly observability?: object
}

/** wrangler.toml as wrangler reads it. */
export const readConfiguration = (environment: Environment): Configuration =>
  wranglerFunctions().unstable_readConfig({ config: WRANGLER_TOML, env: environment }, { hideWarnings: true })

export function readSettings(environment: Environment): Settings {
  const config = readConfiguration(environment)
  const [database] = config.d1_databases
  if (LOCAL in config.vars)
    return stop(
      `wrangler.toml sets ${LOCAL}, which would make short and published keys valid where it is deployed. Remove it: npm start sets it on this machine.`,
    )
  // Cloudflare's own builds may deploy under another name, and wrangler obeys.
  const name = process.env.WRANGLER_CI_OVERRIDE_NAME ?? config.name
  if (!name) return stop('wrangler.toml has no name: write one at its top, as in name = "catraca".')
  if (!database?.database_name) return stop('wrangler.toml has no [[d1_databases]] with a database_name.')
  return {
    environment,
    name,
    accountId: config.account_id,
    database: {
      name: database.database_name,
      id: database.database_id,
      migrations: join(root, database.migrations_dir ?? 'migrations'),
    },
    secrets: config.secrets?.required ?? [],
    crons: config.triggers.crons ?? [],
    host: hostOf(config.routes?.[0]),
    whole: JSON.stringify(config).replaceAll(JSON.stringify(root).slice(1, -1), ''),
  }
}

function hostOf(route: string | { readonly pattern: string } | undefined): string | undefined {
  const pattern = typeof route === 'string' ? route : route?.pattern
  return pattern?.split('/')[0]?.replace('*.', '')
}
