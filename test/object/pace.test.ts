/** The sender's API is called at most once in six seconds, whoever calls. */
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
import { get } from '../../src/sender/calls.ts'
import { openLine } from '../../src/sender/line.ts'
import { paceIn } from '../../src/sender/stub.ts'
import { asking, senderHas, senderHeard, testClock } from '../tools/asking.ts'

const pace = () => paceIn(env.PACE)
const HOUR_MS = 3_600_000
let nowMs = Date.UTC(2028, 0, 1)
/** Far enough from all turns of the test before. */
const later = () => {
  nowMs += 10 * HOUR_MS
  return nowMs
}
const told = () => ({ kind: 'told' as const })

describe('the sender', () => {
  it('is called at most once in six seconds, also by two at the same moment and after an eviction', async () => {
    const start = later()
    expect(await Promise.all([1, 2, 3].map(() => pace().take(start)))).toEqual([0, 6_000, 12_000])
    await evictDurableObject(pace())
    expect(await pace().take(start + 13_000)).toBe(5_000)
    expect(await pace().take(start + 60_000)).toBe(0)
  })

  it('is not called while too many wait', async () => {
    const start = later()
    const turns: (number | null)[] = []
    for (let call = 0; call < 8; call += 1) turns.push(await pace().take(start))
    expect(turns).toEqual([0, 6_000, 12_000, 18_000, 24_000, 30_000, null, null])
  })

  it('is left alone for as long as it asks, an hour at the most', async () => {
    const start = later()
    await pace().pause(start, 20_000)
    expect(await pace().take(start)).toBe(20_000)
    await pace().pause(start, 100 * HOUR_MS)
    expect(await pace().take(start + HOUR_MS - 1_000)).toBe(1_000)
  })

  it('is called again at once where a clock was wrong by days', async () => {
    const start = later()
    await pace().take(start + 100 * HOUR_MS)
    expect(await pace().take(start)).toBe(0)
  })

  it('is called 40 times in one run, and no more', async () => {
    await senderHas({ transactions: [{ id: 7, status: 3 }] })
    const clock = testClock(later())
    const line = openLine(asking(), clock)
    const [account] = line?.accounts ?? []
    if (!line || !account) throw new Error('No line')
    const startMs = clock.now()
    const heard: string[] = []
    for (let call = 0; call < 45; call += 1) heard.push((await line.call(account, get('7'), told)).kind)
    expect(heard.filter((kind) => kind === 'told')).toHaveLength(LIMITS.asksPerRun)
    expect(await senderHeard()).toHaveLength(LIMITS.asksPerRun)
    expect(clock.now() - startMs).toBe((LIMITS.asksPerRun - 1) * LIMITS.askSpacingMs)
  })

  it('is tried again after 3 and 9 seconds where it fails, and a run ends after three calls that did', async () => {
    await senderHas({ faults: [{ kind: 'error' }] })
    const clock = testClock(later())
    const line = openLine(asking(), clock)
    const [account] = line?.accounts ?? []
    if (!line || !account) throw new Error('No line')
    const startMs = clock.now()
    const heard: string[] = []
    for (let call = 0; call < 5; call += 1) heard.push((await line.call(account, get('7'), told)).kind)
    expect(heard).toEqual(['failed', 'failed', 'failed', 'ended', 'ended'])
    expect(await senderHeard()).toHaveLength(9)
    // Six seconds, and nine more, for each of them, and a turn between two.
    expect(clock.now() - startMs).toBe(3 * (6_000 + 9_000) + 2 * 6_000)
  })

  it('is believed after a passing fault', async () => {
    await senderHas({
      transactions: [{ id: 7, status: 3 }],
      faults: [{ kind: 'busy', times: 2, retryAfter: '20' }],
    })
    const clock = testClock(later())
    const line = openLine(asking(), clock)
    const [account] = line?.accounts ?? []
    if (!line || !account) throw new Error('No line')
    const startMs = clock.now()
    expect((await line.call(account, get('7'), told)).kind).toBe('told')
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(40_000)
  })
})
