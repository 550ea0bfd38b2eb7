/**
 * The declared fields of a body of Safe2Pay, for the column `details`: each in its shape, no others. A field that the
 * sender adds is not there before somebody has decided what it may hold.
 */
import { numberIn } from '../declared.ts'
import { cents } from '../money.ts'
import {
  businessNumber,
  flag,
  form,
  guid,
  list,
  machineId,
  object,
  prose,
  type Shape,
  whole,
} from '../shape.ts'
import { authorizationCode, endToEndId, installments, methodCode } from './columns.ts'

/** The sender's own integers; its documented model has 32 bits for them, fewer than a CPF needs. */
const id = whole(1, 2 ** 31 - 1)
const digits = form(/^\d{1,9}$/)
const date = form(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d)?$/)

/** To the cent: more digits are no amount. */
const amount: Shape = (value) => {
  const number = numberIn(value)
  const read = number === null ? null : cents(number)
  return read === null ? undefined : read / 100
}

/** Its value is a CPF or a CNPJ, of which only that it was sent is kept. */
const hidden: Shape = (value) => (typeof value === 'string' && value !== '' ? '***' : undefined)

const either =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    shapes.map((shape) => shape(value)).find((held) => held !== undefined)

const checkingAccounts = list(
  object({
    Description: prose,
    Amount: amount,
    Tax: amount,
    IsTransferred: flag,
    ReleaseDate: date,
    InstallmentNumber: installments,
  }),
)

/** The key of the row, in the form that it has there. */
const transactionId = either(whole(1, Number.MAX_SAFE_INTEGER), form(/^\d{1,16}$/))

const declared = object({
  IdTransaction: transactionId,
  TransactionStatus: object({ Id: whole(1, 999_999_999), Code: digits }),
  PaymentMethod: object({
    Id: methodCode,
    Code: form(/^\d{1,3}$/),
    Name: prose,
    Show: flag,
    IsEnabled: flag,
  }),
  Application: prose,
  Vendor: prose,
  Amount: amount,
  IncluedDate: date,
  PaymentDate: date,
  InstallmentQuantity: installments,
  Reference: businessNumber,
  TaxValue: amount,
  NetValue: amount,
  PaidValue: amount,
  AdditionValue: amount,
  DiscountValue: amount,
  DiscountAmount: amount,
  EndToEndId: endToEndId,
  Tid: machineId,
  AuthorizationCode: authorizationCode,
  CheckingAccounts: checkingAccounts,
  Splits: list(
    object({
      IdTransactionSplitter: id,
      IdReceiver: id,
      CodeTaxType: whole(0, 99),
      Identity: hidden,
      Name: prose,
      IsPayTax: flag,
      Amount: amount,
      CheckingAccounts: checkingAccounts,
    }),
  ),
  IdMultiPaymentCharge: either(id, form(/^\d{1,9}$/), guid),
})

/** JSON of the declared fields of a stored body; JSON `null` where it is erased. */
export const detailsOf = (body: string): string => JSON.stringify(declared(JSON.parse(body)) ?? null)
