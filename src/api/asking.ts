/** The operations on asking the sender. */
import { named } from '../lifecycle/life-cycle.ts'
import { askNow, canBeTransaction, readAsking } from '../operations/asking.ts'
import { safe2pay } from '../providers/safe2pay/index.ts'
import { type Operation, operation } from './operation.ts'
import * as schemas from './schemas.ts'

export const askingOperations: readonly Operation[] = [
  operation({
    id: 'getCompleteness',
    method: 'GET',
    path: '/completeness',
    query: schemas.nothing,
    result: schemas.completeness,
    run: async ({ env }) => ({ kind: 'ok', value: await readAsking(env) }),
  }),
  operation({
    id: 'askTransaction',
    method: 'POST',
    path: '/transactions/{id}/ask',
    change: { action: 'ask', provider: safe2pay.name },
    query: schemas.nothing,
    result: schemas.asked,
    run: async ({ env, id }) => {
      if (!canBeTransaction(id)) return { kind: 'not_found' }
      const asked = await askNow(env, id)
      if (asked === 'off') return { kind: 'asking_off' }
      if (asked === 'busy') return { kind: 'unavailable' }
      const { result, told, failure, dueAt } = asked
      const says = told === null ? null : named(safe2pay.lifeCycle, told)
      return { kind: 'ok', value: { id, result, told: says, error: failure, askedAgainAt: dueAt } }
    },
  }),
]
