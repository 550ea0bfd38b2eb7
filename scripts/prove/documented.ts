/**
 * What the two senders document of their statuses, told in their words and not in those of src/providers: the oracle
 * must not be wrong where the receiver is.
 */

/** An order climbs these; a step down is a rework, which the sender announces by naming the status that it leaves. */
export const ORDER_LADDER: readonly string[] = [
  'WaitingValidation',
  'InValidation',
  'WaitingConfirmation',
  'InConfirmation',
  'WaitingIssue',
  'Issued',
  'Revoked',
]

/** They end an order that is not issued yet. */
export const ORDER_ENDS: readonly string[] = ['Declined', 'Canceled']

/** A state that the product gained after its page was written; its name in the API is not public. */
export const UNDOCUMENTED_ORDER_STATUS = 'WaitingResources'

/** Where an order can go next, reworks included. */
export const ORDER_NEXT: Readonly<Record<string, readonly string[]>> = {
  WaitingValidation: ['InValidation', 'InValidation', 'InValidation', 'Canceled', 'Declined'],
  InValidation: [
    'WaitingConfirmation',
    'WaitingConfirmation',
    'WaitingIssue',
    'WaitingValidation',
    'Canceled',
    'Declined',
  ],
  WaitingConfirmation: ['InConfirmation', 'InConfirmation', 'WaitingValidation', 'InValidation', 'Canceled'],
  InConfirmation: [
    'WaitingIssue',
    'WaitingIssue',
    'Declined',
    'WaitingConfirmation',
    'InValidation',
    'WaitingValidation',
  ],
  WaitingIssue: ['Issued', 'Issued', 'Issued', 'Canceled'],
  Issued: ['Revoked'],
}

/** How high a status stands on the ladder; an end stands above everything; null if nobody documents it. */
export function height(status: string): number | null {
  const rung = ORDER_LADDER.indexOf(status)
  if (rung >= 0) return rung
  return ORDER_ENDS.includes(status) ? ORDER_LADDER.length : null
}

/** Whole lives of a transaction by `TransactionStatus.Id`, with what banks do late and card holders dispute. */
export const TRANSACTION_LIVES: readonly (readonly number[])[] = [
  [1, 3],
  [1, 2, 3],
  [1, 11, 3],
  [1, 11, 2, 3],
  [1, 11, 12, 7],
  [1, 7],
  [1, 7, 3],
  [1, 12, 3],
  [1, 11, 7, 3, 6],
  [1, 2, 7, 3],
  [1, 12, 7, 3, 19, 6],
  [3],
  [8],
  [14, 8, 3],
  [14, 3, 6],
  [14, 18],
  [1, 3, 19, 6],
  [3, 5, 13],
  [3, 5, 15],
  [3, 5, 13, 15, 6],
  [1, 2, 3, 4, 6],
  [14, 3, 4, 5, 13, 15],
]

/**
 * Lives that go back: the refund failed, the dispute was withdrawn, there was a second one, the cancellation was refused.
 * The place from 0 is that of the step back, which takes days.
 */
export const REVERSED_LIVES: readonly { readonly life: readonly number[]; readonly back: number }[] = [
  { life: [1, 3, 19, 3], back: 3 },
  { life: [3, 19, 3, 6], back: 2 },
  { life: [3, 5, 3], back: 2 },
  { life: [3, 5, 15, 5, 13], back: 3 },
  { life: [3, 5, 15, 13], back: 3 },
  { life: [1, 12, 1, 3], back: 2 },
  { life: [1, 11, 12, 11, 3], back: 3 },
]

/** Codes that stand in no document. */
export const UNDOCUMENTED_TRANSACTION_STATUSES: readonly number[] = [9, 10, 16, 17, 99]
