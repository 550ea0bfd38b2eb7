/** What is wrong now, as D1 and the endpoint's object know it. Reads only; each source on its own. */
import { DAY_MS, HOUR_MS } from '../days.ts'
import { rootCause } from '../db/faults.ts'
import { endpointIn } from '../forward/at.ts'
import { isConfigured } from '../forward/settings.ts'
import type { EndpointState } from '../forward/state.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import type { Problem, Problems, Source } from './ledger.ts'
import { longestSilence } from './rhythm.ts'

type Found = Omit<Problem, 'key'>

/** @param readDigest null if none is due; a digest that cannot be read is null too, and reported as a problem */
export async function readProblems<Digest>(
  env: Env,
  nowMs: number,
  readDigest: (() => Promise<Digest>) | null,
): Promise<Problems & { readonly digest: Digest | null; readonly backlog: Backlog | null }> {
  const partial: Source[] = []
  const failed: Found[] = []
  const ask = async <Answer>(source: Source, read: () => Promise<Answer>): Promise<Answer | null> => {
    try {
      return await inTime(read())
    } catch (error) {
      log('error', { event: 'alert_source_failed', source, error: rootCause(error) })
      partial.push(source)
      failed.push({ kind: `unread_${source}` })
      return null
    }
  }
  const rows = async <Row>(query: string): Promise<readonly Row[]> =>
    (await env.DB.prepare(query).all<Row>()).results
  const [hours, senders, forwarded, entities, digest] = await Promise.all([
    ask('rhythm', () => readHours(env.DB, nowMs)),
    ask('senders', () => rows<Found>('SELECT * FROM sender_problems')),
    // Not asked if nothing is forwarded.
    isConfigured(env) ? ask<EndpointState>('forwarding', async () => endpointIn(env.ENDPOINT).state()) : null,
    ask('entities', () =>
      rows<Found>(
        `SELECT kind, provider, entity_id AS entityId, since FROM entity_problems LIMIT ${LIMITS.alertsOpen}`,
      ),
    ),
    readDigest && ask('digest', readDigest),
  ])
  if (entities?.length === LIMITS.alertsOpen) partial.push('entities')
  const silences = ['amplia', 'safe2pay'].flatMap((name) => silent(name, hours ?? [], nowMs))
  return {
    problems: [
      ...silences,
      ...(senders ?? []),
      ...(forwarded ? forwarding(forwarded) : []),
      ...failed,
      ...(entities ?? []),
    ].map((problem) => ({
      ...problem,
      key: [problem.kind, problem.provider, problem.entityId].filter(Boolean).join(' '),
    })),
    partial,
    digest,
    backlog: forwarded && backlogOf(forwarded),
  }
}

/** The answer, or an error if none comes in time: one call that hangs must not keep the others waiting. */
async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | null = null
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time')), LIMITS.alertTimeoutMs)
  })
  try {
    return await Promise.race([answer, silence])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}

interface ActiveHour {
  readonly provider: string
  readonly hour: string
}

async function readHours(d1: D1Database, nowMs: number): Promise<readonly ActiveHour[]> {
  const since = new Date(nowMs - LIMITS.rhythmWeeks * 7 * DAY_MS).toISOString().slice(0, 13)
  const query = d1.prepare('SELECT * FROM hours WHERE hour >= ? ORDER BY hour').bind(since)
  return (await query.all<ActiveHour>()).results
}

function silent(name: string, hours: readonly ActiveHour[], nowMs: number): readonly Found[] {
  const active = hours.flatMap(({ provider, hour }) => (provider === name ? [hour] : []))
  const longest = longestSilence(active)
  // Whole hours from the end of the last active one: an alarm that comes a little late is better than a false one.
  return longest !== null && (nowMs - Date.parse(`${active.at(-1)}:00:00Z`)) / HOUR_MS - 1 > longest
    ? [{ kind: 'silence', provider: name, count: Math.floor(longest) }]
    : []
}

/** How many orders and payments wait for the user's own system, and how many messages were given up or refused. */
export interface Backlog {
  readonly waiting: number
  readonly given: number
}

const backlogOf = ({ waiting: { held, failing, exhausted, refused } }: EndpointState): Backlog => ({
  waiting: held + failing,
  given: exhausted + refused,
})

/** What keeps changes from the user's own system. */
function forwarding(state: EndpointState): readonly Found[] {
  const { kind, paused, failingSince } = state
  const { waiting: count, given } = backlogOf(state)
  return [
    ...(kind === 'ready' ? [] : [{ kind: 'forward_invalid' }]),
    ...(paused
      ? [{ kind: 'forward_paused' }]
      : failingSince && count > 0
        ? [{ kind: 'forward_failing', count }]
        : []),
    ...(given > 0 ? [{ kind: 'forward_given_up', count: given }] : []),
  ]
}
