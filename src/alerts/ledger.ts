/** Which problems were reported. Pure. An alert is sent on change only, and recorded as sent after a host accepted it. */
import * as LIMITS from '../limits.ts'

/** Where problems are read from, each on its own: one source that cannot be read does not hide the others. */
export type Source = 'rhythm' | 'senders' | 'forwarding' | 'entities' | 'digest'

/** The source of a kind of problem; null for the kinds that are about a source. */
function sourceOf(kind: string): Source | null {
  if (kind === 'silence') return 'rhythm'
  if (/^(wrong_keys|quarantine|behind)$/.test(kind)) return 'senders'
  if (kind.startsWith('unread_')) return null
  return kind.startsWith('forward_') ? 'forwarding' : 'entities'
}

/** Whether a kind is about orders and payments. The first run reports none of these, because they may be years old. */
export const isOfEntity = (kind: string): boolean => sourceOf(kind) === 'entities'

/** Something that is wrong now. Without names, personal numbers or bodies. */
export interface Problem {
  /** The same thing always has the same key. */
  readonly key: string
  readonly kind: string
  /** Null if it is not about a provider. */
  readonly provider?: string | null
  readonly entityId?: string
  readonly count?: number
  /** UTC text. */
  readonly since?: string
}

/** All that is wrong now. */
export interface Problems {
  readonly problems: readonly Problem[]
  /** Sources that could not be read completely: a problem that is not listed may still be there. */
  readonly partial: readonly (Source | null)[]
}

/** The row of one problem; times are UTC text. */
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
  /** The alerts after this run. */
  readonly alerts: readonly Alert[]
  /** Rows that are no longer needed. */
  readonly gone: readonly string[]
}

/**
 * The alerts as they are now.
 * @param quiet kinds that this run does not report, because it is the first
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
  // More bodies or messages are news; a longer silence is still the same silence.
  const grew =
    /^(quarantine|forward_given_up)$/.test(alert.kind) && (detail.count ?? 0) > (alert.detail.count ?? 0)
  if (alert.resolvedAt === null) return { ...alert, detail, toldAt: grew ? null : alert.toldAt }
  // It is back: reported again, unless that was done within the last hour.
  const toldAt = isRecent(alert.toldAt, now) ? alert.toldAt : null
  return { ...alert, detail, openedAt: now, toldAt, resolvedAt: null, resolvedToldAt: null }
}

/** Null if its end need not be reported: the problem never was, or its end was reported an hour ago. */
function over(alert: Alert, now: string): Alert | null {
  // Nobody waits for the end of a chargeback.
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

/** The news that is still to be sent. */
export const newsIn = (alerts: readonly Alert[]): News => ({
  opened: alerts.filter(({ toldAt, resolvedAt }) => toldAt === null && resolvedAt === null),
  resolved: alerts.filter(({ resolvedAt, resolvedToldAt }) => resolvedAt !== null && resolvedToldAt === null),
})

/** The alerts after a host accepted the news. */
export const told = (alerts: readonly Alert[], { opened, resolved }: News, now: string): readonly Alert[] =>
  alerts.map((alert) => ({
    ...alert,
    toldAt: opened.includes(alert) ? now : alert.toldAt,
    resolvedToldAt: resolved.includes(alert) ? now : alert.resolvedToldAt,
  }))
