/**
 * The answers of the API, as schemas. The API's description is generated from them, and tests check every answer against
 * them. The Worker imports only their types.
 */
import * as z from 'zod/mini'
import { QUARANTINE_REASONS } from '../db/quarantine.ts'
import { findingKey, providerName, state } from './inputs.ts'

const string = z.string()
const boolean = z.boolean()
const text = z.nullable(string)
const int = z.int()
const count = int.check(z.nonnegative())
const utc = string
const integer = z.nullable(int)

const orderEntries = {
  orderId: string,
  orderNumber: text,
  saleNumber: text,
  status: string,
  statusSince: text,
  validationAgentId: text,
  validationAgentName: text,
  confirmationAgentId: text,
  confirmationAgentName: text,
  gaps: count,
  refused: count,
  revision: count,
  firstReceivedAt: utc,
  lastReceivedAt: utc,
  erasedAt: text,
  numberKey: text,
  saleKey: text,
  sequence: integer,
}
export const order = z.strictObject(orderEntries)

const transactionEntries = {
  transactionId: int,
  status: int,
  statusName: string,
  statusSince: utc,
  paymentMethod: integer,
  paymentMethodName: text,
  reference: text,
  application: text,
  vendor: text,
  amountCents: integer,
  paidCents: integer,
  netCents: integer,
  taxCents: integer,
  discountCents: integer,
  additionCents: integer,
  refundedCents: integer,
  installments: integer,
  createdAt: text,
  paidAt: text,
  endToEndId: text,
  tid: text,
  authorizationCode: text,
  refused: count,
  revision: count,
  firstReceivedAt: utc,
  lastReceivedAt: utc,
  erasedAt: text,
  saleKey: text,
  sequence: integer,
}
export const transaction = z.strictObject(transactionEntries)

const changed = <const Name extends string, Shape extends z.core.$ZodShape>(provider: Name, entries: Shape) =>
  z.strictObject({ provider: z.literal(provider), id: string, ...entries })
/** Each order or transaction, with the fields of its list. */
export const changedOrder = changed('amplia', orderEntries)
export const changedTransaction = changed('safe2pay', transactionEntries)
export const changes = z.strictObject({
  changes: z.array(z.union([changedOrder, changedTransaction])),
  nextCursor: string,
})

export const head = z.strictObject({
  status: string,
  statusName: z.optional(string),
  since: text,
  revision: count,
})
export const waitingBody = z.strictObject({ id: string, reason: string, receivedAt: utc, attempts: count })
export const historyEvent = z.strictObject({
  seq: count,
  verdict: string,
  effective: boolean,
  status: string,
  statusName: z.optional(string),
  meaning: text,
  previousStatus: text,
  occurredAt: text,
  receivedAt: utc,
  origin: z.enum(['received', 'read']),
  reason: string,
  notice: text,
  noticeKind: text,
  rulesVersion: string,
  body: z.unknown(),
  erased: boolean,
})
const storyEntries = {
  provider: providerName,
  id: string,
  head: z.nullable(head),
  gaps: count,
  refused: count,
  firstReceivedAt: text,
  lastReceivedAt: text,
  erasedAt: text,
  /** Open bodies in quarantine that concern it, newest first; null if D1 does not answer. */
  quarantined: z.nullable(z.array(waitingBody)),
  history: z.array(historyEvent),
}
const storyAlone = z.strictObject(storyEntries)
export type Story = z.output<typeof storyAlone>

/** With the fields of its list, all of them null as long as no event is effective. */
const storyOf = (entries: z.core.$ZodShape) => {
  const row = Object.entries(entries).map(([name, schema]) => [name, z.nullable(schema)])
  return z.strictObject({ ...Object.fromEntries(row), ...storyEntries })
}
export const orderStory = storyOf(orderEntries)
/** `details` are the declared fields of the latest effective body. */
export const transactionStory = storyOf({ ...transactionEntries, details: z.unknown() })

export const refoldedEvent = z.strictObject({ seq: count, status: string, effective: boolean })
export const refolded = z.strictObject({
  before: text,
  after: text,
  changed: z.array(refoldedEvent),
})

export const erased = z.strictObject({
  at: utc,
  bodies: count,
  names: count,
  quarantined: z.nullable(count),
})

export const issue = z.strictObject({ path: string, message: string })
const quarantinedRow = {
  id: string,
  provider: providerName,
  reason: z.enum(QUARANTINE_REASONS),
  issues: z.array(issue),
  entityId: text,
  furtherEntityIds: z.array(string),
  reference: text,
  receivedAt: utc,
  lastReceivedAt: utc,
  attempts: count,
  resolvedAt: text,
  resolution: text,
}
export const quarantined = z.strictObject(quarantinedRow)
/** The body is null if D1 was restored to a time before the body was deleted. */
export const quarantinedBody = z.strictObject({ ...quarantinedRow, body: text })
export const deleted = z.strictObject({ id: string, deleted: boolean })

