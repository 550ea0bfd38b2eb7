/** Times for people: short in lists, to the second when pointed at. In Brasília's time, or in UTC if the reader chose that. */

import { BRASILIA_MS, DAY_MS, HOUR_MS } from '../days.ts'
import type { View } from './view.ts'

interface TimeProps {
  readonly view: View
  /** UTC text. */
  readonly at: string
  /** Whether to show seconds and the full date. */
  readonly exact?: boolean
  /** Whether the short form has seconds. */
  readonly seconds?: boolean
}

export function Time({ view, at, exact = false, seconds = false }: TimeProps) {
  const ms = msOf(at)
  if (ms === null) return <time>{at}</time>
  const offset = view.zone === 'utc' ? 0 : BRASILIA_MS
  const utc = `${whole(ms, 0, 'en')}${at.slice(19, -1)} UTC`
  const brasilia = `${whole(ms, BRASILIA_MS, view.language)} ${view.text.zone.brasilia}`
  const shown = exact ? whole(ms, offset, view.language) : short(view, ms, offset, seconds ? 19 : 16)
  return (
    <time datetime={at} title={view.zone === 'utc' ? `${utc}, ${brasilia}` : `${brasilia}, ${utc}`}>
      {shown}
    </time>
  )
}

/** `today 15:19`, `yesterday 18:26`, `23 Nov 18:06`, `23 Nov 2025`. */
function short(view: View, ms: number, offset: number, end: number): string {
  const { today, yesterday, months } = view.text.zone
  const text = new Date(ms + offset).toISOString()
  const now = new Date(view.now + offset).toISOString()
  const before = new Date(view.now + offset - DAY_MS).toISOString()
  const time = text.slice(11, end)
  if (text.slice(0, 10) === now.slice(0, 10)) return `${today} ${time}`
  if (text.slice(0, 10) === before.slice(0, 10)) return `${yesterday} ${time}`
  const day = `${Number(text.slice(8, 10))} ${months[Number(text.slice(5, 7)) - 1]}`
  return text.slice(0, 4) === now.slice(0, 4) ? `${day} ${time}` : `${day} ${text.slice(0, 4)}`
}

/** `2026-11-25 15:19:02`, `25/11/2026 15:19:02`. */
function whole(ms: number, offset: number, language: View['language']): string {
  const text = new Date(ms + offset).toISOString()
  const time = text.slice(11, 19)
  if (language === 'en') return `${text.slice(0, 10)} ${time}`
  return `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)} ${time}`
}

/** `25 Nov` for the day `2026-11-25`. */
export const dayName = ({ text }: View, day: string): string =>
  `${Number(day.slice(8, 10))} ${text.zone.months[Number(day.slice(5, 7)) - 1]}`

/** Null if the text is not a time. */
export function msOf(at: string): number | null {
  const ms = Date.parse(`${at.slice(0, 19)}Z`)
  return Number.isNaN(ms) ? null : ms
}

/** A span in its shortest form: `0.3 s`, `12 min`, `3 h`, `12 days`. */
export function span({ language, text }: View, ms: number): string {
  if (ms < 60_000) {
    const seconds = (ms / 1000).toFixed(ms < 10_000 ? 1 : 0)
    return `${language === 'pt' ? seconds.replace('.', ',') : seconds} s`
  }
  if (ms < 2 * 3_600_000) return `${Math.round(ms / 60_000)} min`
  if (ms < 2 * DAY_MS) return `${Math.round(ms / HOUR_MS)} h`
  return text.zone.days({ n: Math.floor(ms / DAY_MS) })
}
