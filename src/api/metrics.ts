/** The metrics for Prometheus: the current state in its text format 0.0.4. */
import * as LIMITS from '../limits.ts'
import { forwardGauges } from '../operations/forwarding.ts'
import { providerNamed } from '../providers/index.ts'
import * as inputs from './inputs.ts'
import { operation } from './operation.ts'

/** How the counts changed by one batch, or by all: keyed by provider and verdict or status, `amplia applied`. */
type Tally = Readonly<Record<'events' | 'statuses', Readonly<Record<string, number>>>>

export interface Metric {
  readonly metric: string
  /** Null if it belongs to no provider. */
  readonly provider: string | null
  readonly status?: string | null
  readonly verdict?: string
  readonly number: number
}

/** The last page; null before the first. Kept, because scrapers come again in seconds and D1 runs one query at a time. */
let page: { readonly text: string; readonly untilMs: number } | null = null

export const getMetrics = operation({
  id: 'getMetrics',
  method: 'GET',
  path: '/metrics',
  query: inputs.nothing,
  media: 'text/plain; version=0.0.4; charset=utf-8',
  run: async ({ env }) => {
    const now = Date.now()
    if (!page || now >= page.untilMs) {
      const [ofD1, ofForward] = await Promise.all([readMetrics(env.DB), forwardMetrics(env, now)])
      page = { text: metricsText([...ofD1, ...ofForward]), untilMs: now + LIMITS.metricsCacheMs }
    }
    return { kind: 'ok', value: page.text }
  },
})

/** Metrics of the same name are next to each other. */
export async function readMetrics(d1: D1Database): Promise<readonly Metric[]> {
  const [tallies, gauges] = await d1.batch<Metric & { readonly tally: string }>([
    d1.prepare('SELECT * FROM metric_tallies'),
    d1.prepare('SELECT * FROM metric_gauges'),
  ])
  const counts = new Map<string, Metric>()
  for (const { tally } of tallies?.results ?? []) {
    const { events, statuses } = JSON.parse(tally) as Tally
    for (const [name, n] of Object.entries(statuses)) {
      const [provider = '', ...parts] = name.split(' ')
      const isKnown = Object.hasOwn(providerNamed(provider).lifeCycle.statuses, parts.join(' '))
      add(counts, { metric: 'entities', provider, status: isKnown ? parts.join(' ') : 'other', number: n })
    }
    for (const [name, number] of Object.entries(events)) {
      const [provider = '', verdict = ''] = name.split(' ')
      add(counts, { metric: 'events_total', provider, verdict, number })
    }
  }
  const { entities = [], events_total = [] } = Object.groupBy(counts.values(), ({ metric }) => metric)
  return [...events_total, ...entities.filter(({ number }) => number > 0), ...(gauges?.results ?? [])]
}

/** The state of forwarding; empty if nothing is forwarded. Reads one row, however many entities wait. */
export async function forwardMetrics(env: Env, nowMs: number): Promise<readonly Metric[]> {
  const gauges = await forwardGauges(env)
  if (!gauges) return []
  const { oldestSince, isFailing, isPaused, isDown, ...waiting } = gauges
  const of = (name: string, number: number): Metric => ({ metric: `forward_${name}`, provider: null, number })
  return [
    ...Object.entries(waiting).map(([status, number]) => ({ ...of('waiting', number), status })),
    of('oldest_seconds', oldestSince === null ? 0 : (nowMs - Date.parse(oldestSince)) / 1000),
    of('failing', Number(isFailing)),
    of('paused', Number(isPaused)),
    of('breaker_open', Number(isDown)),
  ]
}

function add(counts: Map<string, Metric>, { number, ...labels }: Metric): void {
  const key = JSON.stringify(labels)
  counts.set(key, { ...labels, number: (counts.get(key)?.number ?? 0) + number })
}

/** @param metrics metrics of the same name next to each other */
export const metricsText = (metrics: readonly Metric[]): string =>
  metrics
    .map(({ metric, number, ...labels }, place) => {
      const name = `catraca_${metric}`
      const type = metric.endsWith('_total') ? 'counter' : 'gauge'
      const head = metric === metrics[place - 1]?.metric ? '' : `# TYPE ${name} ${type}\n`
      const pairs = Object.entries(labels).flatMap(([label, text]) =>
        text === null ? [] : [`${label}="${escaped(text)}"`],
      )
      return `${head}${name}${pairs.length > 0 ? `{${pairs}}` : ''} ${number}\n`
    })
    .join('')

const escaped = (text: string): string => text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')
