/** How Miniflare runs a bundled Worker here: on this machine alone, with nothing before it and nothing beside it. */
import { wranglerFunctions } from '../wrangler.ts'

export const ALONE = {
  host: '127.0.0.1',
  port: 0,
  cf: false,
  logRequests: false,
  unsafeLocalExplorer: false,
  unsafeObservability: false,
} as const

/**
 * @param config the path of its wrangler configuration
 * @param bundle the path of a module that exports it
 */
export function bundledWorker(
  name: string,
  config: string,
  bundle: string,
  bindings: Readonly<Record<string, string>> | undefined,
  withoutFiles = false,
) {
  // The bundle is one module and needs no rules.
  const { modulesRules: _, ...worker } =
    wranglerFunctions().unstable_getMiniflareWorkerOptions(config).workerOptions
  if (withoutFiles) delete worker.assets
  return {
    ...worker,
    name,
    rootPath: '/',
    modules: true as const,
    scriptPath: bundle,
    bindings: { ...(worker.bindings ?? {}), ...bindings },
  }
}
