/**
 * How the current code reads a body in quarantine: whether the cause is fixed, and which entity it concerns. Stores nothing.
 */
import { PROVIDERS } from '../../providers/index.ts'

export interface Diagnosis {
  readonly isReadable: boolean
  /** Null if the body does not say. */
  readonly entityId: string | null
}

const UNREADABLE: Diagnosis = { isReadable: false, entityId: null }

/** @param body the body as it is shown: masks do not change the result; null if it no longer exists */
export function diagnose(providerName: string, body: string | null): Diagnosis {
  const provider = PROVIDERS.find(({ name }) => name === providerName)
  const value = body === null ? undefined : parsed(body)
  if (!provider || value === undefined) return UNREADABLE
  const reading = provider.read(value, '')
  return reading.kind === 'event' ? { isReadable: true, entityId: reading.event.entityId } : UNREADABLE
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    // Quarantine also keeps bodies that are not JSON, and those are unreadable.
    return undefined
  }
}
