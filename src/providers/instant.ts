/**
 * An instant is UTC text, exactly as precise as the sender's: `2025-03-18T15:27:28.358558Z`.
 * `Date` stops at the millisecond and takes the 31st of February, so it only does the arithmetic here.
 */
import type { Zone } from './zone.ts'

/**
 * A date and time in the extended form of ISO 8601, as lenient as RFC 3339 and the serializers in use: a space or a
 * small `t` for the `T`, no seconds, a decimal comma, up to ten fraction digits, an offset with or without a colon. A
 * date alone is its first instant.
 */
const ISO_8601 =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{0,10}))?)?(?: ?([Zz]|[+\-−]\d{2}(?::?\d{2})?))?)?$/

/** What a sender writes for "no date": .NET's `DateTime.MinValue`, in whatever zone. */
const NO_DATE = /^0001-01-01(?:[Tt ][\d:.,]+(?: ?(?:[Zz]|[+\-−][\d:]+))?)?$/

/**
 * The instant that an ISO 8601 text names: `none` where it stands for no date, `invalid` where it is not a date.
 * @param zone of texts that carry no offset
 */
export function instant(
  text: string,
  zone: Zone,
): { readonly utc: string } | { readonly utc: null; readonly why: 'none' | 'invalid' } {
  const trimmed = text.trim()
  if (NO_DATE.test(trimmed)) return { utc: null, why: 'none' }
  const utc = utcOf(ISO_8601.exec(trimmed), zone)
  return utc === null ? { utc, why: 'invalid' } : { utc }
}

function utcOf(parts: RegExpExecArray | null, zone: Zone): string | null {
  if (!parts) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset] = parts
  // A leap second is the first second of the next minute, and hour 24 the first of the next day.
  const isLeap = second === '60'
  const isMidnight = hour === '24' && /^0*$/.test(`${minute}${second}${fraction}`)
  const local = `${year}-${month}-${day}T${isMidnight ? '00' : hour}:${minute}:${isLeap ? '59' : second}.000Z`
  const readMs = Date.parse(local)
  // A date that rolls over, such as February 31, reads back as another one.
  if (new Date(readMs).getUTCDate() !== Number(day)) return null
  const localMs = readMs + (isLeap ? 1_000 : 0) + (isMidnight ? 86_400_000 : 0)
  const offsetMinutes = offset === undefined ? zone(localMs) : minutesOf(offset)
  if (offsetMinutes === null) return null
  const utc = new Date(localMs - offsetMinutes * 60_000).toISOString()
  // Beyond the year 9999 or before 0 the text is longer and no longer compares.
  if (utc.length !== local.length) return null
  return `${utc.slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`
}

function minutesOf(offset: string): number | null {
  // What an offset leaves out is 0, and `Z` leaves out everything.
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(3).replace(':', ''))
  // 14 hours is the farthest zone on Earth.
  if (hours > 14 || minutes > 59) return null
  return (offset.startsWith('+') ? 1 : -1) * (hours * 60 + minutes)
}
