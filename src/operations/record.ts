/** Records in D1 who did what, after it was done: without keys, and with personal numbers masked. */
import { rootCause } from '../db/faults.ts'
import { insertOperations } from '../db/operations.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { maskNumbers } from '../privacy/personal.ts'
import { shownName } from './name.ts'

/** One thing that was done. */
export interface Deed {
  readonly action: string
  readonly provider?: string | undefined
  /** The order or payment, or the body in quarantine. */
  readonly entityId?: string | undefined
  readonly detail?: string | undefined
}

/**
 * Never throws: the action is already done, and the log has it too.
 * @param by the operator's name
 */
export async function record(env: Env, by: string, deeds: readonly Deed[]): Promise<void> {
  const at = new Date().toISOString()
  const masked = (text: string): string => maskNumbers(text).toWellFormed().slice(0, LIMITS.detailCharacters)
  try {
    await insertOperations(
      env.DB,
      deeds.map(({ action, provider, entityId, detail }) => ({
        at,
        by: shownName(by),
        action,
        provider: provider ?? null,
        entityId: entityId ?? null,
        detail: detail ? masked(detail) : null,
      })),
    )
  } catch (error) {
    log('error', { event: 'operation_unrecorded', error: rootCause(error) })
  }
}
