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
    summary:
      "What the sender's own lists said in the last nights: how many it has, how many of them are missing here, and how many have another status here.",
    query: schemas.nothing,
    result: schemas.completeness,
    run: async ({ env }) => ({ kind: 'ok', value: await readAsking(env) }),
  }),
  operation({
    id: 'askTransaction',
    method: 'POST',
    path: '/transactions/{id}/ask',
    change: { action: 'ask', provider: safe2pay.name },
    summary:
      'Asks Safe2Pay about one transaction. If its status is another one, Safe2Pay is asked to send its webhook again; if that does not come, the next ask takes the answer as an event.',
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
