/** What a mutant must survive: the pure tests, and nothing that starts a runtime. Used by stryker.config.json. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'mutation', include: ['test/pure/**/*.test.ts'], environment: 'node' },
})
