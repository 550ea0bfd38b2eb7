/** What a mutant must survive: the pure tests, and nothing that starts a runtime. Used by stryker.config.json. */
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Seconds each, while all others together take less. */
const SLOW = /\/(arrival-order|forgetting|clocks|key-spellings)\.test\.ts$/

/** The first test that notices ends a mutant, so what takes longest comes last. By itself Vitest begins with it. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = [...files].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
    const isSlow = ({ moduleId }: TestSpecification): boolean => SLOW.test(moduleId)
    return [...sorted.filter((file) => !isSlow(file)), ...sorted.filter(isSlow)]
  }
}

export default defineConfig({
  test: {
    name: 'mutation',
    include: ['test/pure/**/*.test.ts'],
    // They judge an installation and the documents, or read megabytes, and take longer than all others together.
    exclude: ['test/pure/{doctor,documents,growth,worst-texts}.test.ts'],
    environment: 'node',
    sequence: { sequencer: QuickFirst },
    // On a busy machine a slow test must not count as one that noticed. What never ends is stopped by Stryker's own limit.
    testTimeout: 600_000,
    // Every mutant has a worker of its own anyway; loading every module again for each file took most of the time.
    isolate: false,
  },
})
