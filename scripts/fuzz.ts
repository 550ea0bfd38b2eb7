/**
 * `npm run fuzz`: mutated and random requests against the real Worker in a process of its own. No answer is a 5xx but a
 * declared 503, nothing is logged that is not one of our lines, no key comes back, and memory stays where it is.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { spread } from './bench/client.ts'
import { anySeed, optionsOf, WRITE } from './options.ts'
import { EXAMPLES } from './payloads.ts'
import { table, writeSection } from './prove/document.ts'
import { type Attempt, attempts } from './prove/malformed.ts'
import { bundle, CATRACA } from './runtime/bundle.ts'
import { type Runtime, startRuntime } from './runtime/process.ts'

const options = optionsOf({ seed: anySeed(), runs: 5000 }, { ...WRITE, path: { type: 'string' } })
const { seed, runs } = options

const CONNECTIONS = 24
/** They look random, so that they open from a path as well. */
const KEYS = { amplia: 'fa'.repeat(24), safe2pay: 'f5'.repeat(24) }
/** Between the second and the last quarter of the run; what the runtime keeps of live objects comes and goes. */
const MEMORY_GROWTH = 1.3
/** What the Worker itself writes; anything else that comes out of the runtime is an error that nobody caught. */
const OUR_LINE = /^\{"event":"(delivery|projection_failed|operator_refused)"/
/** The runtime's own notes: which secrets it has or lacks, and that an alarm was set again before it fired. */
const RUNTIME_LINE = /^Using secrets|Missing required secrets|^NOSENTRY SQLite alarm handler canceled/

const folder = mkdtempSync(join(tmpdir(), 'catraca-fuzz-'))
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
const problems: string[] = []
const statuses = new Map<number, number>()
const memoryKb: number[] = []

const runtime = await startRuntime({
  config: CATRACA,
  bundle: bundle(CATRACA, join(folder, 'bundle')),
  data: join(folder, 'data'),
  // None for operators: .dev.vars, which the runtime reads as well, may have one that is refused and said.
  bindings: { AMPLIA_KEYS: KEYS.amplia, SAFE2PAY_KEYS: KEYS.safe2pay, ADMIN_KEYS: '' },
  quiet: false,
})
try {
  await run(runtime)
  report()
} finally {
  agent.destroy()
  await runtime.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function run({ url, output, workerdKb }: Runtime): Promise<void> {
  // On average, fast-check makes a batch for half of the connections.
  const numRuns = Math.ceil((runs * 2) / CONNECTIONS)
  const every = Math.ceil(numRuns / 40)
  let batches = 0
  let complaints: readonly string[] = []
  const many = fc.array(attempts(KEYS), { minLength: 1, maxLength: CONNECTIONS, size: 'max' })
  const property = fc.asyncProperty(many, async (all) => {
    const found = (await Promise.all(all.map((each) => judge(each, url)))).flat()
    if (batches++ % every === 0) memoryKb.push(workerdKb())
    if (found.length > 0) complaints = found
    return found.length === 0
  })
  const { counterexample, counterexamplePath } = await fc.check(property, {
    seed,
    numRuns,
    ...(options.path !== undefined && { path: options.path }),
  })
  if (counterexample) {
    const again = `npm run fuzz -- --seed ${seed} --path ${counterexamplePath}`
    problems.push([...complaints, ...counterexample[0].map(describe), again].join('\n  '))
  }

  const body = Buffer.from(EXAMPLES.safe2pay)
  const alive = await answer(
    { method: 'POST', path: '/webhooks/safe2pay', headers: { 'X-Api-Key': KEYS.safe2pay }, body },
    url,
  )
  if (alive.status !== 200) problems.push(`A documented body gets ${alive.status} afterwards`)
  // The last lines are still on their way.
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const strange = output()
    .split('\n')
    .filter((line) => line !== '' && !OUR_LINE.test(line) && !RUNTIME_LINE.test(line))
  for (const line of strange.slice(0, 20)) problems.push(`Logged: ${line.slice(0, 400)}`)
  if (Object.values(KEYS).some((key) => output().includes(key))) problems.push('A key was logged')
  const growth = memoryGrowth()
  if (runs >= 20_000 && growth > MEMORY_GROWTH)
    problems.push(`Memory grew by a factor of ${growth.toFixed(2)}`)
}

/** What is wrong with the answer to a request. */
async function judge(trial: Attempt, url: string): Promise<readonly string[]> {
  try {
    const { status, headers, text: said } = await answer(trial, url)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    const declared = status === 503 && headers['retry-after'] !== undefined
    if (/json/.test(headers['content-type'] ?? '') && said !== '') JSON.parse(said)
    return [
      ...(status >= 500 && !declared ? [`Answered ${status}: ${said.slice(0, 300)}`] : []),
      ...(Object.values(KEYS).some((key) => said.includes(key)) ? ['A key came back'] : []),
    ]
  } catch (error) {
    return [`No answer: ${String(error)}`]
  }
}

function describe({ method, path, headers, body }: Attempt): string {
  const shown = body === null ? '' : Buffer.from(body.subarray(0, 600)).toString('latin1')
  return `${method} ${path} ${JSON.stringify(headers)}\n    ${shown}`
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

/** With node:http, because fetch would correct the path and refuse the odder headers. */
function answer({ method, path, headers, body }: Attempt, url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Node sends the body of a DELETE without its length, and it would be read as the next request.
    const framed = body === null ? headers : { ...headers, 'Content-Length': String(body.length) }
    const sent = request(url, { method, path, headers: latin1(framed), agent }, (response) => {
      text(response).then(
        (said) =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Answer['headers'],
            text: said,
          }),
        reject,
      )
    })
    sent.on('error', reject)
    sent.end(body ?? undefined)
  })
}

function latin1(headers: Readonly<Record<string, string>>): Record<string, string> {
  const clean = (value: string): string => value.replace(/[^\t\x20-\xff]/g, '')
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, clean(value)]))
}

function memoryGrowth(): number {
  const quarter = Math.floor(memoryKb.length / 4)
  return spread(memoryKb.slice(-quarter)).median / spread(memoryKb.slice(quarter, 2 * quarter)).median
}

function report(): void {
  const counts = [...statuses].sort(([a], [b]) => a - b)
  const requests = counts.reduce((sum, [, count]) => sum + count, 0)
  console.table(Object.fromEntries(counts))
  const megabytes = memoryKb.map((kb) => Math.round(kb / 1024))
  console.log(`workerd's memory in MB over the run: ${megabytes.join(' ')}`)
  if (problems.length > 0) {
    console.log(`\n${problems.length} problems:\n\n${problems.slice(0, 10).join('\n\n')}`)
    process.exitCode = 1
  } else console.log(`${requests} requests: no 5xx but a declared 503, nothing unexpected in the output.`)
  if (!options.write) return
  writeSection(
    'fuzz',
    'Fuzz',
    `npm run fuzz -- --seed ${seed} --runs ${runs}`,
    `Documented bodies with values changed, renamed, removed and added, bytes damaged, deep nesting, large bodies, gzip true and false, odd paths, methods and credentials, over HTTP against the deployed bundle.\n\n${table(
      [
        'requests',
        ...counts.map(([status]) => String(status)),
        'problems',
        'workerd MB, second quarter → last',
      ],
      [
        [
          requests,
          ...counts.map(([, count]) => count),
          problems.length,
          `${megabytes[Math.floor(megabytes.length * 0.375)] ?? 0} → ${megabytes.at(-3) ?? 0}`,
        ],
      ],
    )}`,
  )
}
