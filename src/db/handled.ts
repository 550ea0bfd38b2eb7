/**
 * Decisions about what needs attention. A decision and the findings that it leaves open are written together, or not at all.
 */
import * as LIMITS from '../limits.ts'
import { isSettled, type State } from './attention-kinds.ts'
import type { FindingKey } from './finding.ts'
import { counted } from './finding-counts.ts'
import { refreshed } from './findings.ts'
import { run } from './statement.ts'

export interface Decision {
  readonly state: State
  readonly note: string | null
  readonly by: string
  /** UTC text. */
  readonly at: string
}

const CHOSEN = `(SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?1))`
const IS_CHOSEN = `(provider, entity_id, kind, since) IN ${CHOSEN}`
const KEY = 'kind, provider, entity_id AS entityId, since'

/** Decides again about findings that were settled before, but not at this very moment. */
const REVISE = `UPDATE handled SET state = ?2, note = ?3, by = ?4, at = ?5
WHERE ${IS_CHOSEN} AND state IN ('resolved', 'ignored') AND (state, at) <> (?2, ?5) RETURNING ${KEY}`

const COUNT = counted(
  `SELECT state, rank, -count(*), -sum(amount_cents) FROM findings WHERE ${IS_CHOSEN} GROUP BY state, rank`,
)
const COUNT_AGAIN = counted(
  `SELECT ?2, rank, count(*), sum(amount_cents) FROM findings WHERE ${IS_CHOSEN} GROUP BY rank`,
)

const DECIDE = `INSERT INTO handled
  (kind, provider, entity_id, since, state, note, by, at, until, summary, amount_cents, transaction_id)
SELECT kind, provider, entity_id, since, ?2, ?3, ?4, ?5, until, summary, amount_cents, transaction_id
FROM findings WHERE ${IS_CHOSEN}
ON CONFLICT DO UPDATE SET state = excluded.state, note = excluded.note, by = excluded.by, at = excluded.at,
  until = excluded.until, summary = excluded.summary, amount_cents = excluded.amount_cents
RETURNING ${KEY}`

/**
 * Writes a decision about findings, and returns those that it applies to: the ones that have not changed since they were
 * named.
 */
export async function decide(
  d1: D1Database,
  keys: readonly FindingKey[],
  { state, note, by, at }: Decision,
): Promise<readonly FindingKey[]> {
  const chosen = JSON.stringify(
    keys.map(({ provider, entityId, kind, since }) => [provider, entityId, kind, since]),
  )
  const values = [chosen, state, note, by, at]
  // A settled finding is reopened by checking its entity again.
  const mayReopen = !isSettled(state) && keys.length <= LIMITS.reopeningsPerRequest
  const results = await run(d1, [
    { sql: DECIDE, params: values },
    { sql: COUNT, params: [chosen] },
    ...(isSettled(state)
      ? [{ sql: `DELETE FROM findings WHERE ${IS_CHOSEN}`, params: [chosen] }]
      : [
          { sql: COUNT_AGAIN, params: [chosen, state] },
          { sql: `UPDATE findings SET state = ?2 WHERE ${IS_CHOSEN}`, params: [chosen, state] },
        ]),
    ...(isSettled(state) || mayReopen ? [{ sql: REVISE, params: values }] : []),
    ...(mayReopen ? [...new Set(keys.map(({ provider }) => provider))] : []).flatMap((provider) =>
      refreshed(
        provider,
        keys.flatMap((key) => (key.provider === provider ? key.entityId : [])),
      ),
    ),
  ])
  return results.flatMap(({ results: rows }) => rows as FindingKey[])
}
