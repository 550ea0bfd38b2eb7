/** The state of the endpoint in one sentence: on its own page, and on the overview if somebody has to do something. */

import { isConfigured } from '../../forward/settings.ts'
import type { EndpointState } from '../../forward/state.ts'
import { forwardState } from '../../operations/forwarding.ts'
import { storedText } from '../stored-text.ts'
import type { View } from '../view.ts'

export function standing(view: View, state: EndpointState): string {
  const { forward } = view.text
  if (state.kind === 'none') return forward.none
  if (state.kind === 'invalid') return forward.invalid({ why: storedText(view, state.reason ?? '').text })
  const how = state.paused?.by ?? (state.downSince ? 'down' : state.failingSince ? 'failing' : 'healthy')
  return forward[how]({ to: state.host ?? '' })
}

/** Null if nothing is configured, or nobody has to do anything because failed messages are retried automatically. */
export async function forwardTrouble(env: Env): Promise<EndpointState | null> {
  if (!isConfigured(env)) return null
  const state = await forwardState(env)
  const { kind, paused, downSince, waiting } = state
  const isWell = kind === 'ready' && !paused && !downSince && waiting.exhausted + waiting.refused === 0
  return isWell ? null : state
}

export const ForwardTrouble = ({ view, state }: { readonly view: View; readonly state: EndpointState }) => (
  <p class="notice held">
    <a href="/forward">{standing(view, state)}</a> {waitingIn(view, state)}
  </p>
)

export const waitingIn = ({ text: { forward } }: View, { waiting }: EndpointState): string =>
  forward.waiting({ ...waiting, n: waiting.held + waiting.failing })
