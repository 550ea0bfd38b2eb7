/** Marks of irregular entities: events out of order, which do no harm, and events that have not arrived. */
import type { View } from './view.ts'

interface MarkProps {
  readonly view: View
  readonly count: number
}

export const Refused = ({ view, count }: MarkProps) =>
  count > 0 ? <span class="mark">{view.text.marks.refused({ n: count })}</span> : null

export const Gaps = ({ view, count }: MarkProps) =>
  count > 0 ? <span class="mark held">{view.text.marks.gaps({ n: count })}</span> : null
