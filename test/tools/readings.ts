/** Bodies as the edge reads them, and documented ones with one value changed. */
import { withoutKeys } from '../../src/privacy/redaction.ts'
import { digest } from '../../src/providers/digest.ts'
import type { Event, Reading } from '../../src/providers/event.ts'
import type { Provider } from '../../src/providers/provider.ts'

/** Removes the keys from a body and reads it. */
export async function read(
  provider: Provider,
  body: unknown,
  keys: readonly string[] = [],
): Promise<Reading> {
  const value = withoutKeys(body, keys)
  return provider.read(value, await digest(value))
}

/** The event in a body. Throws if there is none. */
export async function eventIn(
  provider: Provider,
  body: unknown,
  keys: readonly string[] = [],
): Promise<Event> {
  const reading = await read(provider, body, keys)
  if (reading.kind !== 'event') throw new Error(`Not an event: ${JSON.stringify(reading)}`)
  return reading.event
}

/** The paths at which a body breaks the schema; empty if it does not. */
export async function brokenAt(provider: Provider, body: unknown): Promise<readonly string[]> {
  const reading = await read(provider, body)
  return reading.kind === 'invalid_schema' ? reading.issues.map(({ path }) => path) : []
}

/** Stands for a property that is left out. */
export const ABSENT = Symbol('absent')

/** A copy of JSON with another value at a path such as `Splits.0.Amount`; missing objects on the path are created. */
export function withValue(json: unknown, path: string, value: unknown): unknown {
  const [name = '', ...rest] = path.split('.')
  const inner = (of: unknown) => (rest.length > 0 ? withValue(of, rest.join('.'), value) : value)
  if (/^\d+$/.test(name)) {
    const items: readonly unknown[] = Array.isArray(json) ? json : []
    return items.with(Number(name), inner(items[Number(name)]))
  }
  const properties = new Map(Object.entries(json ?? {}))
  const changed = inner(properties.get(name))
  if (changed === ABSENT) properties.delete(name)
  else properties.set(name, changed)
  return Object.fromEntries(properties)
}
