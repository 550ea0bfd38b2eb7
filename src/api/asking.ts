/** The operations on asking the sender. */
import { named } from '../lifecycle/life-cycle.ts'
import { askNow, readAsking } from '../operations/asking.ts'
import { safe2pay } from '../providers/safe2pay/index.ts'
import * as inputs from './inputs.ts'
import { type Operation, ofEntity, operation } from './operation.ts'

export const askingOperations: readonly Operation[] = [
  operation({
    id: 'getCompleteness',
    method: 'GET',
    path: '/completeness',
    query: inputs.nothing,
    run: async ({ env }) => ({ kind: 'ok', value: await readAsking(env) }),
  }),
  ofEntity(safe2pay, {
    id: 'askTransaction',
    method: 'POST',
    path: '/transactions/{id}/ask',
    change: { action: 'ask', provider: safe2pay.name },
    query: inputs.nothing,
    run: async ({ env, id }) => {
      const asked = await askNow(env, id)
      if (asked === 'off') return { kind: 'asking_off' }
      if (asked === 'busy') return { kind: 'unavailable' }
      const { result, told, failure, dueAt } = asked
      const says = told === null ? null : named(safe2pay.lifeCycle, told)
      return { kind: 'ok', value: { id, result, told: says, error: failure, askedAgainAt: dueAt } }
    },
  }),
]
