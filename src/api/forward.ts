/** The operations about forwarding to the user's own system. */
import { nameOf } from '../entity/name.ts'
import {
  forwardState,
  pauseForward,
  resendOne,
  resendSince,
  resumeForward,
  testForward,
} from '../operations/forwarding.ts'
import { amplia } from '../providers/amplia/index.ts'
import type { Provider } from '../providers/provider.ts'
import { safe2pay } from '../providers/safe2pay/index.ts'
import * as inputs from './inputs.ts'
import { type Operation, ofEntity, operation } from './operation.ts'

export const forwardOperations: readonly Operation[] = [
  operation({
    id: 'getForward',
    method: 'GET',
    path: '/forward',
    query: inputs.nothing,
    run: async ({ env }) => ({ kind: 'ok', value: await forwardState(env) }),
  }),
  control('pause', pauseForward),
  control('resume', resumeForward),
  control('test', testForward),
  operation({
    id: 'resendForward',
    method: 'POST',
    path: '/forward/resend',
    change: { action: 'resend' },
    query: inputs.resendQuery,
    run: async ({ env, query: { since, cursor } }) => ({
      kind: 'ok',
      value: await resendSince(env, inputs.toUtc(since) ?? since, cursor ?? ''),
    }),
  }),
  resend(amplia, 'orders', 'Order'),
  resend(safe2pay, 'transactions', 'Transaction'),
]

function resend(provider: Provider, path: string, name: 'Order' | 'Transaction'): Operation {
  return ofEntity(provider, {
    id: `resend${name}`,
    method: 'POST',
    path: `/${path}/{id}/resend`,
    change: { action: 'resend', provider: provider.name },
    query: inputs.nothing,
    run: async ({ env, id }) => {
      const resent = await resendOne(env, nameOf({ provider: provider.name, entityId: id }))
      return resent ? { kind: 'ok', value: { id, resent } } : { kind: 'not_found' }
    },
  })
}

function control(action: 'pause' | 'resume' | 'test', change: (env: Env) => Promise<unknown>): Operation {
  return operation({
    id: `${action}Forward`,
    method: 'POST',
    path: `/forward/${action}`,
    change: { action: `${action}_forward` },
    query: inputs.nothing,
    run: async ({ env }) => {
      await change(env)
      return { kind: 'ok', value: await forwardState(env) }
    },
  })
}
