/** A digest names an event for good: the same body must give the same one after every update, or it counts twice. */
import { describe, expect, it } from 'vitest'
import { digest } from '../../src/providers/digest.ts'

describe('the digest', () => {
  it.each([
    [null, '74234e98afe7498fb5daf1f36ac2d78a'],
    [{}, '44136fa355b3678a1146ad16f7e8649e'],
    [{ b: [1, { d: 'ç', c: null }], a: true }, 'ed88886e33625ff8e84a45dcd19f71d5'],
    [{ TransactionStatus: { Id: 3, Code: '3' }, IdTransaction: 4 }, '04cc31af1a8d1a4c4c055a5d807b4773'],
  ])('of %j is this one, by SHA-256 of its JSON with sorted keys', async (value, expected) => {
    expect(await digest(value)).toBe(expected)
  })

  it('tells a list from an object with its places for names, and from the list turned round', async () => {
    const digests = await Promise.all([['x', 'y'], { 0: 'x', 1: 'y' }, ['y', 'x']].map(digest))
    expect(new Set(digests).size).toBe(3)
  })
})
