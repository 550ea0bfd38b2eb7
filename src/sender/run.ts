/** Asks the sender every five minutes about each transaction that is due, one after the other, as far as the line allows. */

import { DAY_MS, HOUR_MS } from '../days.ts'
import {
  type Due,
  doubtfulTransactions,
  overdueAfterHours,
  overdueInStep,
  readWalks,
  scheduledAsks,
  writeWalk,
} from '../db/asks.ts'
import { rootCause } from '../db/faults.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { type Asked, askAbout } from './ask.ts'
import { CLOCK, type Clock } from './clock.ts'
import { PIX, ROUNDS, type Round } from './deadlines.ts'
import { openLine } from './line.ts'

export type Counts = Readonly<Partial<Record<Asked['result'], number>>>

/** How many asks a run made, by result; null if asking is off, or nothing was due. */
export async function askDue(env: Env, clock: Clock = CLOCK): Promise<Counts | null> {
  const line = openLine(env, clock)
  if (!line) return null
  const counts: Partial<Record<Asked['result'], number>> = {}
  for (const { id, cause } of await dueAt(env.DB, clock.now())) {
    if (!line.isOpen()) break
    try {
      const asked = await askAbout(env, line, clock, id, cause)
      if (asked === null) break
      counts[asked.result] = (counts[asked.result] ?? 0) + 1
    } catch (error) {
      // An unavailable object does not stop the others; its transaction is due again in the next run.
      log('error', { event: 'ask_failed', entity: id, error: rootCause(error) })
    }
  }
  return Object.keys(counts).length > 0 ? counts : null
}

/** Takes from each cause in turn, so that a night's long list does not delay a doubt. */
async function dueAt(d1: D1Database, nowMs: number): Promise<readonly Due[]> {
  const limit = LIMITS.asksPerRun
  const lists = [
    await doubtfulTransactions(d1, utc(nowMs - 3 * DAY_MS), utc(nowMs - LIMITS.askDoubtMs), limit),
    await scheduledAsks(d1, utc(nowMs), limit),
    await overdueAfterHours(d1, PIX, nowMs, limit),
    await inRounds(d1, nowMs, limit),
  ]
  const due = new Map<string, Due>()
  for (let place = 0; place < limit; place += 1) {
    for (const each of lists.flatMap((list) => list[place] ?? [])) {
      if (!due.has(each.id)) due.set(each.id, each)
    }
  }
  return [...due.values()].slice(0, limit)
}

const utc = (ms: number): string => new Date(ms).toISOString()

/** The interval of the cron trigger. */
const RUN_EVERY_MS = 300_000
const START = { at: '', id: '0' }
/** After every possible time. */
const END = { at: '~', id: '0' }

/** The slow rounds: each walks over the rows of its status in parts, and begins again in the first run of an hour. */
async function inRounds(d1: D1Database, nowMs: number, limit: number): Promise<readonly Due[]> {
  const walks = await readWalks(
    d1,
    ROUNDS.map(({ status }) => status),
  )
  const beginsAgain = nowMs % HOUR_MS < RUN_EVERY_MS
  const due: Due[] = []
  for (const round of ROUNDS) {
    const known = walks.get(round.status) ?? END
    const after = known.at === END.at && beginsAgain ? START : known
    if (after.at === END.at || due.length >= limit) continue
    const step = await overdueInStep(
      d1,
      stretchOf(round, nowMs),
      after,
      LIMITS.askStepRows,
      limit - due.length,
    )
    due.push(...step.due)
    const next = step.next ?? END
    if (next.at !== known.at || next.id !== known.id) await writeWalk(d1, round.status, next)
  }
  return due
}

function stretchOf({ status, exceptMethod, ripeMs, everyMs }: Round, nowMs: number) {
  return {
    status,
    exceptMethod,
    from: utc(nowMs - LIMITS.askDays * DAY_MS),
    until: utc(ripeMs(nowMs)),
    // Due an hour early, because otherwise each round would begin an hour later than the one before.
    askedBefore: utc(nowMs - everyMs + HOUR_MS),
  }
}
