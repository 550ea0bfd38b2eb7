/**
 * `npm run bench`: what the receiver costs beside the least that such a Worker can cost, and beside what one would write
 * in an afternoon. The minified bundles in workerd, without `wrangler dev`'s proxy; the client is a process of its own.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anatomy } from './bench/anatomy.ts'
import { shown, spread } from './bench/client.ts'
import {
  type Contestant,
  contest,
  contestants,
  type Kind,
  type Result,
  type Round,
  ratios,
  start,
} from './bench/contest.ts'
import { forwarding } from './bench/forwarding.ts'
import { burst, depth, fill, readings, transitionsIn } from './bench/growth.ts'
import { atMost, contestTargets, type Target, targetTable } from './bench/targets.ts'
import { optionsOf, WRITE } from './options.ts'
import { table, writeSection } from './prove/document.ts'
import { CATRACA } from './runtime/bundle.ts'

const options = optionsOf(
  { rounds: 5, 'round-ms': 3000, transitions: 1_000_000, burst: 1000 },
  {
    ...WRITE,
    /** `contest`, `anatomy`, `growth`, or `forward`, which is left out unless it is named. */
    part: { type: 'string' },
    /** A checkout of an earlier version, with its packages installed, to compare with. */
    before: { type: 'string' },
  },
)
const { rounds, 'round-ms': roundMs, transitions, part } = options

// In memory where there is such a place: one disk's fsync would drown what is compared, and none is deployed.
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const folder = mkdtempSync(join(memory, 'catraca-bench-'))
const sections: string[] = []
const targets: Target[] = []
let all: readonly Contestant[] = []
try {
  if (asked('contest') || asked('growth')) all = await contestants(folder, options.before)
  if (asked('contest')) await compare()
  if (asked('anatomy')) await dissect()
  if (asked('growth')) await grow()
  if (part === 'forward')
    sections.push(...(await forwarding(folder, rounds, roundMs, options.burst, targets)))
  console.log([targetTable(targets), ...(part === 'forward' ? sections : [])].join('\n\n'))
  sections.unshift('Against its targets:', targetTable(targets))
  const of = `--rounds ${rounds} --round-ms ${roundMs}`
  if (options.write && part === 'forward')
    writeSection(
      'bench-forward',
      'What forwarding costs',
      `npm run bench:forward -- ${of} --burst ${options.burst}`,
      sections.join('\n\n'),
    )
  else if (options.write) writeSection('bench', 'Benchmark', `npm run bench -- ${of}`, sections.join('\n\n'))
} finally {
  for (const { runtime } of all) await runtime.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** Whether a part of the benchmark is to run. */
function asked(one: string): boolean {
  return part === undefined || part === one
}

async function dissect(): Promise<void> {
  const parts = await anatomy(join(folder, 'anatomy'), rounds, roundMs)
  console.log(parts)
  sections.push('What a delivery is made of:', parts)
}

async function compare(): Promise<void> {
  const kinds: readonly (readonly [Kind, number])[] = [
    ['new entity', 16],
    ['known entity', 16],
    ['new entity', 1],
    ['known entity', 1],
  ]
  const figures: (readonly (string | number)[])[] = []
  const compared: (readonly (string | number)[])[] = []
  for (const [kind, connections] of kinds) {
    const results = await contest(all, kind, connections, rounds, roundMs)
    for (const result of results) figures.push(figuresOf(result))
    for (const other of ['floor', 'afternoon', ...(options.before ? ['before'] : [])]) {
      const ratio = (figure: keyof Round) => ratios(results, 'catraca', other, figure)
      const [rate, p50, p99, cpu] = [ratio('perSecond'), ratio('p50Ms'), ratio('p99Ms'), ratio('cpuUs')]
      compared.push([
        kind,
        connections,
        `catraca / ${other}`,
        shown(rate),
        shown(p50),
        shown(p99),
        shown(cpu),
      ])
      if (connections > 1) targets.push(...contestTargets(kind, other, { rate, p50, cpu }))
    }
    console.log(`${kind}, ${connections} connections: done`)
  }
  const head = ['', 'connections', '', 'per second', 'p50 ms', 'p99 ms', 'CPU of an event, µs']
  sections.push(
    `**floor**: a bare Worker whose object inserts one row and sets an alarm that does nothing. **catraca**: the deployed bundle, its projections to D1 running beside the load, all in one workerd. **afternoon**: Hono, zod, one Drizzle upsert into D1 before the answer. ${rounds} interleaved rounds of ${roundMs / 1000} s after one to warm up; median (lowest–highest).`,
    table(head, figures),
    'Ratios, round by round:',
    table(head, compared),
  )
  console.log(table(head, figures))
  console.log(table(head, compared))
}

async function grow(): Promise<void> {
  const catraca = all.find(({ name }) => name === 'catraca')?.runtime
  if (!catraca) throw new Error('Not started')
  const depths = await depth(catraca, 5)
  const depthTable = table(
    ['one connection, median of a delivery', '10th event, ms', '900th event, ms', '900th / 10th'],
    depths.map(({ what, tenthMs, nineHundredthMs }) => [
      what,
      shown(tenthMs),
      shown(nineHundredthMs),
      (nineHundredthMs.median / tenthMs.median).toFixed(2),
    ]),
  )
  for (const { what, tenthMs, nineHundredthMs } of depths)
    targets.push(atMost(2, `the 900th event to the 10th: ${what}`, nineHundredthMs.median / tenthMs.median))
  console.log(depthTable)
  const burstTable = (bursts: readonly (readonly [string, Awaited<ReturnType<typeof burst>>])[]): string =>
    table(
      [
        'D1 holds',
        'burst of entities',
        'all answered after',
        'D1 complete after the last answer',
        'lag p50',
        'lag p99',
        'batches',
      ],
      bursts.map(([holds, { entities, batches, sendMs, catchUpMs, lagP50Ms, lagP99Ms }]) => [
        holds,
        entities,
        ...[sendMs, catchUpMs, lagP50Ms, lagP99Ms].map((ms) => `${(ms / 1000).toFixed(1)} s`),
        batches,
      ]),
    )
  const few = await transitionsIn(catraca)
  const small = await burst(catraca, 5_000)
  targets.push(
    atMost(1 / 20, 'D1 batches per event, burst of 5,000 entities', small.batches / small.entities),
  )
  const full = await start(join(folder, 'growth'), 'catraca', CATRACA)
  try {
    await fill(full.runtime, transitions)
    const answers = await readings(full.runtime)
    for (const { title, isPage, rowsRead } of answers)
      if (isPage) targets.push(atMost(200, `rows read at ${transitions} transitions: ${title}`, rowsRead))
    const bursts = burstTable([
      [`${few} transitions`, small],
      [`${transitions} transitions`, await burst(full.runtime, 5_000)],
    ])
    const reads = table(
      [`question of docs/queries.md, ${transitions} transitions`, 'a page', 'rows read', 'ms'],
      answers.map(({ title, isPage, rowsRead, ms }) => [title, isPage ? 'yes' : '', rowsRead, ms.toFixed(0)]),
    )
    console.log(bursts)
    console.log(reads)
    sections.push('How cost grows:', depthTable, bursts, reads)
  } finally {
    await full.runtime.stop()
  }
}

function figuresOf({ kind, connections, name, rounds: measured }: Result): readonly (string | number)[] {
  const of = (figure: keyof Round, digits: number): string =>
    shown(spread(measured.map((each) => each[figure])), digits)
  return [kind, connections, name, of('perSecond', 0), of('p50Ms', 1), of('p99Ms', 1), of('cpuUs', 0)]
}
