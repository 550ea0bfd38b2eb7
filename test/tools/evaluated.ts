/**
 * The pool imports the Worker's module again for every request and every call of an object, and each time asks the process
 * outside where it is: four fifths of the time of a short request. This returns a module that is already evaluated at once.
 */
interface Runner {
  import(id: string): Promise<unknown>
  readonly evaluatedModules: {
    getModuleById(
      id: string,
    ): { readonly evaluated: boolean; readonly promise?: Promise<unknown> } | undefined
  }
}

declare const __vitest_mocker__: { readonly moduleRunner: Runner }

export function rememberEvaluated(): void {
  const runner = __vitest_mocker__.moduleRunner
  // Once in each runtime.
  if (Object.hasOwn(runner, 'import')) return
  const ask = runner.import.bind(runner)
  runner.import = (id) => {
    const module = runner.evaluatedModules.getModuleById(id)
    return module?.evaluated && module.promise ? module.promise : ask(id)
  }
}
