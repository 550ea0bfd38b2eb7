/** An object's name says which entity it keeps: `amplia:<order id>`, `safe2pay:<transaction id>`. */
import type { EntityId } from '../id.ts'

export interface Named {
  readonly provider: string
  readonly entityId: EntityId
}

export const nameOf = ({ provider, entityId }: Named): string => `${provider}:${entityId}`

/** @throws if the name is not valid, as in an object of version 0.1.0 that was reached by its id and has no body left */
export function nameParts(name: string | null): Named {
  const [provider, entityId] = name?.split(':') ?? []
  if (!provider || !entityId) throw new Error('The object does not know its name')
  // An object was named by its event.
  return { provider, entityId: entityId as EntityId }
}
