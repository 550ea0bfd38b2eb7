/** How many findings need attention, without reading each: the counts are kept beside the findings. */
import * as LIMITS from '../limits.ts'
import type { State } from './attention-kinds.ts'
import { youngGaps } from './finding.ts'

export interface FindingCount {
  readonly state: State
  readonly rank: number
  readonly items: number
  readonly amountCents: number
}

export interface FindingCounts {
  readonly findings: readonly FindingCount[]
  /** Open bodies in quarantine, up to one more than `LIMITS.quarantineCounted`. */
  readonly quarantined: number
}

/** How many there are of each rank, without the gaps of the last hour. */
export async function countFindings(d1: D1Database): Promise<FindingCounts> {
  const [counts, young, open] = await d1.batch([
    d1.prepare('SELECT state, rank, items, amount_cents AS amountCents FROM finding_counts WHERE items > 0'),
    d1
      .prepare(
        `SELECT rank FROM findings
         WHERE state = 'open' AND rank IN (59, 19) AND amount_cents = 0 AND since >= ? LIMIT ${LIMITS.gapsCounted}`,
      )
      .bind(youngGaps(Date.now())),
    d1.prepare(
      `SELECT count(*) AS items FROM (SELECT 1 FROM quarantine INDEXED BY quarantine_open
       WHERE resolved_at IS NULL LIMIT ${LIMITS.quarantineCounted + 1})`,
    ),
  ])
  const tooYoung = (young?.results ?? []) as readonly { readonly rank: number }[]
  return {
    findings: ((counts?.results ?? []) as FindingCount[])
      .map((each) =>
        each.state === 'open'
          ? { ...each, items: each.items - tooYoung.filter(({ rank }) => rank === each.rank).length }
          : each,
      )
      .filter(({ items }) => items > 0),
    quarantined: ((open?.results ?? []) as { readonly items: number }[])[0]?.items ?? 0,
  }
}

/**
 * The statement that adds to the counts.
 * @param select what is added: state, rank, items and cents, grouped
 */
export const counted = (
  select: string,
): string => `INSERT INTO finding_counts (state, rank, items, amount_cents)
${select}
ON CONFLICT DO UPDATE SET items = items + excluded.items, amount_cents = amount_cents + excluded.amount_cents`
