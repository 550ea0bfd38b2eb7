/**
 * The pool imports the Worker's module again for every request and every call of an object, and each time asks the process
 * outside where it is: four fifths of the time of a short request. And each test file has the process outside send every
 * module again. This returns a module that is already evaluated at once, and evaluates again what is already here.
 */
import { vi } from 'vitest'

interface Module {
  readonly evaluated: boolean
  readonly promise?: Promise<unknown>
  /** Its code, as the process outside has sent it. */
  meta?: object
}

interface Runner {
  import(id: string): Promise<unknown>
  cachedModule(url: string, importer?: string): Promise<Module>
  readonly evaluatedModules: {
    readonly idToModuleMap: ReadonlyMap<string, Module>
    getModuleById(id: string): Module | undefined
    getModuleByUrl(url: string): Module | undefined
  }
}

declare const __vitest_mocker__: { readonly moduleRunner: Runner }

export function rememberEvaluated(): void {
  const runner = __vitest_mocker__.moduleRunner
  // Once in each runtime.
  if (Object.hasOwn(runner, 'import')) return
  const modules = runner.evaluatedModules
  const ask = runner.import.bind(runner)
  runner.import = (id) => {
    const module = modules.getModuleById(id)
    return module?.evaluated && module.promise ? module.promise : ask(id)
  }
  const fetch = runner.cachedModule.bind(runner)
  runner.cachedModule = async (url, importer) => {
    const module = modules.getModuleByUrl(url)
    return module?.meta ? module : fetch(url, importer)
  }
}

/** Has every module evaluated again when it is next imported. */
export function forgetEvaluated(): void {
  const modules = [...__vitest_mocker__.moduleRunner.evaluatedModules.idToModuleMap.values()]
  const fetched = modules.map(({ meta }) => meta)
  vi.resetModules()
  for (const [place, module] of modules.entries()) {
    const meta = fetched[place]
    if (meta) module.meta = meta
  }
}
