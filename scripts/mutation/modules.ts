/**
 * The modules of src/ and test/ in this process. A generation has modules of its own, so that what one mutant left in
 * them is not there for the next, and a mutant of what is worked out on loading can be there from the start.
 */
import { globSync, readFileSync } from 'node:fs'
import { type RegisterHooksOptions, registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const STAND_INS: Readonly<Record<string, string>> = {
  vitest: new URL('vitest.ts', import.meta.url).href,
  'fast-check': new URL('fast-check.ts', import.meta.url).href,
}

/** Vite puts the texts of the files there. */
const GLOB = 'import.meta.glob('

let generation = 0
let isCounting = true
let alone: string | null = null

/**
 * Loads all modules again, and counts no longer which mutant is passed by which test.
 * @param mutant the only one that they can be switched to: without the others they are as fast as they are written
 */
export function startGeneration(mutant: string | null = null): void {
  generation += 1
  isCounting = false
  alone = mutant
}

/** Loads a file of the folder that the process works in, in this generation. */
export const load = (file: string): Promise<unknown> =>
  import(of(pathToFileURL(join(process.cwd(), file)).href))

const of = (url: string): string => `${url}?generation=${generation}`

export function takeOverModules(): void {
  const here = pathToFileURL(`${process.cwd()}/`).href
  const isOurs = (url = ''): boolean => url.startsWith(here) && !url.includes('/node_modules/')
  const hooks: RegisterHooksOptions = {
    resolve(specifier, context, next) {
      const standIn = isOurs(context.parentURL) ? STAND_INS[specifier] : undefined
      if (standIn) return { url: standIn, shortCircuit: true }
      const resolved = next(specifier, context)
      return isOurs(resolved.url) && !resolved.url.includes('?')
        ? { ...resolved, url: of(resolved.url) }
        : resolved
    },
    load(url, context, next) {
      const loaded = next(url, context)
      const source = String(loaded.source)
      if (!isOurs(url)) return loaded
      if (source.includes('stryMutAct_9fa48')) return { ...loaded, source: lightened(source) }
      if (!source.includes(GLOB)) return loaded
      return {
        ...loaded,
        source: source.replace(/import\.meta\.glob\('([^']+)'[^)]*\)/, textsOf(new URL('.', url))),
      }
    },
  }
  registerHooks(hooks)
}

/** Without what Stryker's code does beside switching a mutant on. */
function lightened(source: string): string {
  if (isCounting) return source
  const uncounted = source.replace(/stryCov_9fa48\(("\d+"(, )?)+\)/g, '0')
  if (alone === null) return uncounted
  return uncounted.replace(/stryMutAct_9fa48\("(\d+)"\)/g, (call, id: string) =>
    id === alone ? call : 'false',
  )
}

function textsOf(folder: URL): (call: string, pattern: string) => string {
  const cwd = fileURLToPath(folder.href)
  return (_, pattern) =>
    JSON.stringify(
      Object.fromEntries(
        globSync(pattern, { cwd }).map((file) => [file, readFileSync(join(cwd, file), 'utf8')]),
      ),
    )
}
