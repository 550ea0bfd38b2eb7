/**
 * `npm run prove`: everything that can go wrong, from one seed, and the invariants looked at after every step.
 * Exits with 1 at the first history that breaks one, printed as short as it can be made, with the command to repeat it.
 *
 * `--ring rules` judges by the rules alone, in several orders of arrival; `--ring objects` plays whole histories on the
 * real object, its disk and D1; both without it, ten times as many by the rules. `--mistakes` plays the same histories
 * on the classic mistakes. `--write` puts the figures into docs/proof.md.
 */
import './prove/load.ts'
import { anySeed, optionsOf, WRITE } from './options.ts'
import type { Tally } from './prove/campaign.ts'

const options = optionsOf(
  { seed: anySeed(), runs: 2000 },
  {
    ...WRITE,
    ring: { type: 'string' },
    path: { type: 'string' },
    mistakes: { type: 'boolean', default: false },
  },
)
const { seed, runs } = options
if (options.ring !== undefined && options.ring !== 'rules' && options.ring !== 'objects') {
  console.error('--ring takes `rules` or `objects`.')
  process.exit(2)
}

// Only now, because the object imports `cloudflare:workers`.
const { Entity } = await import('../src/entity/entity.ts')
const { describeFailure, judgeMany, playMany } = await import('./prove/campaign.ts')
const { memoryD1 } = await import('./prove/d1.ts')
const { compareMistakes } = await import('./prove/comparison.ts')
const { table, writeSection } = await import('./prove/document.ts')

// A projector whose object died in a history long over still waits for D1, and then says so.
const { error } = console
console.error = (...values: unknown[]) => {
  if (!String(values[0]).includes('"event":"projection_failed"')) error(...values)
}

const RULES_PER_OBJECT = 10
const command = `npm run prove -- --seed ${seed} --runs ${runs}`

if (options.mistakes) await mistakes()
else await prove()
// Objects that died while D1 was silent have timers, which nobody waits for.
process.exit()

async function prove(): Promise<void> {
  const rows: (readonly (string | number)[])[] = []
  for (const ring of ['rules', 'objects'] as const) {
    if (options.ring !== undefined && options.ring !== ring) continue
    const tally: Tally = { histories: 0, deliveries: 0, told: 0 }
    const numRuns = ring === 'rules' && options.ring === undefined ? runs * RULES_PER_OBJECT : runs
    const played = { seed, numRuns, ...(options.path !== undefined && { path: options.path }) }
    const startedAt = performance.now()
    const failure =
      ring === 'rules' ? await judgeMany(played, tally) : await playMany(Entity, memoryD1(), played, tally)
    if (failure) {
      console.log(`\nBROKEN\n\n${describeFailure(failure)}`)
      console.log(`\nRepeat with: ${command} --ring ${ring} --path ${failure.path}`)
      process.exit(1)
    }
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    console.log(
      `${ring}: ${tally.histories} histories, ${tally.deliveries} deliveries, ${tally.told} of them end where the story alone says; every invariant held (${seconds} s).`,
    )
    rows.push([ring, tally.histories, tally.deliveries, tally.told, 0, `${seconds} s`])
  }
  if (!options.write) return
  writeSection(
    'simulation',
    'Simulation',
    command,
    `Stories of both providers, told from their side (documented moves, reworks, late payments, undocumented statuses, statuses that come twice, instants within a microsecond), and what the world does to them. The rules ring judges each story's events in four orders of arrival with duplicates; the objects ring plays deliveries that are late, doubled, lost or at the same moment, calls that fail before, during and after the commit, operators who have it judged, projected or erased again, evictions, alarms late, twice and cut short, several events in one body, fields left out, null or unreadable, a sandbox that has an order or payment of the same id and whose webhook leads here, and D1 failing at any statement or after its commit, on the real object with a real SQLite on either side. An oracle that shares no code with the fold says where each entity must end and what must be known about it; every invariant is looked at after every step.\n\n${table(['ring', 'histories', 'deliveries', 'end told by the story alone', 'violations', 'time'], rows)}`,
  )
}

async function mistakes(): Promise<void> {
  const rows = await compareMistakes({ seed, numRuns: runs })
  console.table(rows.map(({ name, ...counts }) => ({ mistake: name, ...counts })))
  const share = (count: number): string => `${((count / runs) * 100).toFixed(1)} %`
  const lines = rows.map(({ name, what, wrongStatus, wrongGaps, lost, surplus, any }) => [
    name,
    what,
    share(wrongStatus),
    share(wrongGaps),
    share(lost),
    share(surplus),
    `**${share(any)}**`,
  ])
  const head = [
    '',
    'what one writes',
    'wrong status',
    'wrong gaps',
    'event lost',
    'event twice or false',
    'wrong',
  ]
  console.log(table(head, lines))
  if (!options.write) return
  writeSection(
    'mistakes',
    'The classic mistakes over the same histories',
    `${command} --mistakes`,
    `Each of ${runs} histories of one entity, played to its end on the real object and on the same object with one mistake made on purpose; then only what D1 shows is looked at. Counted once per history, by the first thing that is wrong.\n\n${table(head, lines)}`,
  )
}
