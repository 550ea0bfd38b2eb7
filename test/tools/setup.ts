/**
 * Each test file begins with empty objects, a D1 with the tables of a deployment, and fresh modules, whichever files ran
 * before it in the same runtime.
 */
import { reset, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { forgetEvaluated, rememberEvaluated } from './evaluated.ts'
import { migrate } from './migrate.ts'
import { takeReached } from './reached.ts'

vi.useRealTimers()
vi.restoreAllMocks()
vi.unstubAllGlobals()
rememberEvaluated()
await reset()
for (const stub of takeReached()) await runInDurableObject(stub, (_, { storage }) => storage.deleteAll())
await env.DB.exec('SELECT 1')
// This deletes what is in memory, where D1 is at this moment, but not objects that were idle for ten seconds.
await reset()
forgetEvaluated()
await migrate()
