/**
 * What an answer of Safe2Pay's API says. Believed is only what has the documented envelope, no error, and what was asked
 * for; everything else is a failure that is shown, never "nothing to do". Pure.
 */
import * as LIMITS from '../limits.ts'
import { maskProse } from '../privacy/personal.ts'
import { transactionLifeCycle } from '../providers/safe2pay/life-cycle.ts'
import { MONEY_OUT } from '../providers/safe2pay/money.ts'
import { type Failed, type Failure, failure } from './failure.ts'

/** What the sender says of one transaction. */
export interface Told {
  readonly kind: 'told'
  /** One that the life cycle knows. */
  readonly status: string
  /** The transaction as its webhook would tell it: the declared fields of the answer and nothing else. */
  readonly body: Readonly<Record<string, unknown>>
}

/** One row of the sender's list. */
export interface Listed {
  readonly id: string
  readonly status: string
}

export interface ListPage {
  readonly kind: 'page'
  /** How many there are on all pages, as the sender says. */
  readonly total: number
  /** Rows on this page, readable or not. */
  readonly rows: number
  readonly listed: readonly Listed[]
}

export interface DisputePage {
  readonly kind: 'page'
  readonly total: number
  readonly rows: number
  /** With the day of the dispute, `2026-11-21`, where it says one. */
  readonly disputes: readonly { readonly id: string; readonly day: string | null }[]
}

type Json = Readonly<Record<string, unknown>>

/** The answer of `Get`. @param id of the transaction that was asked for */
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

/** The answer of `ResubmitCallback`: only whether the sender took it. */
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

/** `HasError` can come with HTTP 200; anything but `true` and `false` is another shape. */
function refusedBy({ HasError, ErrorCode, Error: text }: Json): Failed {
  if (HasError !== true) return failed('other_shape')
  return failed('refused', [ErrorCode, text].map(shown).filter(Boolean).join(' ') || null)
}

function pageIn(value: unknown): { readonly total: number; readonly objects: readonly Json[] } | Failed {
  const detail = detailIn(value)
  if ('failure' in detail) return detail
  const total = wholeIn(detail.content.TotalItems)
  // An empty list is null where a serializer makes it so.
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

const idIn = (value: unknown): string | null => {
  const id = wholeIn(value)
  return id === null || id === 0 ? null : String(id)
}

/** A number, its digits, or the name: the answers have all three. One that the life cycle lacks cannot be judged. */
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

/** `Devolvido` is what Estornado was called before. */
const CODES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(transactionLifeCycle.statuses).map(
    ([code, { name = '' }]) => [plain(name), code] as const,
  ),
  ['devolvido', '6'],
])

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A few words of the sender, as D1 and logs may have them. */
function shown(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  return maskProse(String(value).slice(0, LIMITS.textCharacters)).toWellFormed()
}

/** Fields of the answer, by their name in the webhook. */
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
    // In the webhook of a refund it is what went back; here it may be what was paid.
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

/** By its number where it says one; a name tells it only of the two that are asked about in their own time. */
function methodIn(value: unknown): Json | null {
  const code = wholeIn(value)
  if (code !== null) return { Id: code, Code: String(code) }
  if (typeof value !== 'string' || value.length > LIMITS.textCharacters) return null
  const known = /\bpix\b/i.test(value) ? 6 : /\bboleto\b/i.test(value) ? 1 : null
  return { ...(known && { Id: known, Code: String(known) }), Name: value }
}
