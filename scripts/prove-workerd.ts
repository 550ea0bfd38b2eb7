/**
 * `npm run prove:workerd`: the same histories on the real runtime, with real objects, real alarms and the real D1. A few of
 * them are part of `npm test`; this plays as many as asked.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { anySeed, optionsOf, WRITE } from './options.ts'
import { table, writeSection } from './prove/document.ts'
import { root } from './wrangler.ts'

const { seed, runs, write } = optionsOf({ seed: anySeed(), runs: 500 }, WRITE)

/** A call of the test pool's tools takes the longer the more objects there are: so each batch has a runtime of its own. */
const BATCH = 100

interface Counts {
  readonly deliveries: number
  readonly told: number
}

function playBatch(first: number, count: number): Counts {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project=workerd',
      '--silent=false',
      '--disableConsoleIntercept',
      'test/proof/workerd',
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        PROOF_FIRST: String(first),
        PROOF_RUNS: String(count),
        PROOF_SEED: String(seed),
      },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  )
  const [, json] = /proof: (\{.*\})/.exec(stdout) ?? []
  if (status === 0 && json !== undefined) return JSON.parse(json) as Counts
  console.log(`${stderr}${stdout}`.split('\n').slice(-60).join('\n'))
  console.log(`Repeat with: npm run prove:workerd -- --seed ${seed} --runs ${runs}`)
  process.exit(1)
}

const startedAt = performance.now()
let deliveries = 0
let told = 0
for (let first = 0; first < runs; first += BATCH) {
  const counts = playBatch(first, Math.min(BATCH, runs - first))
  deliveries += counts.deliveries
  told += counts.told
}
const seconds = Math.round((performance.now() - startedAt) / 1000)
console.log(
  `workerd: ${runs} histories, ${deliveries} deliveries, every entity where it should be (${seconds} s).`,
)
if (write) {
  writeSection(
    'runtime',
    'The same histories in workerd',
    `npm run prove:workerd -- --seed ${seed} --runs ${runs}`,
    `Real objects, real alarms, real D1 with faults before and after its commit, evictions, calls whose answer is lost. At the end each object holds what was acknowledged, has the status that the oracle says, and D1 equals it row by row.\n\n${table(
      ['histories', 'deliveries', 'end told by the story alone', 'violations', 'time'],
      [[runs, deliveries, told, 0, `${seconds} s`]],
    )}`,
  )
}
