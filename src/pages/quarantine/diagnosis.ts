/** What a body in quarantine looks like to today's code: whether the cause is gone, and whom it concerns. Stores nothing. */
import { quarantineParts } from '../../db/quarantine.ts'
import type { Quarantined } from '../../db/quarantine-list.ts'
import { PROVIDERS } from '../../providers/index.ts'

export interface Diagnosis {
  readonly isReadable: boolean
  /** Null where the body does not say. */
  readonly entityId: string | null
}

const UNREADABLE: Diagnosis = { isReadable: false, entityId: null }

export function diagnose({
  id,
  provider: name,
  body,
}: Pick<Quarantined, 'id' | 'provider' | 'body'>): Diagnosis {
  const provider = PROVIDERS.find((each) => each.name === name)
  const parts = quarantineParts(id)
  const value = parsed(body)
  if (!provider || !parts || value === undefined) return UNREADABLE
  const reading = provider.read(value, parts.digest)
  return reading.kind === 'event' ? { isReadable: true, entityId: reading.event.entityId } : UNREADABLE
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    // Quarantine keeps what is no JSON too, and such a body is unreadable.
    return undefined
  }
}
