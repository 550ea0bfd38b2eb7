/**
 * Reads an answer of Safe2Pay's API. Trusts only an answer with the documented envelope, without an error, and about the
 * requested transaction; everything else is a failure that is shown, never "nothing to do". Pure.
 */
import type { EntityId } from '../id.ts'
import * as LIMITS from '../limits.ts'
import { maskProse } from '../privacy/personal.ts'
import { transactionLifeCycle } from '../providers/safe2pay/life-cycle.ts'
import { MONEY_OUT } from '../providers/safe2pay/money.ts'
import { transactionIdIn } from '../providers/safe2pay/transaction-id.ts'
import { type Failed, type Failure, failure } from './failure.ts'

/** What the sender says about one transaction. */
export interface Told {
  readonly kind: 'told'
  /** A status of the life cycle. */
  readonly status: string
  /** The transaction as its webhook would describe it: only the declared fields of the answer. */
  readonly body: Readonly<Record<string, unknown>>
}

/** One row of the sender's list. */
export interface Listed {
  readonly id: EntityId
  readonly status: string
}

export interface ListPage {
  readonly kind: 'page'
  /** The sender's own count for all pages. */
  readonly total: number
  /** Rows on this page, readable or not. */
  readonly rows: number
  readonly listed: readonly Listed[]
}

export interface DisputePage {
  readonly kind: 'page'
  readonly total: number
  readonly rows: number
  /** With the day of the dispute, `2026-11-21`, if the answer has one. */
  readonly disputes: readonly { readonly id: EntityId; readonly day: string | null }[]
}

type Json = Readonly<Record<string, unknown>>

/** The answer of `Get`. @param id the requested transaction */
export function readTransaction(value: unknown, id: string): Told | Failed {
  const detail = detailIn(value)
  if ('failure' in detail) return detail
  const { content } = detail
  if (idIn(content.IdTransaction) !== id) return failed('other_transaction')
  const status = statusIn(content.Status)
  if (status === null) return failed('unknown_status', shown(content.Status))
  return { kind: 'told', status, body: bodyOf(id, status, content) }
}

/** The answer of `List`. */
export function readList(value: unknown): ListPage | Failed {
  const page = pageIn(value)
  if ('failure' in page) return page
  const listed = page.objects.flatMap((row) => {
    const [id, status] = [idIn(row.IdTransaction), statusIn(row.Status)]
    return id !== null && status !== null ? [{ id, status }] : []
  })
  return { kind: 'page', total: page.total, rows: page.objects.length, listed }
}

/** The answer of `Chargeback/List`. */
export function readDisputes(value: unknown): DisputePage | Failed {
  const page = pageIn(value)
  if ('failure' in page) return page
  const disputes = page.objects.flatMap((row) => {
    const id = idIn(row.IdTransaction)
    const [day = null] = /^\d{4}-\d\d-\d\d/.exec(textIn(row.ChargebackDate) ?? '') ?? []
    return id === null ? [] : [{ id, day }]
  })
  return { kind: 'page', total: page.total, rows: page.objects.length, disputes }
}

/** The answer of `ResubmitCallback`: only whether the sender accepted it. */
export function readAcknowledgement(value: unknown): { readonly kind: 'taken' } | Failed {
  if (!isObject(value)) return failed('other_shape')
  return value.HasError === false ? { kind: 'taken' } : refusedBy(value)
}

const failed = (kind: Failure['kind'], detail: string | null = null): Failed => ({
  kind: 'failed',
  failure: failure(kind, detail),
})

function detailIn(value: unknown): { readonly content: Json } | Failed {
  if (!isObject(value)) return failed('other_shape')
  if (value.HasError !== false) return refusedBy(value)
  return isObject(value.ResponseDetail) ? { content: value.ResponseDetail } : failed('other_shape')
}

/** `HasError` can come with HTTP 200; any value but `true` and `false` is another shape. */
function refusedBy({ HasError, ErrorCode, Error: text }: Json): Failed {
  if (HasError !== true) return failed('other_shape')
  return failed('refused', [ErrorCode, text].map(shown).filter(Boolean).join(' ') || null)
}

function pageIn(value: unknown): { readonly total: number; readonly objects: readonly Json[] } | Failed {
  const detail = detailIn(value)
  if ('failure' in detail) return detail
  const total = wholeIn(detail.content.TotalItems)
  // Some serializers write null for an empty list.
  const objects = detail.content.Objects ?? (total === 0 ? [] : null)
  if (!Array.isArray(objects) || total === null) return failed('other_shape')
  return { total, objects: objects.slice(0, LIMITS.listRows).map((row) => (isObject(row) ? row : {})) }
}

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function wholeIn(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

const idIn = (value: unknown): EntityId | null => transactionIdIn(String(wholeIn(value)))

/**
 * A number, its digits, or the name: the answers have all three. A status that the life cycle does not have cannot be
 * judged.
 */
function statusIn(value: unknown): string | null {
  const code = wholeIn(typeof value === 'string' ? value.trim() : value)
  if (code !== null) return transactionLifeCycle.status(String(code)) ? String(code) : null
  return typeof value === 'string' ? (CODES.get(plain(value)) ?? null) : null
}

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()

/** `Devolvido` is the former name of Estornado. */
const CODES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(transactionLifeCycle.statuses).map(
    ([code, { name = '' }]) => [plain(name), code] as const,
  ),
  ['devolvido', '6'],
])

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A few words of the sender, safe for D1 and logs. */
function shown(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  return maskProse(String(value).slice(0, LIMITS.textCharacters)).toWellFormed()
}

/** Fields of the answer, by their names in the webhook. */
const FIELDS = {
  Application: 'Application',
  Vendor: 'Vendor',
  Reference: 'Reference',
  Amount: 'Amount',
  NetValue: 'NetValue',
  TaxValue: 'TaxValue',
  DiscountAmount: 'DiscountAmount',
  PaymentDate: 'PaymentDate',
  IncluedDate: 'CreatedDate',
} as const

function bodyOf(id: string, status: string, content: Json): Json {
  const fields = Object.entries(FIELDS).flatMap(([name, theirs]) => {
    const value = content[theirs]
    // In the webhook of a refund it is the amount that went back; here it may be the amount that was paid.
    if (name === 'Amount' && MONEY_OUT.has(status)) return []
    const isKept =
      typeof value === 'number' || (typeof value === 'string' && value.length <= LIMITS.askTextCharacters)
    return isKept ? [[name, value] as const] : []
  })
  const method = methodIn(content.PaymentMethod)
  return {
    IdTransaction: Number(id),
    TransactionStatus: { Id: Number(status), Code: status },
    ...(method && { PaymentMethod: method }),
    ...Object.fromEntries(fields),
  }
}

/** By its number if it has one; by name only the two methods that have their own deadlines. */
function methodIn(value: unknown): Json | null {
  const code = wholeIn(value)
  if (code !== null) return { Id: code, Code: String(code) }
  if (typeof value !== 'string' || value.length > LIMITS.textCharacters) return null
  const known = /\bpix\b/i.test(value) ? 6 : /\bboleto\b/i.test(value) ? 1 : null
  return { ...(known && { Id: known, Code: String(known) }), Name: value }
}
