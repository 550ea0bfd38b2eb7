/** Orders of tests are of another year: without a deadline none of them is stuck. */
import { env } from 'cloudflare:workers'
import { updateDeadlines } from '../../src/operations/deadlines.ts'

export const withoutDeadlines = () => updateDeadlines({ ...env, AMPLIA_STUCK_HOURS: '' } as unknown as Env)
