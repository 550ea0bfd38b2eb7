/** What names a thing to look at in a form. Pure. */
import type { FindingKey } from '../../db/finding.ts'

/** No id of a sender has one, and a form sends it as it is. */
const SEPARATOR = '*'

export const keyOf = ({ kind, provider, entityId, since }: FindingKey): string =>
  [kind, provider, entityId, since].join(SEPARATOR)

/** Null where the text names nothing. */
export function readKey(text: string): FindingKey | null {
  const [kind, provider, entityId, since, ...rest] = text.split(SEPARATOR)
  return kind && provider && entityId && since && rest.length === 0
    ? { kind, provider, entityId, since }
    : null
}
