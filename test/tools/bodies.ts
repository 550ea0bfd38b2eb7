/** Bodies as the senders write them; a test gives only the fields that it is about. */
export { orderId } from '../../scripts/business/rows.ts'

type Fields = Readonly<Record<string, unknown>>

/** A body of Amplia Reg; `fields` go into `orderStatusTransitionModel`. */
export const orderBody = (fields: Fields): Fields => ({
  type: 'OrderStatusChanged',
  orderStatusTransitionModel: {
    orderNumber: '800-005-520',
    orderSaleNumber: null,
    previousStatus: null,
    status: 'WaitingValidation',
    date: '2025-03-18T15:26:11.704304+00:00',
    validationAgent: null,
    confirmationAgent: null,
    ...fields,
  },
})

/** The body of a move of an order in that second of its minute. */
export function orderMove(id: string, from: string | null, to: string, second: number, fields = {}): Fields {
  const date = `2025-03-18T15:26:${String(second).padStart(2, '0')}.704304+00:00`
  return orderBody({ orderId: id, previousStatus: from, status: to, date, ...fields })
}

/** The bodies of an order from its creation on, a second apart; `fields` go into each. */
export const orderLife = (id: string, statuses: readonly string[], fields = {}): readonly Fields[] =>
  statuses.map((status, place) => orderMove(id, statuses[place - 1] ?? null, status, place, fields))

/** A body of Safe2Pay, without `SecretKey`. */
export const transactionBody = (id: unknown, statusId: number, fields: Fields = {}): Fields => ({
  IdTransaction: id,
  TransactionStatus: { Id: statusId, Code: String(statusId), Name: `Status ${statusId}` },
  PaymentMethod: { Id: 6, Code: '6', Name: 'Pix' },
  Application: 'Loja',
  Vendor: 'Vendas',
  Amount: 150,
  IncluedDate: '2024-04-24T11:20:00',
  InstallmentQuantity: 0,
  Reference: 'Pedido 48',
  ...fields,
})
