/** What a delivery to a known entity is made of: the receiver with less and less of it cut off, in one run. */
import { join } from 'node:path'
import { table } from '../prove/document.ts'
import { CATRACA } from '../runtime/bundle.ts'
import { root } from '../wrangler.ts'
import { shown, spread } from './client.ts'
import { type Contestant, contest, FLOOR, ratios, start } from './contest.ts'

/** In the order of the way; each adds one part. */
const PARTS = [
  ['edge', 'checked, read and answered by the Worker'],
  ['call', 'and one call to an object that keeps nothing'],
  ['stored', 'and judged and stored there, with an alarm that tells D1 nothing'],
  ['catraca', 'and projected to D1'],
] as const

/** The receiver with a part of the way cut off. */
const variant = (name: string): string => join(root, 'scripts/bench/workers/anatomy', `${name}.ts`)

/** Measures each part on 16 connections, and gives the table. */
export async function anatomy(folder: string, rounds: number, roundMs: number): Promise<string> {
  const all: Contestant[] = []
  try {
    all.push(await start(folder, 'floor', FLOOR, { schema: [] }))
    for (const [name] of PARTS) {
      all.push(await start(folder, name, CATRACA, name === 'catraca' ? {} : { main: variant(name) }))
    }
    const results = await contest(all, 'known entity', 16, rounds, roundMs)
    const rateOf = (name: string) =>
      spread(results.find((result) => result.name === name)?.rounds.map(({ perSecond }) => perSecond) ?? [])
    let beforeUs = 0
    const rows = PARTS.map(([name, what]) => {
      const us = 1e6 / rateOf(name).median
      const added = us - beforeUs
      beforeUs = us
      return [what, shown(ratios(results, name, 'floor', 'perSecond')), `${added.toFixed(0)} µs`]
    })
    const floor = ['the floor', '1', `${(1e6 / rateOf('floor').median).toFixed(0)} µs`]
    return table(
      ['known entity, 16 connections', 'per second, to the floor', 'adds to a delivery'],
      [floor, ...rows],
    )
  } finally {
    for (const { runtime } of all) await runtime.stop()
  }
}
