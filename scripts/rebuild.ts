/**
 * `npm run rebuild`: the whole read model from the objects, which are the truth. Interrupted, it continues where it
 * stopped. Ends with what both sides have, and exits with 1 where that differs.
 */
import { parseArgs } from 'node:util'
import { RECOUNT } from '../src/db/totals.ts'
import { runCommand, stop } from './deploy/stop.ts'
import { compare, countD1, report } from './rebuild/counts.ts'
import { localTarget } from './rebuild/local.ts'
import { completeSchema } from './rebuild/schema.ts'
import { walk } from './rebuild/walk.ts'

const { values: options } = parseArgs({
  options: {
    remote: { type: 'boolean', default: false },
    env: { type: 'string' },
    url: { type: 'string' },
    keys: { type: 'string' },
  },
})

await runCommand(async () => {
  if (options.remote && options.url !== undefined)
    stop('--remote finds the address by wrangler.toml; --url is for a receiver of npm start.')
  const target = options.remote
    ? // wrangler, which reads wrangler.toml, is large.
      await (await import('./rebuild/deployed.ts')).deployedTarget(options.env, options.keys)
    : await localTarget(options.url ?? 'http://localhost:8787', options.keys)
  await completeSchema(target)
  const walked = await walk(target)
  const differences = await compare(walked, () => countD1(target, walked.startedAt))
  await target.query(RECOUNT)
  console.log(report(walked, differences))
  // Also where something differs: run again, it begins at the start.
  walked.forget()
  if (!differences.isSame) process.exitCode = 1
})
