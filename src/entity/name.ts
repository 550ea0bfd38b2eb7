/** An object's name says whose it is: `amplia:<order id>`, `safe2pay:<transaction id>`. */
import { LIMITS } from '../limits.ts'
import type { Event } from '../providers/event.ts'

export const nameOf = ({ provider, entityId }: Pick<Event, 'provider' | 'entityId'>): string =>
  `${provider}:${entityId}`

/** Whether anything can have this id: no object is asked for another. A colon divides an object's name. */
export const canBeId = (id: string): boolean =>
  id !== '' && id.length <= LIMITS.idCharacters && !id.includes(':')

/** @throws for an object without a name, which nothing here creates */
export function nameParts(id: DurableObjectId): { readonly provider: string; readonly entityId: string } {
  const [provider, entityId] = id.name?.split(':') ?? []
  if (!provider || !entityId) throw new Error('The object has no name')
  return { provider, entityId }
}
