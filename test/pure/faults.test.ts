/** What D1 threw decides how long to wait, and nothing that it threw carries a bound parameter into a log. */
import { describe, expect, it } from 'vitest'
import { backoffMs, faultOf, rootCause } from '../../src/db/faults.ts'
import * as LIMITS from '../../src/limits.ts'

const FAULTS = {
  other: [
    'D1_ERROR: no such table: orders: SQLITE_ERROR',
    'D1_ERROR: table orders has no column named gaps: SQLITE_ERROR',
    'D1_ERROR: UNIQUE constraint failed: orders.order_id: SQLITE_CONSTRAINT',
    'D1_ERROR: cannot store TEXT value in INTEGER column transactions.amount_cents: SQLITE_CONSTRAINT_DATATYPE',
    'D1_ERROR: too many SQL variables at offset 400: SQLITE_ERROR',
    "D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'",
    'Exceeded maximum DB size.',
    "D1 DB's isolate exceeded its memory limit and was reset.",
    'D1 DB exceeded its CPU time limit and was reset.',
    "Cannot read properties of undefined (reading 'batch')",
    '',
  ],
  transient: [
    'D1 DB reset because its code was updated.',
    'D1_ERROR: D1 DB reset because its code was updated.',
    'Network connection lost.',
    'D1_ERROR: Network connection lost.',
    'Internal error while starting up D1 DB storage caused object to be reset.',
    'Internal error in D1 DB storage caused object to be reset.',
    'D1_ERROR: internal error; reference = 0123456789abcdef',
    'Cannot resolve D1 DB due to transient issue on remote node.',
  ],
  exhausted: [
    "Your account has exceeded D1's free tier daily row write limit. Upgrade your account's plan to continue.",
    "D1_ERROR: Your account has exceeded D1's free tier daily row read limit",
  ],
  overloaded: [
    'D1 DB is overloaded. Requests queued for too long.',
    'D1 DB is overloaded. Too many requests queued.',
    'D1_ERROR: D1 DB is overloaded. Too many requests queued.',
    'D1 DB storage operation exceeded timeout which caused object to be reset.',
  ],
} as const

const CASES = Object.entries(FAULTS).flatMap(([fault, texts]) => texts.map((text) => [text, fault] as const))

describe('a fault of D1', () => {
  it.each(CASES)('finds %j %s', (text, fault) => {
    expect(faultOf(new Error(text))).toBe(fault)
  })

  it.each(CASES)('finds %j %s beneath what wraps it', (text, fault) => {
    expect(faultOf(new Error('insert into orders', { cause: new Error(text) }))).toBe(fault)
  })

  it.each(['overloaded', 'Network connection lost'])('is not told by what wraps it and says %j', (text) => {
    expect(faultOf(new Error(text, { cause: new Error('no such table: orders') }))).toBe('other')
  })

  it.each([undefined, null, 0, {}, []])('takes %j, which is no error, for another fault', (thrown) => {
    expect(faultOf(thrown)).toBe('other')
  })

  it('reads a text that was thrown', () => {
    expect(faultOf('Network connection lost.')).toBe('transient')
  })
})

describe('the root cause', () => {
  it('is the message at the bottom, without a statement and its parameters', () => {
    const wrapped = new Error('insert into "orders" values (Fulano de Tal, 29742237026)', {
      cause: new Error('D1_ERROR: no such table: orders', {
        cause: new Error('no such table: orders: SQLITE_ERROR'),
      }),
    })
    expect(rootCause(wrapped)).toBe('no such table: orders: SQLITE_ERROR')
  })

  it('is the message itself where nothing is wrapped', () => {
    expect(rootCause(new Error('Network connection lost.'))).toBe('Network connection lost.')
  })

  it('reads a cause that is no error', () => {
    expect(rootCause(new Error('outer', { cause: 'inner' }))).toBe('inner')
    expect(rootCause('thrown')).toBe('thrown')
    expect(rootCause(undefined)).toBe('undefined')
  })
})

describe('the wait before the next try', () => {
  const middle = 0.5
  const NOON = Date.UTC(2026, 8, 2, 12)

  it.each([
    ['at noon', NOON],
    ['in the last millisecond of the day', Date.UTC(2026, 8, 3) - 1],
    ['at midnight itself, when a batch of the day before was refused', Date.UTC(2026, 8, 3)],
  ])('ends after the next midnight of UTC where the quota of the day is used up %s', (_, now) => {
    const midnight = Date.UTC(2026, 8, 2 + (now === Date.UTC(2026, 8, 3) ? 2 : 1))
    for (const failures of [1, 2, 1000]) {
      expect(now + backoffMs('exhausted', failures, 0, now)).toBe(midnight)
      const latest = now + backoffMs('exhausted', failures, 1 - Number.EPSILON, now)
      expect(latest).toBeGreaterThan(midnight + LIMITS.quotaSpreadMs - 2)
      expect(latest).toBeLessThanOrEqual(midnight + LIMITS.quotaSpreadMs)
    }
  })

  it.each(['transient', 'other'] as const)('doubles from a second after a %s fault', (fault) => {
    const waits = [1, 2, 3, 4, 5].map((failures) => backoffMs(fault, failures, 1 - Number.EPSILON, NOON))
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000])
  })

  it('starts ten times longer when D1 has too much to do', () => {
    expect(backoffMs('overloaded', 1, middle, NOON)).toBe(10 * backoffMs('transient', 1, middle, NOON))
    expect(backoffMs('overloaded', 2, middle, NOON)).toBe(2 * backoffMs('overloaded', 1, middle, NOON))
  })

  it.each([10, 11, 100, 1023, 1024, 1025, 1_000_000])(
    'is capped after %i failures, and never ends',
    (failures) => {
      for (const fault of ['transient', 'overloaded', 'other'] as const) {
        const longest = backoffMs(fault, failures, 1 - Number.EPSILON, NOON)
        expect(longest).toBeLessThanOrEqual(LIMITS.projectionRetryCapMs)
        expect(backoffMs(fault, failures, 0, NOON)).toBeGreaterThan(0)
      }
      expect(backoffMs('overloaded', failures, 0, NOON)).toBe(LIMITS.projectionRetryCapMs / 2)
    },
  )

  it('is spread over half of it, so that not all objects come back at once', () => {
    expect(backoffMs('transient', 1, 0, NOON)).toBe(500)
    expect(backoffMs('transient', 1, middle, NOON)).toBe(750)
    expect(backoffMs('transient', 1, 0.0001, NOON)).toBe(501)
  })
})
