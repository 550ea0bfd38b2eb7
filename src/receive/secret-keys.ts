/** The keys that a body presents as its `SecretKey`, whether the body can be read or not. Pure. */
import * as LIMITS from '../limits.ts'
import { isSecretKey, secretKeysIn } from '../privacy/redaction.ts'

/** The keys in events, whatever the case of the name. */
export const keysInEvents = (events: readonly unknown[]): readonly string[] => few(valuesIn(events))

function* valuesIn(events: readonly unknown[]): Generator<string> {
  for (const event of events) {
    if (event === null || typeof event !== 'object' || Array.isArray(event)) continue
    for (const [name, value] of Object.entries(event)) {
      if (typeof value === 'string' && isSecretKey(name)) yield value
    }
  }
}

/** The keys in a text that is not JSON: a form, XML, broken JSON. */
export const keysInText = (text: string): readonly string[] => few(spellingsIn(text))

function* spellingsIn(text: string): Generator<string> {
  for (const written of secretKeysIn(text)) {
    yield written
    yield resolved(written, (value) => decodeURIComponent(value.replaceAll('+', ' ')))
    yield resolved(written, (value) => String(JSON.parse(`"${value}"`)))
  }
}

function resolved(written: string, resolve: (written: string) => string): string {
  try {
    return resolve(written)
  } catch {
    // Not escaped in this way, so it adds nothing.
    return ''
  }
}

/** Up to as many different keys as a request may present; a request with more counts as having none. */
function few(keys: Iterable<string>): readonly string[] {
  const found = new Set<string>()
  for (const key of keys) {
    if (key.trim() !== '') found.add(key.trim())
    if (found.size === LIMITS.presentedKeys) break
  }
  return [...found]
}
