/**
 * The life of an order of Amplia Reg.
 *
 * The chain from WaitingValidation to Revoked, InConfirmation to Declined and WaitingIssue to Canceled are
 * documented. Canceled from the other unfinished states follows from the cancel API, which refuses only those.
 * InValidation to WaitingIssue, Declined from earlier states and all rework are inferred from the product's changelog.
 */
import { lifeCycle } from '../../lifecycle/life-cycle.ts'

export const orderLifeCycle = lifeCycle({
  version: 'amplia-2',
  clock: 'provider',
  chained: true,
  statuses: {
    WaitingValidation: { meaning: 'order created' },
    InValidation: { meaning: 'being validated' },
    WaitingConfirmation: { meaning: 'in the queue for confirmation' },
    InConfirmation: { meaning: 'being confirmed' },
    WaitingIssue: { meaning: 'approved, waiting for issue' },
    Issued: { meaning: 'certificate issued', rests: true },
    Revoked: { meaning: 'certificate revoked' },
    Declined: { meaning: 'order declined' },
    Canceled: { meaning: 'order canceled' },
  },
  moves: {
    WaitingValidation: { forward: ['InValidation', 'Canceled', 'Declined'] },
    InValidation: {
      forward: ['WaitingConfirmation', 'WaitingIssue', 'Canceled', 'Declined'],
      rework: ['WaitingValidation'],
    },
    WaitingConfirmation: {
      forward: ['InConfirmation', 'Canceled', 'Declined'],
      rework: ['WaitingValidation', 'InValidation'],
    },
    InConfirmation: {
      forward: ['WaitingIssue', 'Declined', 'Canceled'],
      rework: ['WaitingConfirmation', 'InValidation', 'WaitingValidation'],
    },
    WaitingIssue: { forward: ['Issued', 'Canceled'] },
    Issued: { forward: ['Revoked'] },
  },
})
