/** What goes into the API and what comes out, as schemas that check both. */
import * as z from 'zod/mini'
import { readCursor } from '../db/cursor.ts'
import { QUARANTINE_REASONS } from '../db/quarantine.ts'
import { LIMITS } from '../limits.ts'
import { amplia } from '../providers/amplia/index.ts'
import { PROVIDERS } from '../providers/index.ts'
import { instant } from '../providers/instant.ts'
import type { Provider } from '../providers/provider.ts'
import { safe2pay } from '../providers/safe2pay/index.ts'
import { BRASILIA, UTC } from '../providers/zone.ts'

const text = z.nullable(z.string())
const count = z.int().check(z.nonnegative())
const utc = z.string()
const integer = z.nullable(z.int())
const flag = z.optional(z.enum(['true', 'false']))
const word = z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.idCharacters)))
const providerName = z.enum(PROVIDERS.map(({ name }) => name))

/** An instant or a day. */
const isInstant = (value: string): boolean => toUtc(value) !== null
const time = z.optional(
  z
    .string()
    .check(z.maxLength(LIMITS.timeCharacters), z.refine(isInstant, 'Expected an ISO 8601 date or time')),
)

/** The UTC text that a query's time stands for. A day is its first instant in Brasília; a time without an offset is UTC. */
export const toUtc = (value: string): string | null =>
  instant(value, /^\d{4}-\d\d-\d\d$/.test(value) ? BRASILIA : UTC).utc

/** One status that the life cycle has, or several with commas between. */
const statusesOf = ({ lifeCycle }: Provider) =>
  z.optional(
    z
      .string()
      .check(
        z.refine(
          (value) => value.split(',').every((status) => Object.hasOwn(lifeCycle.statuses, status)),
          `Expected one or more of ${Object.keys(lifeCycle.statuses)}`,
        ),
      ),
  )

const paging = {
  cursor: z.optional(
    z.string().check(z.refine((value) => readCursor(value) !== null, 'Not a cursor of this list')),
  ),
  limit: z.optional(
    z.string().check(z.refine(isLimit, `Expected a whole number from 1 to ${LIMITS.pageRowsMax}`)),
  ),
}

function isLimit(value: string): boolean {
  return /^[1-9]\d{0,2}$/.test(value) && Number(value) <= LIMITS.pageRowsMax
}

export const nothing = z.strictObject({})

const listed = { id: word, reference: word, from: time, to: time, refused: flag, ...paging }
export const orderQuery = z.strictObject({
  status: statusesOf(amplia),
  ...listed,
  orderNumber: word,
  saleNumber: word,
  gaps: flag,
})
export const transactionQuery = z.strictObject({ status: statusesOf(safe2pay), ...listed })
export const storyQuery = z.strictObject({ asOf: time })
export const quarantineQuery = z.strictObject({
  provider: z.optional(providerName),
  reason: z.optional(z.enum(QUARANTINE_REASONS)),
  state: z.optional(z.enum(['open', 'resolved', 'all'])),
  entityId: word,
  reference: word,
  ...paging,
})
export const stepQuery = z.strictObject({
  cursor: z.optional(z.string().check(z.maxLength(LIMITS.cursorCharacters))),
})
/** Without ids, the entities that D1 knows. */
export const objectsToReproject = z.optional(
  z.strictObject({
    ids: z.optional(
      z
        .array(z.string().check(z.regex(/^[0-9a-f]{64}$/, 'Expected 64 hexadecimal digits')))
        .check(z.minLength(1), z.maxLength(LIMITS.reprojectionsPerBatch)),
    ),
  }),
)
export const dismissal = z.strictObject({ reason: z.string().check(z.minLength(1), z.maxLength(500)) })

export const order = z.strictObject({
  orderId: z.string(),
  orderNumber: text,
  saleNumber: text,
  status: z.string(),
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
})

export const transaction = z.strictObject({
  transactionId: z.int(),
  status: z.int(),
  statusName: z.string(),
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
})

