import { availableParallelism } from 'node:os'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { startChildrenQuickly } from './test/process/children.ts'
import { useMemoryDisk } from './test/tools/memory-disk.ts'
import { safe2payApi } from './test/tools/safe2pay-api.ts'

startChildrenQuickly()
useMemoryDisk()

// The tests of workerd bring keys of their own; wrangler, which reads wrangler.toml for them, warns at each runtime that
// a fresh clone has none.
const { warn } = console
console.warn = (...said: unknown[]) => {
  if (!String(said[0]).includes('Missing required secrets')) warn(...said)
}

/** A machine that does other work too must not fail a test that only waits. */
const patience = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 300_000, interval: 50 } },
} as const

/** What src/ imports of them. */
const LIBRARIES = [
  'drizzle-orm',
  'drizzle-orm/sqlite-core',
  'hono',
  'hono/cookie',
  'hono/csrf',
  'hono/factory',
  'hono/http-exception',
  'hono/jsx/jsx-runtime',
  'hono/tiny',
  'zod/mini',
]

/** What a test sees that the code of an earlier one still does, seconds after its answer. */
const OWN_RUNTIME = ['test/http/live.test.ts']

/** A project whose tests run in workerd. */
const workers = (name: string, test: TestProjectInlineConfiguration['test']) => ({
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          // As `npm start` sets it: SECRET_KEY, which stands in Safe2Pay's documented bodies, opens nothing without.
          LOCAL: 'true',
          // Two of each, because senders rotate keys, and one that may stand in a URL.
          AMPLIA_KEYS: `amplia-test-key-one, amplia-test-key-two,${'a1'.repeat(24)}`,
          SAFE2PAY_KEYS: `SECRET_KEY,safe2pay-test-key-two,${'5e'.repeat(24)}`,
          ADMIN_KEYS: 'admin-test-key-one,admin-test-key-two',
          SAFE2PAY_API_URL: (await safe2payApi()).url,
          PROOF_FIRST: process.env.PROOF_FIRST ?? '0',
          PROOF_RUNS: process.env.PROOF_RUNS ?? '25',
          PROOF_SEED: process.env.PROOF_SEED ?? '20261121',
          MIGRATIONS: await readD1Migrations('./migrations'),
        },
      },
    })),
  ],
  test: {
    ...patience,
    ...test,
    name,
    // Each runtime is handed its modules one by one: libraries go as one each.
    deps: { optimizer: { ssr: { enabled: true, include: LIBRARIES } } },
    setupFiles: ['test/tools/setup.ts'],
  },
})

export default defineConfig({
  test: {
    silent: 'passed-only',
    // Tests mostly wait for the runtime, which is a process of its own: fewer files at a time leave a core of two idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        test: {
          ...patience,
          name: 'pure',
          include: ['test/pure/**/*.test.ts'],
          environment: 'node',
          isolate: false,
        },
      },
      {
        test: { ...patience, name: 'process', include: ['test/process/**/*.test.ts'], environment: 'node' },
      },
      {
        test: {
          ...patience,
          name: 'deploy',
          include: ['test/deploy/**/*.test.ts'],
          environment: 'node',
          // They wait for processes of their own; two files at once keep two cores busy, once the other rings are done.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The real object runs in Node there, on node:sqlite.
        resolve: { alias: { 'cloudflare:workers': `${import.meta.dirname}/scripts/prove/runtime.ts` } },
        test: {
          ...patience,
          name: 'proof',
          include: ['test/proof/*.test.ts'],
          environment: 'node',
        },
      },
      {
        // Needs a browser: `npm run test:browser`.
        test: { ...patience, name: 'browser', include: ['test/browser/**/*.test.ts'], environment: 'node' },
      },
      workers('workerd', {
        include: ['test/{object,http,proof/workerd}/**/*.test.ts'],
        exclude: OWN_RUNTIME,
        // A runtime of its own takes most of the time of a short file: test/tools/setup.ts makes them begin alike.
        isolate: false,
        globalSetup: ['test/tools/receiver/setup.ts'],
      }),
      workers('workerd-own', { include: OWN_RUNTIME }),
    ],
  },
})
