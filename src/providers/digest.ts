/** The digest of a JSON value does not depend on the order of its keys. */
import { hex } from '../hex.ts'

const encoder = new TextEncoder()

/** The first half of a JSON value's SHA-256, 32 hexadecimal digits: 128 bits tell all bodies of a lifetime apart. */
export async function digest(value: unknown): Promise<string> {
  const bytes = encoder.encode(JSON.stringify(sorted(value)))
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, 16))
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(sorted)
  const items: Readonly<Record<string, unknown>> = value as Record<string, unknown>
  return Object.fromEntries(
    Object.keys(items)
      .sort()
      .map((name) => [name, sorted(items[name])]),
  )
}
