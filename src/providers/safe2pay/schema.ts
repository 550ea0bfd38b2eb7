/**
 * The body of Safe2Pay's webhook. Declared fields have their type or break the schema; others are kept unread.
 * Only the transaction and its status are required: a missing amount must not cost an event.
 */
import * as z from 'zod/mini'
import { LIMITS } from '../../limits.ts'
import { optionalId, optionalInteger, optionalNumber, optionalText } from '../fields.ts'

/** Exact integers only: a larger number would already have been rounded to another id. */
const identifier = z.int().check(z.positive())

const transactionId = z.union(
  [identifier, z.pipe(z.pipe(z.string().check(z.regex(/^\d{1,16}$/)), z.transform(Number)), identifier)],
  { error: 'Expected a positive integer, or its digits in a string' },
)

/** As many digits as a code in a text may have: a longer number is no status, and may be somebody's. */
const statusId = z.int().check(z.positive(), z.maximum(999_999_999))

const code = z.string().check(z.maxLength(LIMITS.statusCharacters))

const transactionStatus = z
  .looseObject({ Id: z.nullish(statusId), Code: z.nullish(code), Name: optionalText })
  .check(
    z.refine(
      ({ Id, Code }) => Id != null || /^[1-9]\d{0,8}$/.test(Code ?? ''),
      'Expected Id, or Code with its digits',
    ),
  )

const paymentMethod = z.looseObject({
  Id: optionalInteger,
  Code: optionalText,
  Name: optionalText,
  Show: z.nullish(z.boolean()),
  IsEnabled: z.nullish(z.boolean()),
})

const checkingAccount = z.looseObject({
  Description: optionalText,
  Amount: optionalNumber,
  Tax: optionalNumber,
  IsTransferred: z.nullish(z.boolean()),
  ReleaseDate: optionalText,
  InstallmentNumber: optionalInteger,
})

const split = z.looseObject({
  IdTransactionSplitter: optionalInteger,
  IdReceiver: optionalInteger,
  CodeTaxType: optionalInteger,
  Identity: optionalText,
  Name: optionalText,
  IsPayTax: z.nullish(z.boolean()),
  Amount: optionalNumber,
  CheckingAccounts: z.nullish(z.array(checkingAccount)),
})

export const transactionStatusChanged = z.looseObject({
  IdTransaction: transactionId,
  TransactionStatus: transactionStatus,
  PaymentMethod: z.nullish(paymentMethod),
  Application: optionalText,
  Vendor: optionalText,
  Amount: optionalNumber,
  IncluedDate: optionalText,
  PaymentDate: optionalText,
  InstallmentQuantity: optionalInteger,
  /** Gone before the body gets here, unless it was of another type. */
  SecretKey: optionalText,
  Reference: optionalText,
  TaxValue: optionalNumber,
  NetValue: optionalNumber,
  PaidValue: optionalNumber,
  AdditionValue: optionalNumber,
  DiscountValue: optionalNumber,
  DiscountAmount: optionalNumber,
  EndToEndId: optionalId,
  Tid: optionalId,
  AuthorizationCode: optionalId,
  CheckingAccounts: z.nullish(z.array(checkingAccount)),
  Splits: z.nullish(z.array(split)),
  IdMultiPaymentCharge: z.nullish(z.union([z.number(), z.string()])),
})

export type TransactionStatusChanged = z.infer<typeof transactionStatusChanged>
