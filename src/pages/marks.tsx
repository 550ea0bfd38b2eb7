/** What is not smooth about an entity: events that were refused, predecessors that have not arrived. Nothing where all is. */
import type { View } from './view.ts'

interface MarkProps {
  readonly view: View
  readonly count: number
}

export const Refused = ({ view, count }: MarkProps) =>
  count > 0 ? <span class="mark bad">{view.text.marks.refused(count)}</span> : null

export const Gaps = ({ view, count }: MarkProps) =>
  count > 0 ? <span class="mark held">{view.text.marks.gaps(count)}</span> : null
