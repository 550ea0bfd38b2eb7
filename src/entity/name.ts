/** An object's name says whose it is: `amplia:<order id>`, `safe2pay:<transaction id>`. */
import * as LIMITS from '../limits.ts'
import type { Event } from '../providers/event.ts'

export const nameOf = ({ provider, entityId }: Pick<Event, 'provider' | 'entityId'>): string =>
  `${provider}:${entityId}`

/** Whether anything can have this id: no object is asked for another. A colon divides an object's name. */
export const canBeId = (id: string): boolean =>
  id !== '' && id.length <= LIMITS.idCharacters && !id.includes(':')

/** @throws for a name that is not one, as of an object of version 0.1.0 that was reached by its id and has no body left */
export function nameParts(name: string | null): { readonly provider: string; readonly entityId: string } {
  const [provider, entityId] = name?.split(':') ?? []
  if (!provider || !entityId) throw new Error('The object does not know its name')
  return { provider, entityId }
}
