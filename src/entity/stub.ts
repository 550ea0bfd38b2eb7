/** The way to the object of one order or one transaction. */
import type { Event } from '../providers/event.ts'
import { nameOf } from './name.ts'

/**
 * Objects and D1 live side by side: neither has a home in South America, and both get there by way of this region. The
 * hint counts when an object is first reached, so every way to it gives the same one.
 */
export const entityIn = (namespace: Env['ENTITIES'], entity: Pick<Event, 'provider' | 'entityId'>) =>
  entityNamed(namespace, nameOf(entity))

/** @param name the object's */
export const entityNamed = (namespace: Env['ENTITIES'], name: string) =>
  namespace.getByName(name, { locationHint: 'enam' })
