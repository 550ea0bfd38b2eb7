/** Forwarding holds in every history that the dice give: at least once, in order, nothing dropped. */
import { describe, expect, it } from 'vitest'
import { forwardMany } from '../../scripts/prove/campaign.ts'
import { memoryD1 } from '../../scripts/prove/d1.ts'

describe('forwarding', () => {
  it('tells every change in 20 histories with outages, pauses, refusals, lost answers and evictions', async () => {
    const counts = { messages: 0, again: 0 }
    expect(await forwardMany(memoryD1(), { seed: 20261121, numRuns: 20 }, counts)).toBeNull()
    expect(counts.again).toBeGreaterThan(200)
  })
})
