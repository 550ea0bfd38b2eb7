/**
 * Lives of orders and transactions, told from the provider's side: what happened, and so where the entity must stand.
 * Knows the providers' documentation and nothing of the receiver's code, whose judgement it is held against.
 */
import type { Random } from './random.ts'

export interface Delivery {
  readonly provider: 'amplia' | 'safe2pay'
  readonly body: string
}

/** Where an entity must stand when all of its deliveries are in. */
export interface Expected {
  readonly provider: Delivery['provider']
  readonly id: string
  readonly status: string
  /** Predecessors that never arrive; not told of Safe2Pay, whose events name none. */
  readonly gaps?: number
}

export interface Life {
  readonly expected: Expected
  /** In the order in which they are to be sent. */
  readonly deliveries: readonly Delivery[]
}

/** Whole lives of an order. `<` marks a step back, which Amplia does by design. */
const ORDER_LIVES: readonly (readonly string[])[] = [
  ['WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue', 'Issued'],
  [
    'WaitingValidation',
    'InValidation',
    'WaitingConfirmation',
    'InConfirmation',
    'WaitingIssue',
    'Issued',
    'Revoked',
  ],
  ['WaitingValidation', 'InValidation', 'WaitingIssue', 'Issued'],
  ['WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'Declined'],
  ['WaitingValidation', 'InValidation', 'WaitingConfirmation', 'InConfirmation', 'WaitingIssue', 'Canceled'],
  ['WaitingValidation', 'Canceled'],
  ['WaitingValidation', 'InValidation', 'WaitingValidation', 'InValidation', 'WaitingIssue', 'Issued'],
  [
    'WaitingValidation',
    'InValidation',
    'WaitingConfirmation',
    'InValidation',
    'WaitingConfirmation',
    'InConfirmation',
    'WaitingIssue',
  ],
  [
    'WaitingValidation',
    'InValidation',
    'WaitingResources',
    'WaitingConfirmation',
    'InConfirmation',
    'WaitingIssue',
    'Issued',
  ],
]

/** Whole lives of a transaction, by `TransactionStatus.Id`. */
const TRANSACTION_LIVES: readonly (readonly number[])[] = [
  [1, 3],
  [1, 2, 3],
  [1, 11, 3],
  [1, 11, 12, 7],
  [1, 7],
  [1, 7, 3],
  [1, 12, 3],
  [3],
  [8],
  [14, 3, 6],
  [1, 3, 19, 6],
  [3, 5, 13],
  [3, 5, 15],
  [3, 5, 13, 15, 6],
  [1, 2, 3, 4, 6],
]

const STATUS_NAMES: Readonly<Record<number, string>> = {
  1: 'Pendente',
  2: 'Processamento',
  3: 'Autorizado',
  4: 'Disponível',
  5: 'Em disputa',
  6: 'Estornado',
  7: 'Baixado',
  8: 'Recusado',
  11: 'Liberado',
  12: 'Em cancelamento',
  13: 'Chargeback',
  14: 'Pré-Autorizado',
  15: 'Devolução de Contestação',
  19: 'Em devolução',
}

/** An order's whole life, its events late, doubled, some missing, one of them possibly a step back that nobody attests. */
export function orderLife(random: Random, key: string): Life {
  const life = random.pick(ORDER_LIVES)
  const id = guid(random)
  const startedAt = Date.UTC(2026, 0, 1) + random.below(300 * 86_400_000)
  const body = (status: string, previousStatus: string | null, at: number): string =>
    JSON.stringify({
      type: 'OrderStatusChanged',
      orderStatusTransitionModel: {
        orderId: id,
        orderNumber: key,
        orderSaleNumber: random.chance(0.5) ? `V-${key}` : null,
        previousStatus,
        status,
        date: new Date(startedAt + at)
          .toISOString()
          .replace('Z', `${String(at % 1000).padStart(3, '0')}+00:00`),
        validationAgent: agent(status === 'WaitingValidation' ? null : 'Fulana de Tal'),
        confirmationAgent: null,
      },
    })
  const events = life.map((status, step) =>
    body(status, life[step - 1] ?? null, step * 60_000 + random.below(60_000)),
  )

  // What comes back must have its attesting predecessor, so only lives without a step back lose events; the last
  // event of a life is what its sender repeats until it arrives.
  const straight = new Set(life).size === life.length && !life.includes('WaitingResources')
  const lost = new Set(
    events.slice(0, -1).flatMap((_, step) => (straight && random.chance(0.15) ? [step] : [])),
  )
  const gaps = events.filter((_, step) => !lost.has(step) && lost.has(step - 1)).length
  const arriving = events.filter((_, step) => !lost.has(step))
  const doubles = arriving.filter(() => random.chance(0.3))
  const last = life.at(-1) ?? ''
  const backwards =
    random.chance(0.2) && last !== 'WaitingValidation' ? [body('WaitingValidation', null, 86_400_000)] : []
  return {
    expected: { provider: 'amplia', id, status: last, gaps },
    deliveries: random
      .shuffle([...arriving, ...doubles, ...backwards])
      .map((each) => ({ provider: 'amplia', body: each })),
  }
}

/** A transaction's whole life, its events late, doubled, some missing. */
export function transactionLife(random: Random, id: number, key: string): Life {
  const life = random.pick(TRANSACTION_LIVES)
  const amount = (random.below(50_000) + 100) / 100
  const created = new Date(Date.UTC(2026, 0, 1) + random.below(300 * 86_400_000)).toISOString().slice(0, -1)
  const card = life[0] === 3 || life[0] === 8 || life[0] === 14
  const body = (status: number): string =>
    JSON.stringify({
      IdTransaction: random.chance(0.1) ? String(id) : id,
      TransactionStatus: { Id: status, Code: String(status), Name: STATUS_NAMES[status] },
      PaymentMethod: card
        ? { Id: 2, Code: '2', Name: 'Cartão de Crédito' }
        : { Id: 1, Code: '1', Name: 'Boleto' },
      Application: 'Simulação',
      Vendor: 'Loja',
      Amount: amount,
      IncluedDate: created,
      ...(status === 3 && { PaymentDate: created, NetValue: amount - 1.5, TaxValue: 1.5 }),
      InstallmentQuantity: 0,
      Reference: `V-${key}`,
    })
  const last = life.at(-1) ?? 0
  const arriving = life.filter((status) => status === last || !random.chance(0.15)).map(body)
  const doubles = arriving.filter(() => random.chance(0.3))
  return {
    expected: { provider: 'safe2pay', id: String(id), status: String(last) },
    deliveries: random
      .shuffle([...arriving, ...doubles])
      .map((each) => ({ provider: 'safe2pay', body: each })),
  }
}

const agent = (name: string | null) =>
  name && { id: 'a3f1', name, identifier: '00000000000', birthDate: '1990-01-01T00:00:00' }

function guid(random: Random): string {
  const hex = (digits: number) => Array.from({ length: digits }, () => random.below(16).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`
}
