/** What the doctor asks D1, and how it judges the answers. Judging is pure. */
import { type Finding, mend, note, ok } from './finding.ts'

export const MIGRATIONS_SQL = 'SELECT name FROM d1_migrations ORDER BY id'

/**
 * How long the last day's events took from their arrival to D1. Of the newest entities only, so that it stays cheap; and
 * of events that were never judged again, because that sends them again.
 */
export const LAG_SQL = `
WITH newest AS (
  SELECT * FROM (
    SELECT 'amplia' AS provider, order_id AS entity_id FROM orders ORDER BY first_received_at DESC LIMIT 200
  )
  UNION ALL
  SELECT * FROM (
    SELECT 'safe2pay', CAST(transaction_id AS TEXT) FROM transactions ORDER BY first_received_at DESC LIMIT 200
  )
)
SELECT
  count(*) AS events,
  round(avg(julianday(projected_at) - julianday(received_at)) * 86400, 1) AS mean_seconds,
  round(max(julianday(projected_at) - julianday(received_at)) * 86400, 1) AS slowest_seconds
FROM newest CROSS JOIN transitions USING (provider, entity_id)
WHERE revision = seq AND received_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 day')`.trim()

/** What waits in quarantine. */
export const QUARANTINE_SQL = `
SELECT provider, reason, count(*) AS bodies, min(received_at) AS oldest
FROM quarantine
WHERE resolved_at IS NULL
GROUP BY provider, reason
ORDER BY bodies DESC`.trim()

/** Orders and payments that D1 knows, those without a status among them. */
export const ENTITIES_SQL =
  'SELECT count(*) AS entities FROM (SELECT DISTINCT provider, entity_id FROM transitions)'

export interface Lag {
  readonly events: number
  readonly mean_seconds: number | null
  readonly slowest_seconds: number | null
}

export interface Waiting {
  readonly provider: string
  readonly reason: string
  readonly bodies: number
  readonly oldest: string
}

/** Said, so that nobody takes silence for health. */
const UNSEEN = 'Events that it does not have yet are only in the log'

/** An event is sent 0.2 s after its arrival; with a burst and a busy D1, some seconds. */
const LAG_SECONDS = 60

/**
 * @param here the files of migrations/
 * @param applied the migrations that D1 has
 * @param apply the command that applies them
 */
export function judgeMigrations(here: readonly string[], applied: readonly string[], apply: string): Finding {
  const missing = here.filter((name) => !applied.includes(name))
  const foreign = applied.filter((name) => !here.includes(name))
  if (missing.length > 0) {
    return mend(
      `D1 lacks ${missing.length} of ${here.length} migrations: ${missing.join(', ')}. Events wait in their objects.`,
      apply,
    )
  }
  if (foreign.length > 0) {
    return note(
      `D1 is newer than this code: it has ${foreign.join(', ')}.`,
      'Migrations only add, so this code works on it. Take the newer code before you deploy.',
    )
  }
  return ok(`D1 answers, with all ${here.length} migrations`)
}

/** The migrations are all there, and what they made is not. */
export const DAMAGED = mend(
  'D1 lacks a table or a column that its migrations created. Someone removed it.',
  'npm run rebuild makes a table again and fills it. For a column: docs/operations.md, "Restoring D1".',
)

export function judgeLag({ events, mean_seconds, slowest_seconds }: Lag): Finding {
  if (events === 0) return ok(`D1 shows no event of the last day. ${UNSEEN}`)
  const says = `The last day's events reached D1 after ${mean_seconds} s on average, ${slowest_seconds} s at most. ${UNSEEN}`
  return (slowest_seconds ?? 0) <= LAG_SECONDS
    ? ok(says)
    : note(
        says,
        'D1 was unavailable or slow. Look for projection_failed in the log: docs/operations.md, "D1 is behind".',
      )
}

/** What was kept because it shall not be judged here. */
const HARMLESS: Readonly<Record<string, string>> = {
  unsupported_type:
    'Another type of message, kept without a verdict. Dismiss it in the console, or turn it off at the sender.',
  sandbox_key:
    "It came with a key that is labelled sandbox. Give the sandbox the address of staging (npm run setup -- --env staging), and dismiss it in the console. If the key is not the sandbox's, remove the label, deploy and replay.",
}

export function judgeQuarantine(waiting: readonly Waiting[]): readonly Finding[] {
  if (waiting.length === 0) return [ok('Nothing is open in quarantine')]
  return waiting.map(({ provider, reason, bodies, oldest }) => {
    const says = `In quarantine since ${oldest}: ${bodies} of ${provider}, ${reason}.`
    const todo = HARMLESS[reason]
    return todo === undefined
      ? mend(says, 'Look at it in the console, under Quarantine: replay it, or dismiss it.')
      : note(says, todo)
  })
}

/**
 * @param objects that have something stored
 * @param before what D1 had before they were counted
 * @param after what it has a few seconds later
 * @param rebuild the command, without its flags
 */
export function judgeObjects(objects: number, before: number, after: number, rebuild: string): Finding {
  const command = rebuild.includes(' -- ') ? `${rebuild} --remote` : `${rebuild} -- --remote`
  if (after < objects)
    return mend(
      `D1 has ${after} orders and payments, and ${objects} of them have an object.`,
      `Look for projection_failed in the log. If there is none: ${command}`,
    )
  if (before > objects)
    return note(
      `D1 has ${before} orders and payments, and only ${objects} of them have an object.`,
      'Somebody wrote or imported rows into D1: docs/operations.md, "Moving to another account".',
    )
  return ok(`D1 has the orders and payments of all ${objects} objects`)
}
