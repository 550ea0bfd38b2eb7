/** Gives an empty D1 all migrations at once, as the first `npm start` does: each alone is a transaction more. */
import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

export const migrate = (): Promise<void> =>
  applyD1Migrations(env.DB, [{ name: 'all', queries: env.MIGRATIONS.flatMap(({ queries }) => queries) }])
