/** Removes the deadlines, because orders of tests are from another year and would all be stuck. */
import { env } from 'cloudflare:workers'
import { updateDeadlines } from '../../src/operations/deadlines.ts'

export const withoutDeadlines = () => updateDeadlines({ ...env, AMPLIA_STUCK_HOURS: '' } as unknown as Env)
