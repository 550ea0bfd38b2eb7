/** What each column of `transactions` may hold, by the documents of Safe2Pay and of the central bank. */
import { businessNumber, digestOfNumber, form, machineId, prose, type Shape, utc, whole } from '../shape.ts'
import type { TransactionFacts } from './read.ts'

/** Those documented are 1 to 10, and the list is open. */
export const methodCode = whole(1, 999)
/** A card is charged in 24 at most; what is not divided has 0. */
export const installments = whole(0, 99)

/**
 * The id of a Pix, or of its devolution, in the central bank's interfaces: E or D, the eight digits of the participant,
 * the minute in UTC, eleven letters and digits.
 */
export const endToEndId = form(
  /^[ED]\d{8}20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[A-Za-z0-9]{11}$/,
)

/** Field 38 of ISO 8583 has six letters and digits; a few more, but no date and no number of a person. */
export const authorizationCode = form(/^(?=(?:[A-Za-z]*\d){1,6}[A-Za-z]*$)[A-Za-z0-9]{1,8}$/)

const cents = whole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)

export const TRANSACTION_SHAPES: { readonly [Name in keyof TransactionFacts]-?: Shape } = {
  paymentMethod: methodCode,
  paymentMethodName: prose,
  reference: businessNumber,
  saleKey: digestOfNumber,
  application: prose,
  vendor: prose,
  amountCents: cents,
  paidCents: cents,
  netCents: cents,
  taxCents: cents,
  discountCents: cents,
  additionCents: cents,
  refundedCents: cents,
  installments,
  createdAt: utc,
  paidAt: utc,
  endToEndId,
  tid: machineId,
  authorizationCode,
}

/** Where in the body those facts stand of which a value can have another shape. */
export const FIELDS: Readonly<Record<string, string>> = {
  paymentMethod: 'PaymentMethod',
  installments: 'InstallmentQuantity',
  endToEndId: 'EndToEndId',
  tid: 'Tid',
  authorizationCode: 'AuthorizationCode',
}
