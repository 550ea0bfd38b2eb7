/**
 * `npm run bill`: what so many events a day cost a month, what the free plan carries of them, and when one D1 is full or
 * too slow. From counted rows, measured bytes and one price list. `--write` puts the larger loads into docs/scale.md.
 */
import './prove/load.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { D1_BATCHES_PER_SECOND, D1_GB, METERS, PLAN_DOLLARS, READ_ON } from './bill/prices.ts'
import type { Load } from './bill/usage.ts'
import { table } from './prove/document.ts'
import { root } from './wrangler.ts'

const { values: options } = parseArgs({
  options: {
    'events-per-day': { type: 'string', default: '10000' },
    /** Percent of the events that are sent once more. */
    duplicates: { type: 'string', default: '30' },
    'events-per-entity': { type: 'string', default: '5' },
    months: { type: 'string', default: '12' },
    write: { type: 'boolean', default: false },
  },
})
const [eventsPerDay, duplicates, eventsPerEntity, months] = [
  options['events-per-day'],
  options.duplicates,
  options['events-per-entity'],
  options.months,
].map(Number)
if (!eventsPerDay || duplicates === undefined || Number.isNaN(duplicates) || !eventsPerEntity || !months) {
  console.error('--events-per-day, --duplicates, --events-per-entity and --months take numbers.')
  process.exit(2)
}

// Only now, because the object imports `cloudflare:workers`.
const { measureBytes } = await import('./bill/bytes.ts')
const { billOf, endsOf, freePlan } = await import('./bill/bill.ts')

const load: Load = {
  eventsPerDay,
  duplicates: duplicates / 100,
  eventsPerEntity,
  bytes: await measureBytes(Math.round(eventsPerEntity)),
}
print()
if (options.write) write()

function print(): void {
  const { lines, dollarsPerMonth, dollarsPerMillionEvents } = billOf(load, months ?? 12)
  console.log(
    `${number(load.eventsPerDay)} events a day, ${number(load.duplicates * 100)} % sent once more, ${load.eventsPerEntity} to an entity; after ${months} months; prices of ${READ_ON}`,
  )
  console.log(
    table(
      ['', 'used a month', 'included', 'dollars'],
      lines.map(({ meter, used, dollars }) => [
        METERS[meter].name,
        `${number(used)} ${METERS[meter].unit}`,
        number(METERS[meter].included),
        dollars.toFixed(2),
      ]),
    ),
  )
  console.log(
    `\n${dollarsPerMonth.toFixed(2)} dollars a month, the plan's ${PLAN_DOLLARS} among them: ${dollarsPerMillionEvents.toFixed(2)} per million events.`,
  )

  const [first, second] = freePlan(load)
  const ends = endsOf(load)
  if (first && second) {
    console.log(
      `\nThe free plan carries ${number(first.eventsPerDay)} events a day: ${METERS[first.meter].name.toLowerCase()} end first, then ${METERS[second.meter].name.toLowerCase()} at ${number(second.eventsPerDay)}.`,
    )
    console.log(
      `At this load its D1 is full after ${days(ends.freeD1FullAfterDays)}, its object storage after ${days(ends.freeObjectsFullAfterDays)}.`,
    )
  }
  console.log(
    `\nOne entity takes ${number(load.bytes.object)} bytes in its object and ${number(load.bytes.d1)} in D1: one D1 of ${D1_GB} GB is full after ${days(ends.d1FullAfterDays)}.`,
  )
  console.log(
    `D1 gets ${ends.batchesPerSecond.toFixed(2)} batches a second on average and takes ${D1_BATCHES_PER_SECOND.plan} to ${D1_BATCHES_PER_SECOND.most}: one is enough up to ${number(ends.eventsPerDayThatOneD1Takes)} evenly spread events a day, a tenth of that where a tenth of the day brings them all.`,
  )
  console.log('When it is full or too slow: docs/scale.md.')
}

/** The table of docs/scale.md; what stands around it is written by hand. */
function write(): void {
  const file = join(root, 'docs/scale.md')
  const rows = [10, 1_000, 100_000].map((perSecond) => {
    const at = { ...load, eventsPerDay: perSecond * 86_400 }
    const { lines, dollarsPerMonth, dollarsPerMillionEvents } = billOf(at, 1)
    const ends = endsOf(at)
    const dearest = [...lines].sort((a, b) => b.dollars - a.dollars)[0]
    return [
      number(perSecond),
      number(dollarsPerMonth),
      dollarsPerMillionEvents.toFixed(2),
      dearest ? `${METERS[dearest.meter].name} (${number(dearest.dollars)})` : '',
      days(ends.d1FullAfterDays),
      `${number(ends.batchesPerSecond)} of ${D1_BATCHES_PER_SECOND.plan}–${D1_BATCHES_PER_SECOND.most}`,
    ]
  })
  const head = [
    'events a second',
    'dollars, first month',
    'per million events',
    'most of it',
    'one D1 is full after',
    'batches a second for D1',
  ]
  const text = readFileSync(file, 'utf8')
  const made = `<!-- bill -->\n${table(head, rows)}\n\n_Prices of ${READ_ON}; ${number(load.duplicates * 100)} % of the events sent once more, ${load.eventsPerEntity} events to an entity, ${number(load.bytes.object)} bytes of it in its object and ${number(load.bytes.d1)} in D1, measured with the documented body._\n<!-- /bill -->`
  writeFileSync(
    file,
    text.replace(/<!-- bill -->[\s\S]*<!-- \/bill -->/, () => made),
  )
  console.log('Wrote the table of docs/scale.md.')
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })
}

function days(value: number): string {
  return value < 2
    ? `${number(value * 24)} hours`
    : value < 730
      ? `${number(value)} days`
      : `${number(value / 365)} years`
}
