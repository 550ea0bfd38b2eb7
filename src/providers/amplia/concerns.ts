/** Which order a body of Amplia Reg concerns of which no event could be made. Pure. */
import * as LIMITS from '../../limits.ts'
import { type Concern, concernsBy, textsOf } from '../concern.ts'

/** With hyphens, without, in braces, as a URN. */
const GUID =
  /^(?:urn:uuid:)?[{(]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?$/i
const ANYWHERE = /(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])/gi

/** What .NET writes for a GUID that was never set: it is not an order. */
const NIL = '00000000-0000-0000-0000-000000000000'

function orderId(text: string): string | null {
  const parts = GUID.exec(text)?.slice(1)
  const id = parts?.join('-').toLowerCase()
  return id && id !== NIL ? id : null
}

const named = concernsBy({
  ids: ['orderid', 'order'],
  references: ['ordersalenumber', 'salenumber', 'ordernumber'],
  entityId: orderId,
})

/** By the order's id where a body names it; else whatever GUID is not an agent's may be one. */
export function ampliaConcerns(body: unknown): Concern {
  const concern = named(body)
  if (concern.entityId !== null) return concern
  const ids = new Set<string>()
  for (const text of textsOf(body, /agent/)) {
    for (const [guid] of text.matchAll(ANYWHERE)) {
      const id = orderId(guid)
      if (id !== null && ids.size < LIMITS.entitiesPerBody) ids.add(id)
    }
  }
  return { ...concern, otherIds: [...ids] }
}
