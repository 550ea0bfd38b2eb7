/** How often each mistake ends wrong, seen from outside, over the same histories that the real object passes. */
import fc from 'fast-check'
import { Entity } from '../../src/entity/entity.ts'
import type { Runs } from './campaign.ts'
import { memoryD1 } from './d1.ts'
import { histories } from './histories.ts'
import { MISTAKES, type Mistake } from './mistakes.ts'
import { play } from './play.ts'

export interface Row {
  readonly name: string
  readonly what: string
  wrongStatus: number
  wrongGaps: number
  lost: number
  /** An event twice, or one that no sender was ever given a 2xx for and no object has. */
  surplus: number
  any: number
}

const OURS: Mistake = { name: 'Catraca', what: 'src/', entity: Entity }

export async function compareMistakes(runs: Runs): Promise<readonly Row[]> {
  const played = fc.sample(histories, runs)
  const d1 = memoryD1()
  const rows: Row[] = []
  for (const { name, what, entity, keys } of [OURS, ...MISTAKES]) {
    const row: Row = { name, what, wrongStatus: 0, wrongGaps: 0, lost: 0, surplus: 0, any: 0 }
    for (const history of played) {
      const { violation } = await play(entity, history, d1, 'outside', keys)
      if (!violation) continue
      row.any += 1
      if (violation.invariant === 'D1 shows the status that the provider has') row.wrongStatus += 1
      else if (violation.invariant === 'D1 counts the events that are missing') row.wrongGaps += 1
      else if (violation.invariant === 'D1 has every event') row.lost += 1
      else if (violation.invariant === 'D1 has no event twice, and none that never was') row.surplus += 1
      else throw new Error(`Not told: ${violation.message}`)
    }
    rows.push(row)
  }
  return rows
}
