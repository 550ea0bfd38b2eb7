/**
 * `npm run bench:forward`: what forwarding adds to the answer that a sender waits for, and how soon a change is sent. The
 * minified bundle in workerd, with forwarding and without, at the same time; the receiver of the messages is in this
 * process.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CATRACA } from './bench/bundle.ts'
import { shown, spread } from './bench/client.ts'
import { type Contestant, start } from './bench/contest.ts'
import { besides, burst, ratio, startTaker } from './bench/forwarding.ts'
import { atMost, type Target, targetTable } from './bench/targets.ts'
import { optionsOf, WRITE } from './options.ts'
import { table, writeSection } from './prove/document.ts'

const {
  rounds,
  'round-ms': roundMs,
  burst: entities,
  write,
} = optionsOf({ rounds: 5, 'round-ms': 3000, burst: 1000 }, WRITE)

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'catraca-bench-'))
const taker = await startTaker()
const started: Contestant[] = []
try {
  const without = await start(folder, 'without', CATRACA)
  started.push(without)
  const bindings = {
    FORWARD_URL: taker.url,
    FORWARD_SECRETS: `whsec_${btoa('secret-of-the-benchmark-0')}`,
    LOCAL: 'true',
  }
  const telling = await start(folder, 'telling', CATRACA, { bindings })
  started.push(telling)
  const rows: (readonly string[])[] = []
  const targets: Target[] = []
  for (const isKnown of [false, true]) {
    const measured = await besides([without, telling], isKnown, rounds, roundMs)
    const p50 = ratio(measured, 'p50Ms')
    const kind = isKnown ? 'known entity' : 'new entity'
    rows.push([
      kind,
      ...measured.map((each) => shown(spread(each.map(({ p50Ms }) => p50Ms)), 1)),
      shown(p50),
      shown(ratio(measured, 'p99Ms')),
    ])
    targets.push(atMost(1.1, `${kind}, p50 with forwarding to p50 without`, p50.median))
    console.log(rows.at(-1)?.join(' | '))
  }
  const told = await burst(telling, taker, entities)
  const body = [
    targetTable(targets),
    `The bundle without forwarding and with it, at the same time, each with 4 connections that pause 50 ms after an answer; ${rounds} rounds of ${roundMs / 1000} s, median (lowest–highest). The receiver takes each message at once. All of it shares the cores of one machine.`,
    table(['', 'p50 ms without', 'with', 'p50 with / without', 'p99 with / without'], rows),
    table(
      ['burst of entities', 'all answered after', 'from arrival to the 2xx of the message, p50', 'p99'],
      [
        [
          told.entities,
          ...[told.sendMs, told.lagP50Ms, told.lagP99Ms].map((ms) => `${(ms / 1000).toFixed(2)} s`),
        ],
      ],
    ),
    'A message that is taken at once costs one written row, in its object: `test/object/forward.test.ts` counts it.',
  ].join('\n\n')
  console.log(body)
  if (write)
    writeSection(
      'bench-forward',
      'What forwarding costs',
      `npm run bench:forward -- --rounds ${rounds} --round-ms ${roundMs} --burst ${entities}`,
      body,
    )
} finally {
  for (const { runtime } of started) await runtime.stop()
  taker.stop()
  rmSync(folder, { recursive: true, force: true })
}
