/**
 * What was told of what is wrong. Pure: alerts are told on change only, and what is told is written after a host took it.
 */
import * as LIMITS from '../limits.ts'

/** What tells what is wrong, each on its own: one that cannot be read keeps none of the others from being told. */
export type Source = 'rhythm' | 'senders' | 'forwarding' | 'entities' | 'digest'

/** Which source tells a kind; null for those that tell of a source. */
function sourceOf(kind: string): Source | null {
  if (kind === 'silence') return 'rhythm'
  if (/^(wrong_keys|quarantine|behind)$/.test(kind)) return 'senders'
  if (kind.startsWith('unread_')) return null
  return kind.startsWith('forward_') ? 'forwarding' : 'entities'
}

/** Of orders and payments; the first run tells none of these, because they may be years old. */
export const isOfEntity = (kind: string): boolean => sourceOf(kind) === 'entities'

/** Something that is wrong now. No names, no numbers of people, no bodies. */
export interface Problem {
  /** The same for the same thing. */
  readonly key: string
  readonly kind: string
  /** Null where it is about none. */
  readonly provider?: string | null
  readonly entityId?: string
  readonly count?: number
  /** UTC text. */
  readonly since?: string
}

/** What is wrong now. */
export interface Problems {
  readonly problems: readonly Problem[]
  /** Sources of which not all is among them: what is not may still be wrong. */
  readonly partial: readonly (Source | null)[]
}

/** What the table has of one thing that is wrong; times are UTC text. */
export interface Alert {
  readonly key: string
  readonly kind: string
  readonly detail: Omit<Problem, 'key' | 'kind'>
  readonly openedAt: string
  readonly toldAt: string | null
  readonly resolvedAt: string | null
  readonly resolvedToldAt: string | null
}

export interface Ledger {
  /** As they are now. */
  readonly alerts: readonly Alert[]
  /** Rows that nobody needs any more. */
  readonly gone: readonly string[]
}

/**
 * The alerts as they are now.
 * @param quiet kinds of which nothing is told in this run, because it is the first
 */
export function brought(
  stored: readonly Alert[],
  { problems, partial }: Problems,
  quiet: (kind: string) => boolean,
  now: string,
): Ledger {
  const current = new Map(problems.map((problem) => [problem.key, problem]))
  const alerts: Alert[] = []
  const gone: string[] = []
  for (const alert of stored) {
    const problem = current.get(alert.key)
    const kept = problem
      ? going(alert, problem, now)
      : partial.includes(sourceOf(alert.kind))
        ? alert
        : over(alert, now)
    if (kept) alerts.push(kept)
    else gone.push(alert.key)
    current.delete(alert.key)
  }
  for (const { key, kind, ...detail } of current.values()) {
    const toldAt = quiet(kind) ? now : null
    alerts.push({ key, kind, detail, openedAt: now, toldAt, resolvedAt: null, resolvedToldAt: null })
  }
  return { alerts, gone }
}

function going(alert: Alert, { key: _, kind: __, ...detail }: Problem, now: string): Alert {
  // More bodies and messages are news; a longer silence is the same one.
  const grew =
    /^(quarantine|forward_given_up)$/.test(alert.kind) && (detail.count ?? 0) > (alert.detail.count ?? 0)
  if (alert.resolvedAt === null) return { ...alert, detail, toldAt: grew ? null : alert.toldAt }
  // It is back: told again, unless it was told within the hour.
  const toldAt = isRecent(alert.toldAt, now) ? alert.toldAt : null
  return { ...alert, detail, openedAt: now, toldAt, resolvedAt: null, resolvedToldAt: null }
}

/** Null where nobody has to hear of its end: it was never told, or its end was told an hour ago. */
function over(alert: Alert, now: string): Alert | null {
  // The end of a chargeback is nothing that anybody waits for.
  if (alert.toldAt === null || alert.kind === 'chargeback') return null
  if (alert.resolvedAt === null) return { ...alert, resolvedAt: now }
  return alert.resolvedToldAt === null || isRecent(alert.resolvedToldAt, now) ? alert : null
}

const isRecent = (time: string | null, now: string): boolean =>
  time !== null && Date.parse(now) - Date.parse(time) < LIMITS.alertFlappingMs

export interface News {
  readonly opened: readonly Alert[]
  readonly resolved: readonly Alert[]
}

/** What somebody has still to be told. */
export const newsIn = (alerts: readonly Alert[]): News => ({
  opened: alerts.filter(({ toldAt, resolvedAt }) => toldAt === null && resolvedAt === null),
  resolved: alerts.filter(({ resolvedAt, resolvedToldAt }) => resolvedAt !== null && resolvedToldAt === null),
})

/** The alerts after a host took the news. */
export const told = (alerts: readonly Alert[], { opened, resolved }: News, now: string): readonly Alert[] =>
  alerts.map((alert) => ({
    ...alert,
    toldAt: opened.includes(alert) ? now : alert.toldAt,
    resolvedToldAt: resolved.includes(alert) ? now : alert.resolvedToldAt,
  }))
