/**
 * The life of a transaction of Safe2Pay, by `TransactionStatus.Id`: the numbers have no order, and names change.
 *
 * Documented: 1→11, 1→12, 11→12, 2→3, 1→7, 11→7, 14→3, 3→6, 3→5→13, and 1→3 for Pix. Reported by others: 1→2, 11→2,
 * 12→7, 3→19→6, 5→15. Inferred: the rest, among it 7→3 and 12→3, a boleto that the bank settles late, 8→3, a declined
 * card that is authorised after all, and the reversals: the refund failed (19→3), the dispute was withdrawn (5→3), there
 * was a second one (15→5, 15→13), the cancellation was refused (12→1, 12→11).
 *
 * Pendente does not rest, although a Pix that nobody paid stays there: an open boleto stays there too.
 */
import { lifeCycle } from '../../lifecycle/life-cycle.ts'
import { MONEY_IN } from './money.ts'

export const transactionLifeCycle = lifeCycle({
  version: 'safe2pay-2',
  clock: 'arrival',
  chained: false,
  settles: {
    by: [...MONEY_IN],
    facts: ['amountCents', 'paidCents', 'netCents', 'taxCents', 'discountCents', 'additionCents', 'paidAt'],
  },
  statuses: {
    1: { name: 'Pendente', meaning: 'awaiting payment' },
    2: { name: 'Processamento', meaning: 'paid, not settled yet' },
    3: { name: 'Autorizado', meaning: 'paid', rests: true },
    4: { name: 'Disponível', meaning: 'paid, available to the merchant', rests: true },
    5: { name: 'Em disputa', meaning: 'disputed by the card holder' },
    6: { name: 'Estornado', meaning: 'refunded' },
    7: { name: 'Baixado', meaning: 'closed without payment', rests: true },
    8: { name: 'Recusado', meaning: 'declined', rests: true },
    11: { name: 'Liberado', meaning: 'released by a user, not paid' },
    12: { name: 'Em cancelamento', meaning: 'cancellation under way' },
    13: { name: 'Chargeback', meaning: 'money taken back after a dispute', rests: true },
    14: { name: 'Pré-Autorizado', meaning: 'awaiting capture, not paid' },
    15: {
      name: 'Devolução de Contestação',
      meaning: 'dispute denied, the merchant keeps the money',
      rests: true,
    },
    18: { name: 'Abortado', meaning: 'aborted at the terminal' },
    19: { name: 'Em devolução', meaning: 'refund under way' },
  },
  moves: {
    1: { forward: ['2', '3', '7', '8', '11', '12', '18'] },
    14: { forward: ['3', '6', '8', '12', '18'] },
    11: { forward: ['2', '3', '7', '12'] },
    2: { forward: ['3', '7'] },
    12: { forward: ['7'], late: ['3'], reversal: ['1', '11'] },
    7: { late: ['3'] },
    8: { late: ['3'] },
    3: { forward: ['4', '5', '6', '13', '19'] },
    4: { forward: ['5', '6', '13', '19'] },
    5: { forward: ['6', '13', '15'], reversal: ['3'] },
    13: { forward: ['15'] },
    19: { forward: ['6'], reversal: ['3'] },
    15: { forward: ['6'], reversal: ['5', '13'] },
  },
})
