/** What to do after the sender has answered with a transaction's status. Pure. */
import type { Stand } from '../entity/stand.ts'

export type Decision =
  /** Only note that it was asked. */
  | 'same'
  /** The same status, which settles a doubt: the answer becomes an event. */
  | 'settle'
  /** Ask the sender to send the webhook again, because the webhook stays the evidence. */
  | 'resend'
  /** The sender's answer becomes an event. */
  | 'take'

/**
 * @param standing null if nothing about the transaction was ever received
 * @param isResent whether the sender was already asked to send the webhook again
 */
export function decide(standing: Stand | null, told: string, isResent: boolean): Decision {
  if (standing === null || standing.status === null) return 'take'
  if (standing.status === told) return standing.isDoubtful ? 'settle' : 'same'
  return isResent ? 'take' : 'resend'
}
