/** What to do after the sender has said where a transaction stands. Pure. */
import type { Stand } from '../entity/stand.ts'

export type Decision =
  /** Nothing but a note that it was asked. */
  | 'same'
  /** The same status, and that settles a doubt: it becomes an event. */
  | 'settle'
  /** The webhook stays the evidence: the sender is asked to send it again. */
  | 'resend'
  /** What the sender says becomes an event. */
  | 'take'

/**
 * @param standing null where nothing was ever received of it
 * @param isResent whether the sender was asked for the webhook since
 */
export function decide(standing: Stand | null, told: string, isResent: boolean): Decision {
  if (standing === null || standing.status === null) return 'take'
  if (standing.status === told) return standing.isDoubtful ? 'settle' : 'same'
  return isResent ? 'take' : 'resend'
}
