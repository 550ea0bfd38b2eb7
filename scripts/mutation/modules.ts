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

export const startGeneration = (): void => {
  generation += 1
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
      if (!isOurs(url) || !source.includes(GLOB)) return loaded
      return {
        ...loaded,
        source: source.replace(/import\.meta\.glob\('([^']+)'[^)]*\)/, textsOf(new URL('.', url))),
      }
    },
  }
  registerHooks(hooks)
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
