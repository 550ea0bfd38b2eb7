/** How long an order or payment has been in its status, and whether that is longer than usual. */
import { DAY_MS, HOUR_MS } from '../days.ts'
import { statusKind } from './status.tsx'
import { msOf, span, Time } from './time.tsx'
import type { View } from './view.ts'

/** Hours that a status of a payment usually lasts at most: a boleto is open for some days, a dispute for weeks. */
const PAYMENT_HOURS: Readonly<Record<string, number>> = {
  1: 96,
  2: 72,
  5: 720,
  11: 168,
  12: 72,
  14: 120,
  19: 240,
}

/** Undefined if it has ended, or may wait. */
const hoursOf = ({ view, provider, status }: AgeProps): number | undefined =>
  provider === 'amplia' ? view.deadlines.find((each) => each.status === status)?.hours : PAYMENT_HOURS[status]

interface AgeProps {
  readonly view: View
  readonly provider: string
  readonly status: string
  /** UTC text; null if unknown. */
  readonly since: string | null
}

/** While it is open, `12 days ago`, in amber if that is too long; after it has ended, the time when it did. */
export function Age(props: AgeProps) {
  const { view, provider, status, since } = props
  const ms = since === null ? null : msOf(since)
  if (since === null || ms === null) return null
  const age = view.now - ms
  const hours = hoursOf(props)
  const isOpen = hours !== undefined || statusKind(provider, status)?.group === 'open'
  if (!isOpen || age < DAY_MS) return <Time view={view} at={since} />
  return (
    <span class={hours !== undefined && age > hours * HOUR_MS ? 'mark held' : undefined}>
      <Time view={view} at={since} />{' '}
      <span class="ago">({view.text.zone.ago({ time: span(view, age) })})</span>
    </span>
  )
}
