/**
 * The scheduled run of the alerts: compares what is wrong now with what was reported, and sends one message: all that is
 * new, or the digest.
 */
import { DAY_MS } from '../days.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { dueDay, isMorning, readDigest } from './digest.ts'
import { type Alert, brought, isOfEntity, newsIn, told } from './ledger.ts'
import { readProblems } from './problems.ts'
import { sayIn } from './say.ts'
import { beat, type Sent, send } from './send.ts'
import { type Optional, type Settings, settingsOf } from './settings.ts'
import { digestText, newsText } from './text.ts'

/** Rows that are not alerts: one says that there was a first run, the other holds the day of the last digest. */
const STARTED = 'started'
const DIGEST = 'digest'

export interface Ran {
  readonly opened: number
  readonly resolved: number
  readonly digest: boolean
  readonly sent: readonly Sent[]
}

/** Null if there was nothing to report, or nobody to report it to. */
export async function runAlerts(env: Env & Optional, nowMs: number): Promise<Ran | null> {
  const settings = settingsOf(env)
  const { heartbeat } = settings
  const wrong = settings.wrong.join()
  if (wrong !== '') log('error', { event: 'alerts_unusable', wrong })
  if (!settings.webhook && !settings.email && !heartbeat) return null
  let failure = 'D1 could not be read'
  try {
    const ran = await tell(env, settings, nowMs)
    const failed = ran.sent.flatMap(({ by, isTaken, answer }) => (isTaken ? [] : [`${by}: ${answer}`]))
    failure = [wrong, ...failed].filter((part) => part !== '').join()
    return ran.sent.length > 0 ? ran : null
  } finally {
    if (heartbeat) await beat(heartbeat, failure)
  }
}

/** Sends a test to every configured destination; `wrong` names variables that are set and cannot be used. */
export async function testAlerts(
  env: Env & Optional,
  nowMs: number,
): Promise<{ readonly sent: readonly Sent[]; readonly wrong: readonly string[] }> {
  const settings = settingsOf(env)
  const say = await sayIn(env, settings.language)
  const message = { type: 'catraca.test', text: `Catraca\n${say('test')}`, data: {} }
  return { sent: await send(settings, `msg_test_${nowMs}`, message, nowMs), wrong: settings.wrong }
}

async function tell(env: Env, settings: Settings, nowMs: number): Promise<Ran> {
  const { DB } = env
  const { language, publicUrl } = settings
  const now = new Date(nowMs).toISOString()
  const { results } = await DB.prepare('SELECT alert FROM alerts').all<{ alert: string }>()
  const stored = results.map(({ alert }) => JSON.parse(alert) as Alert)
  const isFirst = !stored.some(({ key }) => key === STARTED)
  const digested = stored.find(({ key }) => key === DIGEST)?.toldAt ?? null
  const rows = stored.filter(({ key }) => key !== STARTED && key !== DIGEST)
  const isDigestDue =
    Boolean(settings.webhook ?? settings.email) &&
    (digested === null ? isMorning(nowMs) : dueDay(Date.parse(digested)) < dueDay(nowMs))
  const { digest, backlog, ...problems } = await readProblems(
    env,
    nowMs,
    isDigestDue ? () => readDigest(DB, nowMs, publicUrl) : null,
  )
  const { alerts, gone } = brought(rows, problems, (kind) => isFirst && isOfEntity(kind), now)
  await write(DB, rows, isFirst ? [...alerts, mark(STARTED, now)] : alerts, gone)

  const news = newsIn(alerts)
  const opened = news.opened.length
  const resolved = news.resolved.length
  // Only one message in each run: every host accepts one a minute, and the next run is in five minutes.
  const due = opened + resolved === 0 ? digest : null
  const sent: Sent[] = []
  const say = opened + resolved > 0 || due ? await sayIn(env, language) : String
  /** True if a host accepted it; otherwise the next run sends it. */
  const isTaken = async (name: string, id: unknown, text: string, data: object): Promise<boolean> => {
    sent.push(...(await send(settings, `msg_${name}_${id}`, { type: `catraca.${name}`, text, data }, nowMs)))
    return sent.some((each) => each.isTaken)
  }
  if (due) {
    const day = { ...due, backlog, alerts: alerts.filter(({ resolvedAt }) => resolvedAt === null) }
    if (await isTaken('digest', dueDay(nowMs), digestText(say, day, publicUrl), day)) {
      await write(DB, [], [mark(DIGEST, now)], [])
      await forget(DB, new Date(nowMs - LIMITS.rhythmWeeks * 7 * DAY_MS).toISOString())
    }
  } else if (opened + resolved > 0 && (await isTaken('alert', nowMs, newsText(say, news, publicUrl), news)))
    await write(DB, alerts, told(alerts, news, now), [])
  return { opened, resolved, digest: due !== null, sent }
}

const mark = (key: string, now: string): Alert => ({
  key,
  kind: key,
  detail: {},
  openedAt: now,
  toldAt: now,
  resolvedAt: null,
  resolvedToldAt: null,
})

/** Writes the rows that have changed. */
async function write(
  d1: D1Database,
  before: readonly Alert[],
  after: readonly Alert[],
  gone: readonly string[],
): Promise<void> {
  const was = new Set(before.map((alert) => JSON.stringify(alert)))
  const changed = after.filter((alert) => !was.has(JSON.stringify(alert)))
  if (changed.length + gone.length > 0)
    await d1.batch([
      d1.prepare(UPSERT).bind(JSON.stringify(changed)),
      d1
        .prepare('DELETE FROM alerts WHERE "key" IN (SELECT value FROM json_each(?))')
        .bind(JSON.stringify(gone)),
    ])
}

/** Deletes the hours that no rhythm needs any longer. */
const forget = (d1: D1Database, before: string): Promise<unknown> =>
  d1.batch([
    d1.prepare('DELETE FROM hours WHERE hour < ?').bind(before.slice(0, 13)),
    d1.prepare('DELETE FROM refusals WHERE since < ?').bind(before),
  ])

const UPSERT = `INSERT OR REPLACE INTO alerts ("key", alert) SELECT value ->> '$.key', value FROM json_each(?)`
