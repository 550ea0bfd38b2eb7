/** Behind this file no key exists any more: not in what is stored, logged, answered or sent on. */

const SECRET_KEY = /^secret_?key$/i
const REDACTED = '[key]'

/** Shorter keys are replaced only where they are a whole text: anywhere else they would tear words apart. */
const EMBEDDED_KEY_CHARACTERS = 8

/**
 * A JSON value without its `SecretKey` properties and without any of `keys` in its texts, names and numbers.
 * A `SecretKey` that is no text becomes `false`: its type breaks the schema, its value is nobody's business.
 */
export function withoutKeys(value: unknown, keys: readonly string[]): unknown {
  if (typeof value === 'string') return redact(value, keys)
  if (typeof value === 'number') return keys.includes(String(value)) ? REDACTED : value
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => withoutKeys(item, keys))
  // fromEntries defines properties, where an assignment to `__proto__` would set a prototype.
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      if (!SECRET_KEY.test(name)) return [[redact(name, keys), withoutKeys(item, keys)]]
      return typeof item === 'string' || item === null ? [] : [[name, false]]
    }),
  )
}

/** The same for text that is no JSON. */
export const textWithoutKeys = (text: string, keys: readonly string[]): string =>
  redact(
    text.replace(
      /(secret_?key["'\\\s]*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,&}\]]+)/gi,
      `$1"${REDACTED}"`,
    ),
    keys.flatMap((key) => [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)]),
  )

function redact(text: string, keys: readonly string[]): string {
  let redacted = text
  for (const key of keys) {
    if (redacted === key) redacted = REDACTED
    else if (key.length >= EMBEDDED_KEY_CHARACTERS) redacted = redacted.replaceAll(key, REDACTED)
  }
  // A lone surrogate is no text to SQLite, and would come back as another one.
  return redacted.toWellFormed()
}
