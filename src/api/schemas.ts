/** What goes into the API and what comes out, as schemas that check both. */
import * as v from 'valibot'
import { ACTIONS } from '../access/actions.ts'
import { KINDS, STATES } from '../db/attention-kinds.ts'
import { readCursor } from '../db/cursor.ts'
import { readPlace } from '../db/feed.ts'
import { QUARANTINE_REASONS } from '../db/quarantine.ts'
import * as LIMITS from '../limits.ts'
import { amplia } from '../providers/amplia/index.ts'
import { PROVIDERS } from '../providers/index.ts'
import { instant } from '../providers/instant.ts'
import type { Provider } from '../providers/provider.ts'
import { safe2pay } from '../providers/safe2pay/index.ts'
import { BRASILIA, UTC } from '../providers/zone.ts'
import { messageOf } from './issues.ts'

// To the schema of an object a list is one too, without entries.
const noList = v.custom<object>((value) => !Array.isArray(value), 'Invalid input: expected Object')

/** An object with these entries and no others. It names what it knows, since what it does not know may be a key. */
const exact = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    noList,
    v.strictObject(entries, (issue) =>
      issue.expected === 'never'
        ? `Unrecognized key: expected ${Object.keys(entries).join(', ') || 'none'}`
        : messageOf(issue),
    ),
  )

const string = v.string()
const boolean = v.boolean()
const text = v.nullable(string)
const int = v.pipe(v.number(), v.safeInteger())
const count = v.pipe(int, v.minValue(0))
const utc = string
const integer = v.nullable(int)
const flag = v.optional(v.picklist(['true', 'false']))
const word = v.optional(v.pipe(string, v.minLength(1), v.maxLength(LIMITS.idCharacters)))
const providerName = v.picklist(PROVIDERS.map(({ name }) => name))

/** An instant or a day. */
const time = v.optional(
  v.pipe(
    string,
    v.maxLength(LIMITS.timeCharacters),
    v.check((value) => toUtc(value) !== null, 'Expected an ISO 8601 date or time'),
  ),
)

/** The UTC text that a query's time stands for. A day is its first instant in Brasília; a time without an offset is UTC. */
export const toUtc = (value: string): string | null =>
  instant(value, /^\d{4}-\d\d-\d\d$/.test(value) ? BRASILIA : UTC).utc

/** One status that the life cycle has, or several with commas between. */
const statusesOf = ({ lifeCycle }: Provider) =>
  v.optional(
    v.pipe(
      string,
      v.check(
        (value) => value.split(',').every((status) => Object.hasOwn(lifeCycle.statuses, status)),
        `Expected one or more of ${Object.keys(lifeCycle.statuses)}`,
      ),
    ),
  )

const paging = {
  cursor: v.optional(
    v.pipe(
      string,
      v.check((value) => readCursor(value) !== null, 'Not a cursor of this list'),
    ),
  ),
  limit: v.optional(
    v.pipe(string, v.check(isLimit, `Expected a whole number from 1 to ${LIMITS.pageRowsMax}`)),
  ),
}

function isLimit(value: string): boolean {
  return /^[1-9]\d{0,2}$/.test(value) && Number(value) <= LIMITS.pageRowsMax
}

export const nothing = exact({})

