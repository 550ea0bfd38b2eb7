/**
 * `npm run prove:crash`: kills the runtime with `kill -9`, again and again, while a sender with many connections notes
 * every 2xx. At the end every acknowledged event is in its object's log, none is there twice, and D1 has caught up
 * without another delivery. Exits with 1 otherwise.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { deliver, type Life, lifeOf } from './lives.ts'
import { anySeed, optionsOf, WRITE } from './options.ts'
import { missing, SHOWN, type Shown, shownOnDisk, twice } from './prove/acknowledged.ts'
import { table, writeSection } from './prove/document.ts'
import { random } from './random.ts'
import { bundle, CATRACA } from './runtime/bundle.ts'
import { type Runtime, startRuntime } from './runtime/process.ts'
import { until } from './until.ts'

const { seed, kills, connections, write } = optionsOf({ seed: anySeed(), kills: 20, connections: 32 }, WRITE)

/** How long D1 may need after the last restart; the longest wait between two tries of an object is not in the way. */
const CATCH_UP_MS = 60_000
const KEYS = { AMPLIA_KEYS: 'amplia-crash-key', SAFE2PAY_KEYS: 'safe2pay-crash-key' }

type Delivery = Life['deliveries'][number]

const dice = random(seed)
const folder = mkdtempSync(join(tmpdir(), 'catraca-crash-'))
const module = bundle(CATRACA, join(folder, 'bundle'))
const acknowledged: Delivery[] = []
let entities = 0
/** Acknowledged events that D1 did not have when the runtime was killed: only an alarm can bring them there. */
let owedByAlarms = 0
const runtimes: Runtime[] = []

try {
  for (let round = 1; round <= kills; round += 1) await killOnce(round)
  await judge()
} finally {
  await runtimes.at(-1)?.kill()
  rmSync(folder, { recursive: true, force: true })
}

/** Each round has entities of its own, so that nothing later wakes an object whose alarm was lost. */
async function killOnce(round: number): Promise<void> {
  const current = await start()
  const before = acknowledged.length
  let killed = false
  const senders = Array.from({ length: connections }, async () => {
    while (!killed) {
      entities += 1
      for (const delivery of lifeOf(seed * 100_000 + entities).deliveries) {
        if (killed || !(await post(current.url, delivery))) return
        acknowledged.push(delivery)
      }
    }
  })
  await until(() => acknowledged.length > before, 30_000)
  await sleep(300 + dice.below(2_000))
  const killing = current.kill()
  killed = true
  await killing
  await Promise.all(senders)
  const owed = missing(
    acknowledged.slice(before),
    shownOnDisk(join(folder, 'data'), join(folder, `d1-${round}`)),
  )
  owedByAlarms += owed.length
  console.log(
    `kill ${round} of ${kills}: ${acknowledged.length - before} deliveries acknowledged before it, ${owed.length} events of them not in D1 yet`,
  )
}

async function judge(): Promise<void> {
  const current = await start()
  const startedAt = performance.now()
  let lost: readonly string[] = []
  let rows: readonly Shown[] = []
  await until(async () => {
    rows = (await current.query<Shown>(SHOWN)).rows
    lost = missing(acknowledged, rows)
    return lost.length === 0
  }, CATCH_UP_MS)
  const caughtUpMs = Math.round(performance.now() - startedAt)
  const doubled = twice(rows)
  const verdicts = new Map<string, number>()
  for (const delivery of acknowledged) {
    const name = await verdictOf(current.url, delivery)
    verdicts.set(name, (verdicts.get(name) ?? 0) + 1)
  }
  const notStored = acknowledged.length - (verdicts.get('duplicate') ?? 0)
  console.log(
    `${acknowledged.length} deliveries acknowledged over ${kills} kills; sent again: ${JSON.stringify(Object.fromEntries(verdicts))}`,
  )
  console.log(
    `D1 has ${rows.length} events of ${new Set(rows.map((row) => row.entity_id)).size} entities, ${lost.length} missing after ${caughtUpMs} ms, ${doubled.length} twice`,
  )
  if (write) {
    writeSection(
      'crash',
      'Crashes',
      `npm run prove:crash -- --seed ${seed} --kills ${kills}`,
      `The runtime as a process of its own with its data on disk, ${connections} connections, \`kill -9\` of the whole process group at random moments, restart. Each round has entities of its own, so nothing but an object's own alarm can bring D1 up to date.\n\n${table(
        [
          'kills',
          'deliveries acknowledged',
          'of them not in the log',
          'events not in D1 yet when it was killed',
          'events stored twice',
          'missing in D1 after the last restart',
          'D1 complete after',
        ],
        [
          [
            kills,
            acknowledged.length,
            notStored,
            owedByAlarms,
            doubled.length,
            lost.length,
            `${caughtUpMs} ms`,
          ],
        ],
      )}`,
    )
  }
  if (notStored === 0 && doubled.length === 0 && lost.length === 0) return
  console.log(
    [
      ...lost.slice(0, 10).map((each) => `missing in D1: ${each}`),
      ...doubled.slice(0, 10).map((each) => `twice: ${each}`),
    ].join('\n'),
  )
  console.log(`Repeat with: npm run prove:crash -- --seed ${seed} --kills ${kills}`)
  process.exitCode = 1
}

async function start(): Promise<Runtime> {
  const runtime = await startRuntime({
    config: CATRACA,
    bundle: module,
    data: join(folder, 'data'),
    bindings: KEYS,
    quiet: true,
  })
  runtimes.push(runtime)
  return runtime
}

function keyOf({ provider }: Delivery): string {
  return KEYS[provider === 'amplia' ? 'AMPLIA_KEYS' : 'SAFE2PAY_KEYS']
}

/** What an acknowledged event is answered when it is sent again; a connection may have been closed for being idle. */
async function verdictOf(url: string, delivery: Delivery): Promise<string> {
  let why: unknown
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      const response = await deliver(url, delivery, keyOf(delivery))
      return ((await response.json()) as { verdict?: string }).verdict ?? String(response.status)
    } catch (error) {
      why = error
    }
  }
  return `no answer: ${String(why)}`
}

/** Whether it was acknowledged. A connection that breaks is an answer that never came. */
async function post(url: string, delivery: Delivery): Promise<boolean> {
  try {
    const response = await deliver(url, delivery, keyOf(delivery))
    await response.arrayBuffer()
    return response.ok
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
