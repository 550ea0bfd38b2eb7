/** Forwarding holds in every history that the dice give: at least once, in order, nothing dropped. */
import { describe, expect, it } from 'vitest'
import { memoryD1 } from '../../scripts/prove/d1.ts'
import { forwardHistory } from '../../scripts/prove/forward.ts'

describe('forwarding', () => {
  it('tells every change in 20 histories with outages, pauses, refusals, lost answers and evictions', async () => {
    const d1 = memoryD1()
    for (let seed = 1; seed <= 20; seed += 1) {
      const violation = await forwardHistory(d1, seed)
      expect(violation && `seed ${seed}: ${violation.message}`).toBeNull()
    }
  })
})
