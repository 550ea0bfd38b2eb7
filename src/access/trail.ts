/**
 * The trail of operators: one log line for each sign-in, each refusal and each change, with the operator. No line holds a
 * key, a name or an e-mail address, and a line holds the network of a request, not its address.
 */

import { log } from '../log.ts'
import type { ACTIONS } from './actions.ts'
import type { Operator } from './admin.ts'
import { writeAside } from './aside.ts'
import { loggedNetwork } from './network.ts'

/** What an operator changed, and in what. */
export interface Action {
  readonly action: (typeof ACTIONS)[number]
  /** With `entity`: the provider that it belongs to. */
  readonly provider?: string
  readonly entity?: string
  /** The id of a quarantined body. */
  readonly quarantine?: string
}

/** An operator as the log shows it: without a name. */
const logged = ({ name: _, role: __, ...by }: Operator) => by

/**
 * The line of a change that was made. By then its ids are known to exist: a made-up id, which could be a key, is never
 * logged.
 */
export const writeAction = (by: Operator, action: Action): void =>
  log('log', { event: 'operator_action', ...action, by: logged(by) })

export const writeSignIn = (by: Operator, headers: Headers): void =>
  log('log', { event: 'signed_in', by: logged(by), network: loggedNetwork(headers) })

export const writeSignOut = (by: Operator): void => log('log', { event: 'signed_out', by: logged(by) })

/** Why a key was not accepted: nobody has it, or its network sent too many wrong ones. */
export type Refused = 'wrong' | 'too_many'

export const writeRefusedSignIn = (reason: Refused, headers: Headers): void =>
  log('warn', { event: 'sign_in_refused', reason, network: loggedNetwork(headers) })

/** The line of a wrong key in Authorization. Written aside, because the URL of such a request may hold another key. */
export const writeRefusedOperator = (reason: Refused, headers: Headers): Promise<void> =>
  writeAside('warn', { event: 'operator_refused', reason, network: loggedNetwork(headers) })
