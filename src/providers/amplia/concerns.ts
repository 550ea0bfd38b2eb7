/** Which order a body of Amplia Reg concerns of which no event could be made. Pure. */
import type { EntityId } from '../../id.ts'
import * as LIMITS from '../../limits.ts'
import { type Concern, concernsBy, textsOf } from '../concern.ts'
import { orderIdIn } from './order-id.ts'

const ANYWHERE = /(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])/gi

const named = concernsBy({
  ids: ['orderid', 'order'],
  references: ['ordersalenumber', 'salenumber', 'ordernumber'],
  entityId: orderIdIn,
})

/** By the order's id where a body names it; otherwise whatever GUID is not an agent's may be one. */
export function ampliaConcerns(body: unknown): Concern {
  const concern = named(body)
  if (concern.entityId !== null) return concern
  const ids = new Set<EntityId>()
  for (const text of textsOf(body, /agent/)) {
    for (const [guid] of text.matchAll(ANYWHERE)) {
      const id = orderIdIn(guid)
      if (id !== null && ids.size < LIMITS.entitiesPerBody) ids.add(id)
    }
  }
  return { ...concern, otherIds: [...ids] }
}
