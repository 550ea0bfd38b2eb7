/**
 * The body of Amplia Reg's webhook. Declared fields have their type or break the schema; others are kept unread.
 * Only what tells which order changed, to which status and when is required: a missing name must not cost an event.
 */
import * as z from 'zod/mini'
import { LIMITS } from '../../limits.ts'
import { optionalId, optionalText, statusName } from '../fields.ts'

/** `type` decides what the rest is. */
export const envelope = z.looseObject({ type: z.string().check(z.maxLength(LIMITS.idCharacters)) })

/** What .NET writes for a GUID that was never set; taken as an id it would make one order of all of them. */
const NIL = '00000000-0000-0000-0000-000000000000'

const agent = z.nullish(
  z.looseObject({
    id: optionalId,
    name: optionalText,
    identifier: optionalText,
    birthDate: optionalText,
  }),
)

export const orderStatusChanged = z.looseObject({
  type: z.string(),
  orderStatusTransitionModel: z.looseObject({
    orderId: z.guid().check(z.refine((id) => id !== NIL, 'Invalid GUID: it is empty')),
    orderNumber: optionalId,
    orderSaleNumber: optionalId,
    previousStatus: z.nullish(statusName),
    status: statusName,
    date: z.string(),
    validationAgent: agent,
    confirmationAgent: agent,
  }),
})

export type OrderStatusChanged = z.infer<typeof orderStatusChanged>
