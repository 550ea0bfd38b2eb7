/** Records what an operator did on a page: a line of the log, and rows of the list of operations. */
import { operatorName } from '../access/admin.ts'
import { type Action, writeAction } from '../access/trail.ts'
import { type Deed, record } from '../operations/record.ts'
import type { PageContext } from './view.ts'

/** @param deeds what was done to each entity or body, if that is more than the action says */
export async function did(
  { env, var: { operator } }: PageContext,
  action: Action,
  deeds?: readonly Omit<Deed, 'action'>[],
): Promise<void> {
  writeAction(operator, action)
  const each = deeds ?? [{ provider: action.provider, entityId: action.entity ?? action.quarantine }]
  await record(
    env,
    operatorName(operator),
    each.map((deed) => ({ action: action.action, ...deed })),
  )
}
