/**
 * The trail of operators: one log line for each sign-in, each refusal and each change, with who it was. No line holds
 * a key, a name or an e-mail address; of where it came from, it holds the network and not the address.
 */

import { log } from '../log.ts'
import type { ACTIONS } from './actions.ts'
import type { Operator } from './admin.ts'
import { writeAside } from './aside.ts'
import { loggedNetwork } from './network.ts'

/** What an operator changed, and of what. */
export interface Action {
  readonly action: (typeof ACTIONS)[number]
  /** With `entity`: whose order or payment it is. */
  readonly provider?: string
  readonly entity?: string
  /** The id of a quarantined body. */
  readonly quarantine?: string
}

/** An operator as the log has it: without a name. */
const logged = ({ name: _, role: __, ...by }: Operator) => by

/** Of a change that was made. Its ids are known ones by then: a made-up one, which could be a key, is never logged. */
export const writeAction = (by: Operator, action: Action): void =>
  log('log', { event: 'operator_action', ...action, by: logged(by) })

export const writeSignIn = (by: Operator, headers: Headers): void =>
  log('log', { event: 'signed_in', by: logged(by), network: loggedNetwork(headers) })

export const writeSignOut = (by: Operator): void => log('log', { event: 'signed_out', by: logged(by) })

/** Why a key was not accepted: it is nobody's, and perhaps one of too many. */
export type Refused = 'wrong' | 'too_many'

export const writeRefusedSignIn = (reason: Refused, headers: Headers): void =>
  log('warn', { event: 'sign_in_refused', reason, network: loggedNetwork(headers) })

/** Of a key in Authorization. Aside, because anyone who presents a wrong key may have another one in the URL. */
export const writeRefusedOperator = (reason: Refused, headers: Headers): Promise<void> =>
  writeAside('warn', { event: 'operator_refused', reason, network: loggedNetwork(headers) })
