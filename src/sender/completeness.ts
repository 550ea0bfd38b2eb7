/**
 * Compares the sender's own lists with D1 every night. The runs of the next hours ask about transactions that were never
 * received, or have another status here.
 */

import { DAY_MS, dayAfter, dayOf, startOf } from '../days.ts'
import { type Cause, forgetAsks, scheduleAsks } from '../db/asks.ts'
import {
  type Completeness,
  compared,
  createdBetween,
  type Listed,
  writeCompleteness,
} from '../db/completeness.ts'
import type { EntityId } from '../id.ts'
import * as LIMITS from '../limits.ts'
import type { Account } from './accounts.ts'
import { readDisputes, readList } from './answer.ts'
import { disputes, list } from './calls.ts'
import type { Call } from './client.ts'
import { CLOCK, type Clock } from './clock.ts'
import { type Failed, type Failure, failure, failureText } from './failure.ts'
import { type Line, openLine } from './line.ts'

/** The statuses that a disputed payment may have. */
const DISPUTED = ['5', '6', '13', '15']

export type Night = Pick<Completeness, 'list' | 'theirs' | 'ours' | 'missing' | 'differing' | 'error'>

/** Null if asking is off. */
export async function checkCompleteness(
  env: Env,
  nowMs: number,
  clock: Clock = CLOCK,
): Promise<{ readonly nights: readonly Night[] } | null> {
  const line = openLine(env, clock)
  if (!line) return null
  await forgetAsks(env.DB, new Date(nowMs - (LIMITS.askDays + 1) * DAY_MS).toISOString())
  const window = windowOf(nowMs)
  const nights = [
    await night(env.DB, line, clock, window, {
      name: 'transactions',
      page: (number) => list(window.from, window.until, number),
      read: (value) => {
        const page = readList(value)
        if (page.kind === 'failed') return page
        const listed = page.listed.map(({ id, status }) => ({ id, statuses: [status] }))
        return { ...page, listed, unread: page.rows - listed.length }
      },
      ours: () => createdBetween(env.DB, window.fromUtc, window.untilUtc),
    }),
    await night(env.DB, line, clock, window, {
      name: 'chargebacks',
      page: disputes,
      read: (value) => {
        const page = readDisputes(value)
        if (page.kind === 'failed') return page
        // The list has no filter by day. A dispute without a day is checked every night.
        const ofWindow = page.disputes.filter(({ day }) => day === null || day >= window.from)
        const listed = ofWindow.map(({ id }) => ({ id, statuses: DISPUTED }))
        return { ...page, listed, unread: page.rows - page.disputes.length }
      },
      ours: (known) => Promise.resolve(known),
    }),
  ]
  return { nights }
}

interface Window {
  /** Days of Brasília, `2026-11-21`, both of them whole. */
  readonly from: string
  readonly until: string
  readonly fromUtc: string
  readonly untilUtc: string
}

/** Whole days, because the sender may already list today's transactions while their events are still on their way. */
function windowOf(nowMs: number): Window {
  const today = dayOf(nowMs)
  const from = dayAfter(
    today,
    new Date(today).getUTCDay() === 0 ? -LIMITS.completenessSundayDays : -LIMITS.completenessDays,
  )
  return { from, until: dayAfter(today, -1), fromUtc: startOf(from), untilUtc: startOf(today) }
}

interface List {
  readonly name: string
  page(number: number): Call
  read(value: unknown): Page | Failed
  /** @param known how many of the listed ones are known here */
  ours(known: number): Promise<number>
}

interface Page {
  readonly kind: 'page'
  readonly total: number
  readonly rows: number
  readonly listed: readonly Listed[]
  /** Rows that cannot be read. */
  readonly unread: number
}

/** Reads one list to its end, for each account, and writes its row. */
async function night(d1: D1Database, line: Line, clock: Clock, window: Window, wanted: List): Promise<Night> {
  const missing = new Set<EntityId>()
  const differing = new Set<EntityId>()
  let theirs = 0
  let why: Failure | null = null
  let isWhole = true
  for (const account of line.accounts) {
    const ended = await walk(line, account, wanted, async (page) => {
      theirs += page.listed.length
      const found = await compared(d1, page.listed)
      for (const id of found.missing) missing.add(id)
      for (const id of found.differing) differing.add(id)
    })
    isWhole &&= ended === 'whole'
    if (typeof ended === 'object') why ??= ended
  }
  const now = new Date(clock.now()).toISOString()
  const due = [...of(missing, 'missing'), ...of(differing, 'differing')].slice(0, LIMITS.asksPerNight)
  await scheduleAsks(d1, due, now)
  const result = {
    list: wanted.name,
    theirs,
    ours: await wanted.ours(theirs - missing.size),
    missing: missing.size,
    differing: differing.size,
    error: why && failureText(why),
  }
  await writeCompleteness(d1, {
    ...result,
    day: now.slice(0, 10),
    fromDay: window.from,
    untilDay: window.until,
    isWhole,
    checkedAt: now,
  })
  return result
}

const of = (ids: ReadonlySet<EntityId>, cause: Cause) => [...ids].map((id) => ({ id, cause }))

/** Reads page after page. `cut` if the line ended before the list did. */
async function walk(
  line: Line,
  account: Account,
  wanted: List,
  take: (page: Page) => Promise<void>,
): Promise<'whole' | 'cut' | Failure> {
  let seen = 0
  let unread = 0
  let first: string | undefined
  for (let number = 1; ; number += 1) {
    const page = await line.call(account, wanted.page(number), wanted.read)
    if (page.kind === 'ended') return 'cut'
    if (page.kind === 'failed') return page.failure
    // A sender that does not support pages returns the first one again and again.
    if (number > 1 && page.rows > 0 && page.listed[0]?.id === first && first !== undefined) break
    first ??= page.listed[0]?.id
    await take(page)
    seen += page.rows
    unread += page.unread
    if (page.rows === 0 || seen >= page.total) break
  }
  // Unreadable rows must never count as "nothing missing".
  return unread > 0 ? failure('other_shape', `${unread}`) : 'whole'
}