const listed = {
  id: word,
  reference: word,
  from: time,
  to: time,
  updatedSince: time,
  refused: flag,
  ...paging,
}
export const orderQuery = exact({
  status: statusesOf(amplia),
  ...listed,
  orderNumber: word,
  saleNumber: word,
  gaps: flag,
})
export const transactionQuery = exact({ status: statusesOf(safe2pay), ...listed })
export const changesQuery = exact({
  after: v.optional(
    v.pipe(
      string,
      v.check((value) => readPlace(value) !== null, 'Not a cursor of this feed'),
    ),
  ),
  limit: paging.limit,
})
export const storyQuery = exact({ asOf: time })
export const quarantineQuery = exact({
  provider: v.optional(providerName),
  reason: v.optional(v.picklist(QUARANTINE_REASONS)),
  state: v.optional(v.picklist(['open', 'resolved', 'all'])),
  entityId: word,
  reference: word,
  ...paging,
})
const step = { cursor: v.optional(v.pipe(string, v.maxLength(LIMITS.cursorCharacters))) }
export const stepQuery = exact(step)
export const resendQuery = exact({ since: v.unwrap(time), ...step })
/** Without ids, the entities that D1 knows. */
export const objectsToReproject = v.optional(
  exact({
    ids: v.optional(
      v.pipe(
        v.array(v.pipe(string, v.regex(/^[0-9a-f]{64}$/, 'Expected 64 hexadecimal digits'))),
        v.minLength(1),
        v.maxLength(LIMITS.reprojectionsPerBatch),
      ),
    ),
  }),
)
export const dismissal = exact({ reason: v.pipe(string, v.minLength(1), v.maxLength(500)) })

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
export const order = exact(orderEntries)

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
export const transaction = exact(transactionEntries)

const changed = (provider: string, entries: v.ObjectEntries) =>
  exact({ provider: v.literal(provider), id: string, ...entries })
/** Each order or transaction as its list has it. */
export const changes = exact({
  changes: v.array(v.union([changed('amplia', orderEntries), changed('safe2pay', transactionEntries)])),
  nextCursor: string,
})

const storyEntries = {
  provider: providerName,
  id: string,
  head: v.nullable(exact({ status: string, statusName: v.optional(string), since: text, revision: count })),
  gaps: count,
  refused: count,
  firstReceivedAt: text,
  lastReceivedAt: text,
  erasedAt: text,
  /** Open bodies in quarantine that concern it, newest first; null where D1 does not answer. */
  quarantined: v.nullable(v.array(exact({ id: string, reason: string, receivedAt: utc, attempts: count }))),
  history: v.array(
    exact({
      seq: count,
      verdict: string,
      effective: boolean,
      status: string,
      statusName: v.optional(string),
      meaning: text,
      previousStatus: text,
      occurredAt: text,
      receivedAt: utc,
      origin: v.picklist(['received', 'read']),
      reason: string,
      notice: text,
      noticeKind: text,
      rulesVersion: string,
      body: v.unknown(),
      erased: boolean,
    }),
  ),
}
export type Story = v.InferOutput<ReturnType<typeof exact<typeof storyEntries>>>

/** With the fields of its list, all of them null while nothing is effective. */
const storyOf = <Entries extends v.ObjectEntries>(entries: Entries) => {
  const row = Object.entries(entries).map(([name, schema]) => [name, v.nullable(schema)])
  return exact({ ...Object.fromEntries(row), ...storyEntries })
}
/** `details` are the declared fields of the latest effective body. */
const detailed = { ...transactionEntries, details: v.unknown() }
export const orderStory = storyOf(orderEntries)
export const transactionStory = storyOf(detailed)
/** The names of those fields. */
export const storyRows = { Order: Object.keys(orderEntries), Transaction: Object.keys(detailed) }

export const refolded = exact({
  before: text,
  after: text,
  changed: v.array(exact({ seq: count, status: string, effective: boolean })),
})

export const erased = exact({
  at: utc,
  bodies: count,
  names: count,
  quarantined: v.nullable(count),
})

const issue = exact({ path: string, message: string })
const quarantinedRow = {
  id: string,
  provider: providerName,
  reason: v.picklist(QUARANTINE_REASONS),
  issues: v.array(issue),
  entityId: text,
  furtherEntityIds: v.array(string),
  reference: text,
  receivedAt: utc,
  lastReceivedAt: utc,
  attempts: count,
  resolvedAt: text,
  resolution: text,
}
export const quarantined = exact(quarantinedRow)
/** Null where D1 was restored from a time before the body was deleted. */
export const quarantinedBody = exact({ ...quarantinedRow, body: text })
export const deleted = exact({ id: string, deleted: boolean })

