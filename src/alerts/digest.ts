/** The day in a few numbers, sent every morning, even when there is nothing to report: its absence is an alarm too. */
import { BRASILIA_MS, DAY_MS, dayOf, HOUR_MS } from '../days.ts'
import type { Alert } from './ledger.ts'
import type { Backlog } from './problems.ts'

/** Columns of the view `digest`; `missing` and `differing` are null if no sender was asked. */
type Counts = Readonly<Record<string, number | null>>

export interface Digest {
  /** The day in Brasília: 15/07/2026. */
  readonly date: string
  readonly counts: Counts
  /** The oldest open orders, with links if the console's address is known. */
  readonly oldest: readonly { readonly name: string; readonly days: number }[]
  /** The backlog of forwarding; null if nothing is forwarded, or it could not be read. */
  readonly backlog: Backlog | null
  /** Alerts that are still open. */
  readonly alerts: readonly Alert[]
}

const HOUR = 8

/** The day in Brasília whose digest is due: today's from 08:00 on, before that yesterday's. */
export const dueDay = (nowMs: number): string => dayOf(nowMs - HOUR * HOUR_MS)

/** Whether the very first digest is due. Not at night, when somebody has just set up the receiver. */
export const isMorning = (nowMs: number): boolean => (nowMs + BRASILIA_MS) % DAY_MS >= HOUR * HOUR_MS

/** @param publicUrl the console's address, for links; null if not configured */
export async function readDigest(
  d1: D1Database,
  nowMs: number,
  publicUrl: string | null,
): Promise<Omit<Digest, 'alerts' | 'backlog'>> {
  const [row] = (await d1.prepare('SELECT * FROM digest').all<Counts & { oldest: string }>()).results
  const { oldest = '[]', ...counts } = row ?? {}
  return {
    date: dayOf(nowMs).split('-').reverse().join('/'),
    counts,
    oldest: (JSON.parse(oldest) as { id: string; name: string; since: string }[]).map(
      ({ id, name, since }) => ({
        name: publicUrl === null ? name : `${name} ${publicUrl}/orders/${id}`,
        days: Math.floor((nowMs - Date.parse(since)) / DAY_MS),
      }),
    ),
  }
}
