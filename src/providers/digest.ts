/** The digest of a JSON value does not depend on the order of its keys. */

/** The first half of a JSON value's SHA-256, 32 hexadecimal digits: 128 bits tell all bodies of a lifetime apart. */
export async function digest(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(sorted(value)))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, 16)
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(sorted)
  const items = new Map(Object.entries(value))
  return Object.fromEntries([...items.keys()].sort().map((key) => [key, sorted(items.get(key))]))
}
