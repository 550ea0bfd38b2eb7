/** The inputs of the API, as schemas that check them. */
import * as z from 'zod/mini'
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

/** An object with these entries and no others. Its error lists the known names, because an unknown one may be a key. */
const exact = <const Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `Unrecognized key: expected ${Object.keys(shape).join(', ') || 'none'}`
        : messageOf(issue),
  })

const upTo = (most: number) => z.string().check(z.maxLength(most))
const said = (most: number) => z.string().check(z.minLength(1), z.maxLength(most))
/** Text that passes a test. */
const passing = (isRight: (value: string) => boolean, error: string) =>
  z.string().check(z.refine(isRight, error))

const flag = z.optional(z.enum(['true', 'false']))
const word = z.optional(said(LIMITS.idCharacters))
export const providerName = z.enum(PROVIDERS.map(({ name }) => name))

/** The UTC text of a time in a query. A day means its first instant in Brasília; a time without an offset is UTC. */
export const toUtc = (value: string): string | null =>
  instant(value, /^\d{4}-\d\d-\d\d$/.test(value) ? BRASILIA : UTC).utc

/** An instant or a day. */
const time = z.string().check(
  z.maxLength(LIMITS.timeCharacters, { abort: true }),
  z.refine((value) => toUtc(value) !== null, 'Expected an ISO 8601 date or time'),
)
const when = z.optional(time)

/** One status of the life cycle, or several separated by commas. */
const statusesOf = ({ lifeCycle }: Provider) =>
  z.optional(
    passing(
      (value) => value.split(',').every((status) => Object.hasOwn(lifeCycle.statuses, status)),
      `Expected one or more of ${Object.keys(lifeCycle.statuses)}`,
    ),
  )

const limit = z.optional(
  passing(
    (value) => /^[1-9]\d{0,2}$/.test(value) && Number(value) <= LIMITS.pageRowsMax,
    `Expected a whole number from 1 to ${LIMITS.pageRowsMax}`,
  ),
)
const paging = {
  cursor: z.optional(passing((value) => readCursor(value) !== null, 'Not a cursor of this list')),
  limit,
}

export const nothing = exact({})

const listed = {
  id: word,
  reference: word,
  from: when,
  to: when,
  updatedSince: when,
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
  after: z.optional(passing((value) => readPlace(value) !== null, 'Not a cursor of this feed')),
  limit,
})
export const storyQuery = exact({ asOf: when })
export const quarantineQuery = exact({
  provider: z.optional(providerName),
  reason: z.optional(z.enum(QUARANTINE_REASONS)),
  state: z.optional(z.enum(['open', 'resolved', 'all'])),
  entityId: word,
  reference: word,
  ...paging,
})
const step = { cursor: z.optional(upTo(LIMITS.cursorCharacters)) }
export const stepQuery = exact(step)
export const resendQuery = exact({ since: time, ...step })
/** Without ids: the entities that D1 knows. */
export const objectsToReproject = z.optional(
  exact({
    ids: z.optional(
      z
        .array(z.string().check(z.regex(/^[0-9a-f]{64}$/, 'Expected 64 hexadecimal digits')))
        .check(z.minLength(1), z.maxLength(LIMITS.reprojectionsPerBatch)),
    ),
  }),
)
export const dismissal = exact({ reason: said(500) })

export const findingKey = exact({
  kind: said(LIMITS.statusCharacters),
  provider: providerName,
  entityId: said(LIMITS.idCharacters),
  since: said(LIMITS.timeCharacters),
})
export const state = z.enum(STATES)
export const attentionQuery = exact({
  kind: z.optional(z.enum([...KINDS, 'quarantine'])),
  provider: z.optional(providerName),
  state: z.optional(state),
  ...paging,
})
export const settlement = exact({
  items: z.array(findingKey).check(z.minLength(1), z.maxLength(LIMITS.decisionsPerRequest)),
  state,
  note: z.optional(upTo(LIMITS.noteCharacters)),
})

export const operationsQuery = exact({ action: z.optional(z.enum(ACTIONS)), ...paging })
