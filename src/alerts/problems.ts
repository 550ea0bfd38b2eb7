/** What is wrong now, as D1 knows it. Reads only. */
import { DAY_MS, HOUR_MS } from '../days.ts'
import { endpointIn } from '../forward/at.ts'
import { isConfigured } from '../forward/settings.ts'
import * as LIMITS from '../limits.ts'
import type { Problem, Problems } from './ledger.ts'
import { longestSilence } from './rhythm.ts'

export async function readProblems(env: Env, nowMs: number): Promise<Problems> {
  const since = new Date(nowMs - LIMITS.rhythmWeeks * 7 * DAY_MS).toISOString().slice(0, 13)
  const d1 = env.DB
  const [hours, senders, entities] = await d1.batch<Record<string, string>>([
    d1.prepare('SELECT * FROM hours WHERE hour >= ? ORDER BY hour').bind(since),
    d1.prepare('SELECT * FROM sender_problems'),
    d1.prepare(
      `SELECT kind, provider, entity_id AS entityId, since FROM entity_problems LIMIT ${LIMITS.alertsOpen}`,
    ),
  ])
  const found = (entities?.results ?? []) as unknown as Omit<Problem, 'key'>[]
  const problems = [
    ...['amplia', 'safe2pay'].flatMap((name) =>
      silent(
        name,
        (hours?.results ?? []).flatMap(({ provider, hour = '' }) => (provider === name ? [hour] : [])),
        nowMs,
      ),
    ),
    ...((senders?.results ?? []) as unknown as Omit<Problem, 'key'>[]),
    ...(await forwarding(env)),
    ...found,
  ]
  return {
    problems: problems.map((problem) => ({
      ...problem,
      key: [problem.kind, problem.provider, problem.entityId].filter(Boolean).join(' '),
    })),
    isWhole: found.length < LIMITS.alertsOpen,
  }
}

function silent(provider: string, active: readonly string[], nowMs: number): readonly Omit<Problem, 'key'>[] {
  const longest = longestSilence(active)
  // Whole hours, and from the end of the last active one: a moment too late is better than a false alarm.
  return longest !== null && (nowMs - Date.parse(`${active.at(-1)}:00:00Z`)) / HOUR_MS - 1 > longest
    ? [{ kind: 'silence', provider, count: Math.floor(longest) }]
    : []
}

/** What keeps changes from the user's own system. Nothing is asked where nothing is forwarded. */
async function forwarding(env: Env): Promise<readonly Omit<Problem, 'key'>[]> {
  if (!isConfigured(env)) return []
  const { kind, paused, failingSince, waiting } = await endpointIn(env.ENDPOINT).state()
  const { held, failing, exhausted, refused } = waiting
  const count = held + failing
  const given = exhausted + refused
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
