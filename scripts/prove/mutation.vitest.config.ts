/** What a mutant must survive: the pure tests, and nothing that starts a runtime. Used by stryker.config.json. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'mutation',
    include: ['test/pure/**/*.test.ts'],
    // They judge an installation and the documents, or read megabytes, and take longer than all others together.
    exclude: ['test/pure/{doctor,documents,worst-texts}.test.ts'],
    environment: 'node',
    // Every mutant has a worker of its own anyway; loading every module again for each file took most of the time.
    isolate: false,
  },
})