export const story = z.strictObject({
  provider: providerName,
  id: z.string(),
  head: z.nullable(
    z.strictObject({ status: z.string(), statusName: z.optional(z.string()), since: text, revision: count }),
  ),
  gaps: count,
  refused: count,
  firstReceivedAt: text,
  lastReceivedAt: text,
  erasedAt: text,
  /** Open bodies in quarantine that concern it, newest first; null where D1 does not answer. */
  quarantined: z.nullable(
    z.array(z.strictObject({ id: z.string(), reason: z.string(), receivedAt: utc, attempts: count })),
  ),
  history: z.array(
    z.strictObject({
      seq: count,
      verdict: z.string(),
      effective: z.boolean(),
      status: z.string(),
      statusName: z.optional(z.string()),
      meaning: text,
      previousStatus: text,
      occurredAt: text,
      receivedAt: utc,
      origin: z.enum(['received', 'read']),
      reason: z.string(),
      notice: text,
      noticeKind: text,
      rulesVersion: z.string(),
      body: z.unknown(),
      erased: z.boolean(),
    }),
  ),
})

export const refolded = z.strictObject({
  before: text,
  after: text,
  changed: z.array(z.strictObject({ seq: count, status: z.string(), effective: z.boolean() })),
})

export const erased = z.strictObject({
  at: utc,
  bodies: count,
  names: count,
  quarantined: z.nullable(count),
})

const quarantinedRow = {
  id: z.string(),
  provider: providerName,
  reason: z.enum(QUARANTINE_REASONS),
  issues: z.array(z.strictObject({ path: z.string(), message: z.string() })),
  entityId: text,
  furtherEntityIds: z.array(z.string()),
  reference: text,
  receivedAt: utc,
  lastReceivedAt: utc,
  attempts: count,
  resolvedAt: text,
  resolution: text,
}
export const quarantined = z.strictObject(quarantinedRow)
/** Null where D1 was restored from a time before the body was deleted. */
export const quarantinedBody = z.strictObject({ ...quarantinedRow, body: text })
export const deleted = z.strictObject({ id: z.string(), deleted: z.boolean() })

export const replayed = z.strictObject({
  id: z.string(),
  resolved: z.boolean(),
  verdict: text,
  reason: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })),
})

export const replayedMany = z.strictObject({
  replayed: count,
  resolved: count,
  verdicts: z.record(z.string(), count),
  nextCursor: text,
})

export const dismissed = z.strictObject({ id: z.string(), dismissed: z.boolean() })
export const reprojected = z.strictObject({
  entities: count,
  nextCursor: text,
  /** Where ids of objects were given. */
  objects: z.optional(
    z.strictObject({
      events: count,
      heads: count,
      bodies: count,
      empty: z.array(z.string()),
      waiting: z.array(z.string()),
      nameless: z.array(z.string()),
    }),
  ),
})
export const reprojectedOne = z.strictObject({ id: z.string(), reprojected: z.boolean() })

export const attention = z.strictObject({
  items: z.array(
    z.strictObject({
      kind: z.string(),
      provider: providerName,
      entityId: z.string(),
      since: text,
      summary: z.string(),
    }),
  ),
})

export const asked = z.strictObject({
  id: z.string(),
  result: z.enum(['same', 'settled', 'resent', 'read', 'overtaken', 'failed']),
  told: z.nullable(z.strictObject({ status: z.string(), statusName: z.optional(z.string()) })),
  error: z.nullable(z.strictObject({ kind: z.string(), detail: text })),
  askedAgainAt: text,
})

export const completeness = z.strictObject({
  isOn: z.boolean(),
  nights: z.array(
    z.strictObject({
      day: z.string(),
      list: z.string(),
      fromDay: z.string(),
      untilDay: z.string(),
      theirs: count,
      ours: count,
      missing: count,
      differing: count,
      isWhole: z.boolean(),
      error: text,
      checkedAt: utc,
    }),
  ),
})

export const page = <Item extends z.ZodMiniType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: text })
