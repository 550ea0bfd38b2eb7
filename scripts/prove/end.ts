/** Holds what an entity came to against what happened at its provider. */
import type { Head } from '../../src/lifecycle/fold.ts'
import type { Counted, End } from './oracle.ts'
import { Violation } from './violation.ts'

/** @param due null where nothing stored tells the end */
export function assertEnd(
  due: End | null,
  counted: readonly Counted[],
  head: Head | null,
  refused: number,
): void {
  const effective = counted
    .filter((each) => each.effective)
    .map(({ index }) => index)
    .sort((a, b) => a - b)
  if (refused !== counted.length - effective.length)
    throw new Violation('refused counts the events without effect', `${refused}`)
  if (!due) return
  if (head?.status !== due.status)
    throw new Violation('the entity ends where its provider left it', `${head?.status}, not ${due.status}`)
  if (due.gaps !== undefined && head.gaps !== due.gaps)
    throw new Violation('gaps are the predecessors that are missing', `${head.gaps}, not ${due.gaps}`)
  if (due.sinceMicros !== undefined && microsOf(head.since) !== due.sinceMicros)
    throw new Violation('the status holds since it began', `${head.since}, not ${due.sinceMicros}`)
  if (due.effective && effective.join() !== [...due.effective].join())
    throw new Violation('the history counts what happened', `${effective}, not ${[...due.effective]}`)
}

/** Microseconds of UTC text; the oracle counts in them. */
function microsOf(utc: string | null): number | null {
  if (utc === null) return null
  const [seconds = '', fraction = ''] = utc.slice(0, -1).split('.')
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}
