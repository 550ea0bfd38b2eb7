/** From the body of Safe2Pay's webhook to an event. Only the transaction and its status decide whether it counts. Pure. */
import type { Issue } from '../../issue.ts'
import { EARLIEST, type Facts } from '../../lifecycle/history.ts'
import type { Notice } from '../../lifecycle/notice.ts'
import * as LIMITS from '../../limits.ts'
import { maskStatus } from '../../privacy/status-text.ts'
import { type Declared, declared } from '../declared.ts'
import type { Reading } from '../event.ts'
import { instant } from '../instant.ts'
import { cents } from '../money.ts'
import { shaped } from '../shape.ts'
import { oneLine } from '../text.ts'
import { BRASILIA } from '../zone.ts'
import { FIELDS, TRANSACTION_SHAPES } from './columns.ts'
import { transactionLifeCycle } from './life-cycle.ts'
import { MONEY_OUT } from './money.ts'
import { transactionIdIn } from './transaction-id.ts'

/** What an event says about its transaction, by column of `transactions`. What is left out keeps what was said before. */
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
  /** What went back, as the refund or the chargeback says. */
  readonly refundedCents?: number | null
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
  const { fields, ignored } = declared(body)
  if (!fields) return invalid([{ path: '', message: 'Invalid input: expected an object' }])
  // Other messages of the sender, about subscriptions and automatic Pix, name no transaction.
  if (!fields.has('IdTransaction') && !fields.has('TransactionStatus')) {
    return { kind: 'unsupported_type', type: 'without IdTransaction' }
  }
  const id = transactionIdIn(String(fields.integer('IdTransaction')))
  const status = statusOf(fields)
  if (!id || status === null) {
    return invalid([
      ...(id
        ? []
        : [{ path: 'IdTransaction', message: 'Expected a positive integer, or its digits in a string' }]),
      ...(status === null
        ? [
            {
              path: 'TransactionStatus',
              message: 'Expected Id, or Code with its digits, from 1 to 999999999',
            },
          ]
        : []),
    ])
  }

  const { facts, notices } = factsOf(fields, status.code)
  const reference = fields.text('Reference', Number.POSITIVE_INFINITY)
  return {
    kind: 'event',
    event: {
      provider: 'safe2pay',
      entityId: id,
      status: String(status.code),
      ...nameOf(fields, status.code),
      previousStatus: null,
      occurredAt: null,
      fingerprint: bodyDigest,
      facts,
      notices: [
        ...(status.isContradicted ? [{ kind: 'code_differs', taken: String(status.code) } as const] : []),
        ...notices,
        ...[...ignored].map(([path, why]) => ({ kind: 'field_ignored', path, why }) as const),
      ],
      bodyDigest,
      body: JSON.stringify(body),
    },
    joins: reference === null ? {} : { saleKey: reference },
  }
}

const invalid = (issues: readonly Issue[]): Reading => ({ kind: 'invalid_schema', issues })

/** The sender's own name of a status that the table lacks, as a column may hold it. */
function nameOf(fields: Declared, code: number): { readonly statusName?: string } {
  if (transactionLifeCycle.status(String(code)) || fields.isScalar('TransactionStatus')) return {}
  // For the types: its status was read out of it.
  const name = oneLine(fields.object('TransactionStatus')?.text('Name', LIMITS.statusCharacters) ?? '').trim()
  return name === '' ? {} : { statusName: maskStatus(name) }
}

/** By `Id`, or where that is missing or a default 0, by `Code`; both may be the whole of `TransactionStatus`. */
function statusOf(fields: Declared): { readonly code: number; readonly isContradicted: boolean } | null {
  if (fields.isScalar('TransactionStatus')) {
    const code = fields.integer('TransactionStatus')
    return isStatus(code) ? { code, isContradicted: false } : null
  }
  const status = fields.object('TransactionStatus')
  const [id, code] = [status?.integer('Id') ?? null, status?.integer('Code') ?? null]
  if (isStatus(id)) return { code: id, isContradicted: isStatus(code) && code !== id }
  return isStatus(code) ? { code, isContradicted: false } : null
}

const isStatus = (code: number | null): code is number =>
  // For the types: null is not above 0.
  code !== null && code > 0 && code <= LIMITS.statusMost

function factsOf(
  fields: Declared,
  status: number,
): { readonly facts: TransactionFacts; readonly notices: readonly Notice[] } {
  const notices: Notice[] = []
  const ignore = (path: string, why: 'not_a_date' | 'too_large' | 'other_form'): undefined => {
    notices.push({ kind: 'field_ignored', path, why })
  }
  const text = (name: string, from: Declared | null = fields): string | undefined => {
    const said = from?.text(name, LIMITS.textCharacters) ?? null
    return oneLine(said ?? '').trim() || undefined
  }
  const time = (name: string): string | undefined => {
    const said = text(name)
    if (said === undefined) return undefined
    const read = instant(said, BRASILIA)
    if (read.utc === null) return read.why === 'none' ? undefined : ignore(name, 'not_a_date')
    return read.utc >= EARLIEST ? read.utc : ignore(name, 'not_a_date')
  }
  const money = (name: string): number | undefined => {
    const said = fields.number(name)
    return said === null ? undefined : (cents(said) ?? ignore(name, 'too_large'))
  }

  const method = fields.isScalar('PaymentMethod') ? null : fields.object('PaymentMethod')
  const methodCode = method
    ? (method.integer('Id') ?? method.integer('Code'))
    : fields.integer('PaymentMethod')
  const amountCents = money('Amount')
  const said = {
    paymentMethod: methodCode ?? undefined,
    paymentMethodName: text('Name', method),
    reference: text('Reference'),
    application: text('Application'),
    vendor: text('Vendor'),
    amountCents,
    // 0 is what a serializer writes for nothing said: the money that came in would read as none.
    paidCents: money('PaidValue') || undefined,
    netCents: money('NetValue'),
    taxCents: money('TaxValue'),
    // A boleto that is still open prints what it would be reduced by, under the other name.
    discountCents: money('DiscountValue') ?? money('DiscountAmount'),
    additionCents: money('AdditionValue'),
    // A debit may have a sign; what went back has none.
    refundedCents:
      MONEY_OUT.has(String(status)) && amountCents !== undefined ? Math.abs(amountCents) : undefined,
    installments: fields.integer('InstallmentQuantity') ?? undefined,
    createdAt: time('IncluedDate'),
    paidAt: time('PaymentDate'),
    endToEndId: text('EndToEndId'),
    tid: text('Tid'),
    authorizationCode: text('AuthorizationCode'),
  }
  const { facts, left } = shaped<TransactionFacts>(TRANSACTION_SHAPES, said)
  for (const name of left) ignore(FIELDS[name] ?? String(name), 'other_form')
  return { facts, notices }
}
