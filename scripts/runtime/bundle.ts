/** What is tried is what is deployed: the minified bundle that wrangler makes. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root, wrangler } from '../wrangler.ts'

/** The receiver's own configuration. */
export const CATRACA = join(root, 'wrangler.toml')

/**
 * Bundles a Worker into a folder and returns the path of the module.
 * @param main what to bundle instead of the configuration's own module
 */
export function bundle(config: string, folder: string, main?: string): string {
  mkdirSync(folder, { recursive: true })
  wrangler(['deploy', ...(main ? [main] : []), '--dry-run', '--config', config, '--outdir', folder])
  const name = main
    ? basename(main, '.ts')
    : basename(config) === 'wrangler.toml'
      ? 'index'
      : basename(config, '.toml')
  const module = join(folder, 'worker.mjs')
  copyFileSync(join(folder, `${name}.js`), module)
  return module
}
