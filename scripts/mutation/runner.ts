/**
 * Stryker's runner of the pure tests here. They stay loaded, and a mutant is switched on among them: most are killed
 * within milliseconds, where a start of Vitest for each took seconds. A mutant that survives few runs of the properties
 * is tried against all of them, with modules of its own, before it counts as alive.
 */
import { globSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
} from '@stryker-mutator/api/test-runner'
import { load, startGeneration, takeOverModules } from './modules.ts'
import { pace } from './pace.ts'
import { type Test, testsOf } from './vitest.ts'

/** They judge an installation and the documents, or read megabytes, and take longer than all others together. */
const LEFT_OUT = /\/(assets|doctor|documents|growth|lock|openapi|worst-texts)\.test\.ts$/
/** Every order of arrival of whole lives: asked last, of mutants that all others let live. */
const SLOW = /\/arrival-order\.test\.ts$/

/** No test passes one place so often; Stryker's own limit is a hundred times what all of them together do. */
const ENDLESS_HITS = 10_000_000

interface Identified extends Test {
  readonly id: string
  readonly file: string
}

interface Failure {
  readonly test: Identified
  readonly message: string
}

class WarmRunner implements TestRunner {
  readonly #stryker: InstrumenterContext = contextOfStryker()
  /** While it tells which test passes which mutant. */
  #isCounting = true
  readonly #loaded = new Map<string, readonly Identified[]>()
  /** The files of the tests by the mutated file, the one that killed last first: mostly it kills the next mutant as well. */
  readonly #order = new Map<string, string[]>()

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true }
  }

  async init(): Promise<void> {
    takeOverModules()
  }

  async dryRun(): Promise<DryRunResult> {
    pace.isThorough = true
    const tests: TestResult[] = []
    for (const file of filesFor()) {
      for (const test of await this.#testsIn(file)) {
        this.#stryker.currentTestId = test.id
        const start = performance.now()
        const failure = await failureOf(test)
        delete this.#stryker.currentTestId
        const { id, name } = test
        const told = { id, name, fileName: file, timeSpentMs: performance.now() - start }
        tests.push(
          failure
            ? { ...told, status: TestStatus.Failed, failureMessage: failure.message }
            : { ...told, status: TestStatus.Success },
        )
      }
    }
    const mutantCoverage = this.#stryker.mutantCoverage
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { id } = options.activeMutant
    const isStatic = options.mutantActivation === 'static'
    if (this.#isCounting || options.reloadEnvironment) this.#renew(isStatic ? id : null)
    pace.isThorough = false
    let failure = await this.#failureUnder(options)
    // Where the test fails without the mutant as well, an earlier one left something behind.
    if (failure && !isStatic && (await failureOf(failure.test))) {
      this.#renew()
      failure = await this.#failureUnder(options)
    }
    if (!failure) {
      this.#renew(id)
      pace.isThorough = true
      failure = await this.#failureUnder(options)
      this.#renew()
    }
    if (this.#wasEndless()) return { status: MutantRunStatus.Timeout, reason: 'Hit limit reached' }
    return failure
      ? {
          status: MutantRunStatus.Killed,
          killedBy: [failure.test.id],
          failureMessage: failure.message,
          nrOfTests: 1,
        }
      : { status: MutantRunStatus.Survived, nrOfTests: 1 }
  }

  #renew(mutant: string | null = null): void {
    startGeneration(mutant)
    this.#isCounting = false
    this.#loaded.clear()
  }

  #wasEndless(): boolean {
    const { hitCount = 0, hitLimit = 0 } = this.#stryker
    return hitCount > hitLimit
  }

  async #failureUnder({
    activeMutant,
    hitLimit = ENDLESS_HITS,
    mutantActivation,
    sandboxFileName,
    testFilter,
  }: MutantRunOptions): Promise<Failure | null> {
    const asked = testFilter && new Set(testFilter)
    this.#stryker.hitLimit = Math.min(hitLimit, ENDLESS_HITS)
    const mutated = relative(process.cwd(), sandboxFileName)
    const order = this.#order.get(mutated) ?? filesFor(mutated)
    this.#order.set(mutated, order)
    try {
      for (const file of order) {
        if (!pace.isThorough && SLOW.test(file)) continue
        if (asked && !testFilter.some((id) => id.startsWith(`${file}#`))) continue
        if (mutantActivation === 'runtime') delete this.#stryker.activeMutant
        else this.#stryker.activeMutant = activeMutant.id
        const tests = await this.#testsIn(file)
        this.#stryker.activeMutant = activeMutant.id
        for (const test of tests) {
          this.#stryker.hitCount = 0
          const failure = !asked || asked.has(test.id) ? await failureOf(test) : null
          if (!failure) continue
          if (!SLOW.test(file)) order.unshift(...order.splice(order.indexOf(file), 1))
          return failure
        }
      }
      return null
    } finally {
      delete this.#stryker.activeMutant
    }
  }

  /** A file that cannot be loaded has one test, which fails. */
  async #testsIn(file: string): Promise<readonly Identified[]> {
    const known = this.#loaded.get(file)
    if (known) return known
    const tests = await testsOf(() => load(file)).catch((error: unknown) => [
      {
        name: 'loads',
        run: () => {
          throw error
        },
      },
    ])
    const identified = tests.map((test, index) => ({ ...test, file, id: `${file}#${index} ${test.name}` }))
    this.#loaded.set(file, identified)
    return identified
  }
}

/** The files of the tests, those that name the mutated one first. */
function filesFor(mutated?: string): string[] {
  const rank = (file: string): number => {
    if (SLOW.test(file)) return 2
    return mutated && readFileSync(file, 'utf8').includes(mutated) ? 0 : 1
  }
  return globSync('test/pure/**/*.test.ts')
    .filter((file) => !LEFT_OUT.test(file))
    .sort()
    .map((file) => ({ file, rank: rank(file) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ file }) => file)
}

async function failureOf(test: Identified): Promise<Failure | null> {
  try {
    await test.run()
    return null
  } catch (error) {
    return { test, message: error instanceof Error ? error.message : String(error) }
  }
}

/** Shared with the mutated code, which looks here for the mutant that is switched on. */
function contextOfStryker(): InstrumenterContext {
  const context: InstrumenterContext = {}
  Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: context })
  return context
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'warm', WarmRunner)]
