/** Times as a person reads them: Brasília's for Portuguese, UTC for English, and the other one to point at. */
import type { View } from './view.ts'

/** Brasília has had no daylight saving time since 2019; the receiver reads Safe2Pay's times with the same offset. */
const BRASILIA_MS = -3 * 60 * 60 * 1000

interface TimeProps {
  readonly view: View
  /** UTC text of the receiver. */
  readonly at: string
}

export function Time({ view, at }: TimeProps) {
  const utc = written(at, 0, 'en')
  const brasilia = written(at, BRASILIA_MS, view.language)
  const fraction = at.slice(19, -1)
  const [shown, other] =
    view.language === 'pt'
      ? [brasilia, `${utc}${fraction} UTC`]
      : [utc, `${brasilia} Brasília, ${utc}${fraction} UTC`]
  return (
    <time datetime={at} title={other}>
      {shown}
    </time>
  )
}

/** A day of Brasília or UTC, without a year where space is short. */
function written(at: string, offsetMs: number, language: View['language']): string {
  const ms = Date.parse(`${at.slice(0, 19)}Z`)
  if (Number.isNaN(ms)) return at
  const text = new Date(ms + offsetMs).toISOString()
  const time = text.slice(11, 19)
  if (language === 'en') return `${text.slice(0, 10)} ${time}`
  return `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)} ${time}`
}

/** A span as short as it can be said: `0.3 s`, `12 min`, `3 h`. */
export function span(ms: number, language: View['language']): string {
  if (ms < 60_000) {
    const seconds = (ms / 1000).toFixed(ms < 10_000 ? 1 : 0)
    return `${language === 'pt' ? seconds.replace('.', ',') : seconds} s`
  }
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`
}
