/** A person decides about what needs attention: it is being looked into, resolved, to be ignored, or open again. */
import type { State } from '../db/attention-kinds.ts'
import type { FindingKey } from '../db/finding.ts'
import { decide } from '../db/handled.ts'
import * as LIMITS from '../limits.ts'
import { maskNumbers } from '../privacy/personal.ts'
import { shownName } from './name.ts'

/**
 * Gives the things that it was about: one that has changed since it was shown, or is gone, is not decided about.
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

/** A decision as the list of operations has it. */
export const deedOf = ({ kind, provider, entityId }: FindingKey, state: State, note: string) => ({
  provider,
  entityId,
  detail: [`${kind}: ${state}`, note.trim()].filter(Boolean).join(', '),
})
