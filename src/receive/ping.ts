/**
 * Recognizes a ping: what a dashboard sends when somebody saves a URL, such as nothing, an empty object, or a form with its
 * own number. Pure. Only a body that certainly says nothing about an order or a payment is a ping; all others are judged or
 * kept.
 */
import * as LIMITS from '../limits.ts'
import { isSecretKey } from '../privacy/redaction.ts'

const NAMES = new Set(['webhookid', 'hookid', 'ping', 'test'])
/** Without `type`, because an Amplia message of another type is kept. */
const KINDS = new Set(['event', 'action', 'topic'])

/** Whether an object has only the names of a ping, or none at all. */
export function isPing(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return entries.length <= LIMITS.pingNames && entries.every(([name, each]) => isOfPing(name, each))
}

/** Whether a text that is not JSON is such a form. */
export function isFormPing(text: string): boolean {
  if (text.length > LIMITS.pingCharacters || !/^[^\s=&<{"]+=/.test(text)) return false
  return isPing(Object.fromEntries(new URLSearchParams(text.trim())))
}

function isOfPing(name: string, value: unknown): boolean {
  if (value !== null && typeof value === 'object') return false
  const plain = name.replaceAll(/[_-]/g, '').toLowerCase()
  return isSecretKey(name) || NAMES.has(plain) || (KINDS.has(plain) && /^(ping|test)$/i.test(String(value)))
}
