/** Fails when npm would install something that package-lock.json does not pin by its hash. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Lock, unpinned } from './lock.ts'
import { root } from './wrangler.ts'

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
const problems = [
  ...unpinned(lock),
  // npm reads this file instead of package-lock.json.
  ...(existsSync(join(root, 'npm-shrinkwrap.json')) ? ['npm-shrinkwrap.json is there'] : []),
]
if (problems.length > 0) {
  console.error(
    `${problems.join('\n')}\nCONTRIBUTING.md says how to make package-lock.json: see "Dependencies".`,
  )
  process.exitCode = 1
} else {
  console.log(`package-lock.json pins ${Object.keys(lock.packages ?? {}).length - 1} packages by their hash.`)
}
