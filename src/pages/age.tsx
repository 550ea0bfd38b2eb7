/** For how long an order or payment has been where it is, and whether that is longer than such a stage takes. */
import { DAY_MS } from '../days.ts'
import { msOf, span, Time } from './time.tsx'
import type { View } from './view.ts'

/** Days that a stage usually takes at the most; after that somebody should ask. What is not here has ended, or may wait. */
const DAYS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  amplia: {
    WaitingValidation: 5,
    InValidation: 2,
    WaitingConfirmation: 2,
    InConfirmation: 2,
    WaitingIssue: 3,
  },
  // A boleto is open for some days, a dispute for weeks.
  safe2pay: { 1: 4, 2: 3, 5: 30, 11: 7, 12: 3, 14: 5, 19: 10 },
}

interface AgeProps {
  readonly view: View
  readonly provider: string
  readonly status: string
  /** UTC text; null where nobody knows. */
  readonly since: string | null
}

export const isLong = ({ view, provider, status, since }: AgeProps): boolean => {
  const days = DAYS[provider]?.[status]
  const ms = since === null ? null : msOf(since)
  return days !== undefined && ms !== null && view.now - ms > days * DAY_MS
}

/** Of what goes on `12 days ago`, in amber where it is too long; of what has ended, when that was. */
export function Age(props: AgeProps) {
  const { view, provider, status, since } = props
  const ms = since === null ? null : msOf(since)
  if (since === null || ms === null) return null
  const isOpen = DAYS[provider]?.[status] !== undefined
  if (!isOpen || view.now - ms < DAY_MS) return <Time view={view} at={since} />
  return (
    <span class={isLong(props) ? 'mark held' : undefined}>
      <Time view={view} at={since} />{' '}
      <span class="ago">({view.text.zone.ago({ time: span(view, view.now - ms) })})</span>
    </span>
  )
}

/** For each stage the UTC text before which whoever came there has been there too long. */
export const longSince = (provider: string, now: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(DAYS[provider] ?? {}).map(([status, days]) => [
      status,
      new Date(now - days * DAY_MS).toISOString().slice(0, 19),
    ]),
  )