export const replayed = z.strictObject({
  id: string,
  resolved: boolean,
  verdict: text,
  reason: string,
  errors: z.array(issue),
})

export const replayedMany = z.strictObject({
  replayed: count,
  resolved: count,
  verdicts: z.record(string, count),
  nextCursor: text,
})

export const dismissed = z.strictObject({ id: string, dismissed: boolean })
export const reprojectedObjects = z.strictObject({
  events: count,
  heads: count,
  bodies: count,
  empty: z.array(string),
  waiting: z.array(string),
  nameless: z.array(string),
})
export const reprojected = z.strictObject({
  entities: count,
  nextCursor: text,
  /** Only if ids of objects were given. */
  objects: z.optional(reprojectedObjects),
})
export const reprojectedOne = z.strictObject({ id: string, reprojected: boolean })

export const settled = z.strictObject({
  settled: z.array(findingKey),
  /** Those that have changed since, or no longer exist. */
  unchanged: z.array(findingKey),
})
export const attentionItem = z.extend(findingKey, {
  summary: string,
  state,
  amountCents: int,
  transactionId: integer,
  note: text,
  by: text,
  at: text,
})

export const toldStatus = z.strictObject({ status: string, statusName: z.optional(string) })
export const askFailure = z.strictObject({ kind: string, detail: text })
export const asked = z.strictObject({
  id: string,
  result: z.enum(['same', 'settled', 'resent', 'read', 'overtaken', 'failed']),
  told: z.nullable(toldStatus),
  error: z.nullable(askFailure),
  askedAgainAt: text,
})

export const night = z.strictObject({
  day: string,
  list: string,
  fromDay: string,
  untilDay: string,
  theirs: count,
  ours: count,
  missing: count,
  differing: count,
  isWhole: boolean,
  error: text,
  checkedAt: utc,
})
export const completeness = z.strictObject({
  isOn: boolean,
  nights: z.array(night),
})

export const recordedOperation = z.strictObject({
  id: int,
  at: utc,
  by: string,
  action: string,
  provider: text,
  entityId: text,
  orderNumber: text,
  detail: text,
})

export const sentAlert = z.strictObject({
  by: z.enum(['webhook', 'email']),
  isTaken: boolean,
  answer: string,
})
/** `wrong` names variables that are set and cannot be used. */
export const alertsTested = z.strictObject({
  sent: z.array(sentAlert),
  wrong: z.array(string),
})

const page = <Item extends z.core.$ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: text })

export const forwardFailure = z.strictObject({
  kind: string,
  code: z.optional(int),
  host: z.optional(text),
  error: z.optional(string),
})
const failure = z.nullable(forwardFailure)
export const forwardPause = z.strictObject({ since: utc, by: string })
export const forwardWaiting = z.strictObject({
  held: count,
  failing: count,
  exhausted: count,
  refused: count,
})
export const forwardOldest = z.strictObject({
  name: string,
  since: utc,
  sequence: count,
  attempts: count,
  failure,
  stands: string,
})
export const forwardAttempt = z.strictObject({
  at: utc,
  name: text,
  tookMs: count,
  code: integer,
  failure,
  excerpt: string,
})
export const forwardSecrets = z.strictObject({ count, since: utc })
export const forward = z.strictObject({
  kind: string,
  host: text,
  reason: text,
  paused: z.nullable(forwardPause),
  failingSince: text,
  downSince: text,
  waiting: forwardWaiting,
  oldest: z.array(forwardOldest),
  recent: z.array(forwardAttempt),
  secrets: z.nullable(forwardSecrets),
})
export const resentOne = z.strictObject({ id: string, resent: boolean })

/** What each operation answers, by its id. */
export const RESULTS = {
  listOrders: page(order),
  listTransactions: page(transaction),
  listChanges: changes,
  getOrder: orderStory,
  refoldOrder: refolded,
  eraseOrder: erased,
  reprojectOrder: reprojectedOne,
  getTransaction: transactionStory,
  refoldTransaction: refolded,
  eraseTransaction: erased,
  reprojectTransaction: reprojectedOne,
  testAlerts: alertsTested,
  listQuarantine: page(quarantined),
  getQuarantined: quarantinedBody,
  replayQuarantined: replayed,
  replayQuarantine: replayedMany,
  dismissQuarantined: dismissed,
  deleteQuarantined: deleted,
  listOperations: page(recordedOperation),
  reproject: reprojected,
  getCompleteness: completeness,
  askTransaction: asked,
  listAttention: page(attentionItem),
  settleAttention: settled,
  getForward: forward,
  pauseForward: forward,
  resumeForward: forward,
  testForward: forward,
  resendForward: reprojected,
  resendOrder: resentOne,
  resendTransaction: resentOne,
  getMetrics: z.string(),
}

export type OperationId = keyof typeof RESULTS
export type Result<Id extends OperationId> = Unchanging<z.output<(typeof RESULTS)[Id]>>

type Unchanging<Value> = Value extends object
  ? { readonly [Name in keyof Value]: Unchanging<Value[Name]> }
  : Value
