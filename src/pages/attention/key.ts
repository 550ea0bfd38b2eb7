/** The name of a finding in a form. Pure. */
import type { FindingKey } from '../../db/finding.ts'

/** Never part of a sender's id, and a form sends it unencoded. */
const SEPARATOR = '*'

export const keyOf = ({ kind, provider, entityId, since }: FindingKey): string =>
  [kind, provider, entityId, since].join(SEPARATOR)

/** Null if the text is not a key. */
export function readKey(text: string): FindingKey | null {
  const [kind, provider, entityId, since, ...rest] = text.split(SEPARATOR)
  return kind && provider && entityId && since && rest.length === 0
    ? { kind, provider, entityId, since }
    : null
}
