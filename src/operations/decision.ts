/** A person's decision about a finding: in progress, resolved, ignored, or open again. */
import type { State } from '../db/attention-kinds.ts'
import type { FindingKey } from '../db/finding.ts'
import { decide } from '../db/handled.ts'
import * as LIMITS from '../limits.ts'
import { maskNumbers } from '../privacy/personal.ts'
import { shownName } from './name.ts'

/**
 * Returns the findings that it applies to, without those that have changed since they were shown, or no longer exist.
 * @param by the operator's name
 */
export function settle(
  env: Env,
  by: string,
  keys: readonly FindingKey[],
  state: State,
  note: string,
): Promise<readonly FindingKey[]> {
  // D1 is for people to query, and people write personal numbers into notes.
  const masked = maskNumbers(note.trim()).toWellFormed().slice(0, LIMITS.noteCharacters)
  return decide(env.DB, keys, {
    state,
    note: masked || null,
    by: shownName(by),
    at: new Date().toISOString(),
  })
}

/** A decision as the list of operations shows it. */
export const deedOf = ({ kind, provider, entityId }: FindingKey, state: State, note: string) => ({
  provider,
  entityId,
  detail: [`${kind}: ${state}`, note.trim()].filter(Boolean).join(', '),
})