export const replayed = exact({
  id: string,
  resolved: boolean,
  verdict: text,
  reason: string,
  errors: v.array(issue),
})

export const replayedMany = exact({
  replayed: count,
  resolved: count,
  verdicts: v.pipe(noList, v.record(string, count)),
  nextCursor: text,
})

export const dismissed = exact({ id: string, dismissed: boolean })
export const reprojected = exact({
  entities: count,
  nextCursor: text,
  /** Where ids of objects were given. */
  objects: v.optional(
    exact({
      events: count,
      heads: count,
      bodies: count,
      empty: v.array(string),
      waiting: v.array(string),
      nameless: v.array(string),
    }),
  ),
})
export const reprojectedOne = exact({ id: string, reprojected: boolean })

const textOf = (limit: number) => v.pipe(string, v.minLength(1), v.maxLength(limit))
const findingKey = {
  kind: textOf(LIMITS.statusCharacters),
  provider: providerName,
  entityId: textOf(LIMITS.idCharacters),
  since: textOf(LIMITS.timeCharacters),
}
const findingKeys = v.array(exact(findingKey))
const state = v.picklist(STATES)
export const attentionQuery = exact({
  kind: v.optional(v.picklist([...KINDS, 'quarantine'])),
  provider: v.optional(providerName),
  state: v.optional(state),
  ...paging,
})
export const settlement = exact({
  items: v.pipe(findingKeys, v.minLength(1), v.maxLength(LIMITS.decisionsPerRequest)),
  state,
  note: v.optional(v.pipe(string, v.maxLength(LIMITS.noteCharacters))),
})
export const settled = exact({
  settled: findingKeys,
  /** Changed since they were named, or gone. */
  unchanged: findingKeys,
})
export const attentionItem = exact({
  ...findingKey,
  summary: string,
  state,
  amountCents: int,
  transactionId: integer,
  note: text,
  by: text,
  at: text,
})

export const asked = exact({
  id: string,
  result: v.picklist(['same', 'settled', 'resent', 'read', 'overtaken', 'failed']),
  told: v.nullable(exact({ status: string, statusName: v.optional(string) })),
  error: v.nullable(exact({ kind: string, detail: text })),
  askedAgainAt: text,
})

export const completeness = exact({
  isOn: boolean,
  nights: v.array(
    exact({
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
    }),
  ),
})

export const operationsQuery = exact({ action: v.optional(v.picklist(ACTIONS)), ...paging })
export const recordedOperation = exact({
  id: int,
  at: utc,
  by: string,
  action: string,
  provider: text,
  entityId: text,
  orderNumber: text,
  detail: text,
})

/** `wrong` names variables that are set and cannot be used. */
export const alertsTested = exact({
  sent: v.array(exact({ by: v.picklist(['webhook', 'email']), isTaken: boolean, answer: string })),
  wrong: v.array(string),
})

export const page = <Item extends v.GenericSchema>(item: Item) =>
  exact({ items: v.array(item), nextCursor: text })

const failure = v.nullable(
  exact({ kind: string, code: v.optional(int), host: v.optional(text), error: v.optional(string) }),
)
export const forward = exact({
  kind: string,
  host: text,
  reason: text,
  paused: v.nullable(exact({ since: utc, by: string })),
  failingSince: text,
  downSince: text,
  waiting: exact({ held: count, failing: count, exhausted: count, refused: count }),
  oldest: v.array(
    exact({ name: string, since: utc, sequence: count, attempts: count, failure, stands: string }),
  ),
  recent: v.array(exact({ at: utc, name: text, tookMs: count, code: integer, failure, excerpt: string })),
  secrets: v.nullable(exact({ count, since: utc })),
})
export const resentOne = exact({ id: string, resent: boolean })
