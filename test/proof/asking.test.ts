/** A small part of `npm run prove:asking`. */
import { describe, expect, it } from 'vitest'
import { type Ends, playWorld } from '../../scripts/prove/asking.ts'
import { memoryD1 } from '../../scripts/prove/d1.ts'

async function endsOf(isAsking: boolean): Promise<Ends> {
  const ends: Ends = { payments: 0, right: 0, unknown: 0, calls: 0 }
  await playWorld(memoryD1(), 20261121, 60, isAsking, ends)
  return ends
}

describe('of payments whose sender loses three of ten webhooks', () => {
  it('many end wrong where nobody is asked', async () => {
    const { right, payments, calls } = await endsOf(false)
    expect(right / payments).toBeLessThan(0.9)
    expect(calls).toBe(0)
  })

  it('all end right where the sender is asked, with one call in six seconds at most', async () => {
    const { right, payments, unknown } = await endsOf(true)
    expect({ right, unknown }).toEqual({ right: payments, unknown: 0 })
  })
})
