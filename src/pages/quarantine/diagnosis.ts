/** Whether a body in quarantine can be read by today's code: whether the cause is gone. Stores nothing. */
import { PROVIDERS } from '../../providers/index.ts'

/** @param body as it is shown: what masks change in it decides nothing */
export function canBeRead(providerName: string, body: string): boolean {
  const provider = PROVIDERS.find(({ name }) => name === providerName)
  const value = parsed(body)
  return provider !== undefined && value !== undefined && provider.read(value, '').kind === 'event'
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    // Quarantine keeps what is no JSON too, and such a body is unreadable.
    return undefined
  }
}
