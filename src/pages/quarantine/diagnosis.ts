/** What a body in quarantine looks like to today's code: whether the cause is gone, and which entity it concerns. Stores nothing. */
import { PROVIDERS } from '../../providers/index.ts'

export interface Diagnosis {
  readonly isReadable: boolean
  /** Null where the body does not say. */
  readonly entityId: string | null
}

const UNREADABLE: Diagnosis = { isReadable: false, entityId: null }

/** @param body as it is shown: what masks change in it decides nothing; null where it is gone */
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
    // Quarantine keeps what is not JSON too, and such a body is unreadable.
    return undefined
  }
}
