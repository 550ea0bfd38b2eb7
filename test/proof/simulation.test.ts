/** A small part of `npm run prove`, so that no change of the receiver goes without it. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeFailure, judgeMany, playMany, type Tally } from '../../scripts/prove/campaign.ts'
import { memoryD1 } from '../../scripts/prove/d1.ts'
import { histories } from '../../scripts/prove/histories.ts'
import { MISTAKES } from '../../scripts/prove/mistakes.ts'
import { play } from '../../scripts/prove/play.ts'
import { Entity } from '../../src/entity/entity.ts'
import { acknowledge, readLog, writeState } from '../../src/entity/log.ts'

const SEED = 20261121
const runs = (numRuns: number) => ({ seed: SEED, numRuns })
const nothing = (): Tally => ({ histories: 0, deliveries: 0, told: 0 })

describe('the simulation', () => {
  it('finds every order of arrival of 1,000 stories ending alike, where the provider left the entity', async () => {
    const tally = nothing()
    expect(await judgeMany(runs(1000), tally)).toBeNull()
    // Of events that two clocks tell within a second, a chain with a hole says nothing, nor does this ring of reversals.
    expect(tally.told).toBeGreaterThan(730)
  })

  it('finds no broken invariant in 250 histories with evictions, lost answers and a D1 that fails', async () => {
    const tally = nothing()
    expect(await playMany(Entity, memoryD1(), runs(250), tally)).toBeNull()
    expect(tally.told).toBeGreaterThan(215)
  })

  it('gives the same histories for the same seed', () => {
    expect(fc.sample(histories, runs(3))).toEqual(fc.sample(histories, runs(3)))
    expect(fc.sample(histories, runs(3))).not.toEqual(fc.sample(histories, { ...runs(3), seed: SEED + 1 }))
  })
})

describe('each classic mistake', () => {
  const sample = fc.sample(histories, runs(600))

  it.each(MISTAKES)('$name: is caught while it happens, and ends wrong in D1', async ({ entity, keys }) => {
    const d1 = memoryD1()
    const found: Partial<Record<'inside' | 'outside', string | undefined>> = {}
    for (const eyes of ['inside', 'outside'] as const) {
      for (const history of sample) {
        const { violation } = await play(entity, history, d1, eyes, keys)
        found[eyes] = violation?.invariant
        if (violation) break
      }
    }
    expect(found.inside).toBeDefined()
    expect(found.outside).toMatch(/^D1 (shows|counts|has)/)
  })

  it('is shown by a history that cannot be made shorter', async () => {
    const mistake = MISTAKES.find(({ name }) => name === 'duplicate check outside the transaction')
    if (!mistake) throw new Error('No such mistake')
    const failure = await playMany(mistake.entity, memoryD1(), runs(600), nothing())
    if (!failure) throw new Error('Not caught')
    // Two deliveries of one event at one moment: that is all it takes.
    const [history] = failure.shortest
    expect(history?.steps).toHaveLength(1)
    expect(history?.steps[0]).toMatchObject({ kind: 'send', sends: [{ failures: [] }, { failures: [] }] })
    expect(describeFailure(failure)).toContain(failure.violation.message)
    const { path } = failure
    expect(await playMany(mistake.entity, memoryD1(), { ...runs(1), path }, nothing())).toMatchObject({
      path,
    })
  })
})

/** Erases, and then takes for granted that D1 knows. */
class UntoldErasure extends Entity {
  override erase(endedBefore: string | null) {
    const erased = super.erase(endedBefore)
    const { log } = this
    if (erased && log?.state) acknowledge(log, log.state.projected, log.state.revision)
    return erased
  }
}

/** Keeps what the head says of people, because only the events are erased. */
class HalfErasure extends Entity {
  override erase(endedBefore: string | null) {
    const { sql } = this.ctx.storage
    const { state: before } = readLog(sql, null)
    const erased = super.erase(endedBefore)
    const { log } = this
    if (erased && before && log?.state) writeState(sql, log, { ...log.state, head: before.head })
    return erased
  }
}

describe('an erasure', () => {
  it.each([
    ['that D1 is not told of', UntoldErasure, 'an alarm is set while D1 lacks something'],
    [
      'that leaves the names of the latest event',
      HalfErasure,
      'D1 has nothing left of the people in an erased event',
    ],
  ])('%s is caught', async (_, entity, invariant) => {
    const failure = await playMany(entity, memoryD1(), { ...runs(400), endOnFailure: true }, nothing())
    expect(failure?.violation.invariant).toBe(invariant)
  })
})
