/** From the body of Safe2Pay's webhook to an event. Pure. */
import type { Facts } from '../../lifecycle/history.ts'
import type { Notice } from '../../lifecycle/notice.ts'
import type { Event, Reading } from '../event.ts'
import { invalid } from '../fields.ts'
import { instant } from '../instant.ts'
import { cents } from '../money.ts'
import { shaped } from '../shape.ts'
import { BRASILIA } from '../zone.ts'
import { FIELDS, TRANSACTION_SHAPES } from './columns.ts'
import { type TransactionStatusChanged, transactionStatusChanged } from './schema.ts'

/** What an event says of its transaction, by column of `transactions`. What is left out keeps what was said before. */
export interface TransactionFacts extends Facts {
  readonly paymentMethod?: number | null
  readonly paymentMethodName?: string
  readonly reference?: string
  /** The key of the reference; events of version 0.1.0 have none. */
  readonly saleKey?: string | null
  readonly application?: string
  readonly vendor?: string
  readonly amountCents?: number | null
  readonly paidCents?: number | null
  readonly netCents?: number | null
  readonly taxCents?: number | null
  readonly discountCents?: number | null
  readonly additionCents?: number | null
  readonly installments?: number | null
  readonly createdAt?: string | null
  readonly paidAt?: string | null
  readonly endToEndId?: string | null
  readonly tid?: string | null
  readonly authorizationCode?: string | null
}

/**
 * Reads a body that has been parsed as JSON and freed of keys.
 * @param bodyDigest identifies the event, whatever the order of its keys: the body has no id of its event and no time of it
 */
export function readSafe2Pay(body: unknown, bodyDigest: string): Reading {
  if (isOfOtherKind(body)) return { kind: 'unsupported', type: 'without IdTransaction' }
  const parsed = transactionStatusChanged.safeParse(body)
  if (!parsed.success) return invalid(parsed.error)

  const transaction = parsed.data
  const { Id, Code } = transaction.TransactionStatus
  const { facts, warnings } = factsOf(transaction)
  if (Id != null && Code != null && Code !== String(Id)) {
    warnings.push({ kind: 'code_differs', taken: String(Id) })
  }
  const event: Event = {
    provider: 'safe2pay',
    entityId: String(transaction.IdTransaction),
    status: String(Id ?? Code),
    previousStatus: null,
    occurredAt: null,
    fingerprint: bodyDigest,
    facts,
    bodyDigest,
    body: JSON.stringify(body),
  }
  const { Reference } = transaction
  return { kind: 'event', event, warnings, joins: Reference ? { saleKey: Reference } : {} }
}

/** Other messages of the sender, about subscriptions and automatic Pix, name no transaction. */
const isOfOtherKind = (body: unknown): boolean =>
  body !== null &&
  typeof body === 'object' &&
  !Array.isArray(body) &&
  !Object.keys(body).some((name) => /^(IdTransaction|TransactionStatus)$/i.test(name))

function factsOf(transaction: TransactionStatusChanged): { facts: TransactionFacts; warnings: Notice[] } {
  const warnings: Notice[] = []

  const time = (field: 'IncluedDate' | 'PaymentDate', text: string): string | null => {
    const read = instant(text, BRASILIA)
    if (read.utc === null && read.why === 'invalid') {
      warnings.push({ kind: 'field_ignored', path: field, why: 'not_a_date' })
    }
    return read.utc
  }
  const money = (
    field:
      | 'Amount'
      | 'PaidValue'
      | 'NetValue'
      | 'TaxValue'
      | 'DiscountValue'
      | 'DiscountAmount'
      | 'AdditionValue',
  ): number | null => {
    const amount = cents(transaction[field] ?? 0)
    if (amount === null) warnings.push({ kind: 'field_ignored', path: field, why: 'too_large' })
    return amount
  }

  const method = transaction.PaymentMethod
  const methodCode = method?.Code ?? ''
  const methodId = method?.Id ?? (/^\d{1,9}$/.test(methodCode) ? Number(methodCode) : undefined)
  const { Reference, Application, Vendor, EndToEndId, Tid, AuthorizationCode, InstallmentQuantity } =
    transaction
  const said: TransactionFacts = {
    ...(methodId !== undefined && { paymentMethod: methodId }),
    ...(method?.Name && { paymentMethodName: method.Name }),
    ...(Reference && { reference: Reference }),
    ...(Application && { application: Application }),
    ...(Vendor && { vendor: Vendor }),
    ...(transaction.Amount != null && { amountCents: money('Amount') }),
    ...(transaction.PaidValue != null && { paidCents: money('PaidValue') }),
    ...(transaction.NetValue != null && { netCents: money('NetValue') }),
    ...(transaction.TaxValue != null && { taxCents: money('TaxValue') }),
    // A boleto that is still open prints what it would be reduced by, under the other name.
    ...(transaction.DiscountAmount != null && { discountCents: money('DiscountAmount') }),
    ...(transaction.DiscountValue != null && { discountCents: money('DiscountValue') }),
    ...(transaction.AdditionValue != null && { additionCents: money('AdditionValue') }),
    ...(InstallmentQuantity != null && { installments: InstallmentQuantity }),
    ...(transaction.IncluedDate && { createdAt: time('IncluedDate', transaction.IncluedDate) }),
    ...(transaction.PaymentDate && { paidAt: time('PaymentDate', transaction.PaymentDate) }),
    ...(EndToEndId && { endToEndId: EndToEndId }),
    ...(Tid && { tid: Tid }),
    ...(AuthorizationCode && { authorizationCode: AuthorizationCode }),
  }
  const { facts, left } = shaped<TransactionFacts>(TRANSACTION_SHAPES, said)
  for (const name of left) {
    warnings.push({ kind: 'field_ignored', path: FIELDS[name] ?? String(name), why: 'other_form' })
  }
  return { facts, warnings }
}
