/**
 * An instant is UTC text, exactly as precise as the sender's: `2025-03-18T15:27:28.358558Z`.
 * `Date` stops at the millisecond and takes the 31st of February, so it only does the arithmetic here.
 */

const ISO_8601 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}(?::?\d{2})?)?$/

/** What a sender writes for "no date": .NET's `DateTime.MinValue`. */
const NO_DATE = /^0001-01-01T00:00:00(?:\.0+)?(?:Z|[+-]00:?00)?$/

/**
 * The instant that an ISO 8601 text names: `none` where it stands for no date, `invalid` where it is no date.
 * @param zone the offset of texts that carry none, such as `-03:00`
 */
export function instant(
  text: string,
  zone: string,
): { readonly utc: string } | { readonly utc: null; readonly why: 'none' | 'invalid' } {
  if (NO_DATE.test(text)) return { utc: null, why: 'none' }
  const parts = ISO_8601.exec(text)
  if (!parts) return { utc: null, why: 'invalid' }
  const [, year, month, day, hour, minute, second, fraction, offset = zone] = parts
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const localMs = Date.parse(local)
  // A date that rolls over, such as February 31, reads back as another one.
  if (Number.isNaN(localMs) || new Date(localMs).toISOString() !== local) return { utc: null, why: 'invalid' }
  const offsetMinutes = minutesOf(offset)
  if (offsetMinutes === null) return { utc: null, why: 'invalid' }
  const utc = new Date(localMs - offsetMinutes * 60_000).toISOString()
  // Beyond the year 9999 or before 0 the text no longer compares.
  if (!/^\d{4}-/.test(utc)) return { utc: null, why: 'invalid' }
  return { utc: `${utc.slice(0, 19)}${fraction === undefined ? '' : `.${fraction}`}Z` }
}

function minutesOf(offset: string): number | null {
  // What an offset leaves out is 0, and `Z` leaves out everything.
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(3).replace(':', ''))
  // 14 hours is the farthest zone on Earth.
  if (hours > 14 || minutes > 59) return null
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
