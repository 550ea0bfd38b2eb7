/** The first look of every morning: five numbers, each with a link to its list, and when each sender last sent something. */

import { DAY_MS, dayOf } from '../../days.ts'
import type { Today } from '../../db/today.ts'
import * as LIMITS from '../../limits.ts'
import { address } from '../links.ts'
import { senderName } from '../sender.ts'
import { msOf, span } from '../time.tsx'
import type { View } from '../view.ts'

const PROVIDERS = ['amplia', 'safe2pay'] as const
/** A sender that is silent for this long may be down, or use a wrong key. */
const SILENCE_MS = DAY_MS

interface StripProps {
  readonly view: View
  readonly today: Today
  /** Orders that have been in their status too long. */
  readonly stuck: number
  /** Findings that need attention. */
  readonly found: number
}

export function Strip({ view, today, stuck, found }: StripProps) {
  const { home, count, money, list } = view.text
  const { issued, receivedCents, paidNotIssued, senders } = today
  const numbers = [
    [home.issuedToday, count(issued), address('/orders', { status: 'Issued', from: dayOf(view.now) })],
    [home.receivedToday, money(receivedCents), '/month'],
    [
      list.readyLists.paid_not_issued,
      paidNotIssued > LIMITS.countedRows ? `${count(LIMITS.countedRows)}+` : count(paidNotIssued),
      address('/orders', { ready: 'paid_not_issued' }),
    ],
    [home.stuck, count(stuck), address('/orders', { status: 'open', sort: 'oldest' })],
    [view.text.toLookAt, count(found), '/attention'],
  ] as const
  return (
    <>
      <ul class="strip">
        {numbers.map(([label, number, path]) => (
          <li>
            <a href={path}>
              <b>{number}</b> <span>{label}</span>
            </a>
          </li>
        ))}
      </ul>
      <p class="senders">
        {PROVIDERS.map((provider) => (
          <Sender view={view} provider={provider} at={senders[provider] ?? null} />
        ))}
      </p>
    </>
  )
}

function Sender({
  view,
  provider,
  at,
}: {
  view: View
  provider: (typeof PROVIDERS)[number]
  at: string | null
}) {
  const ms = at === null ? null : msOf(at)
  const isSilent = ms === null || view.now - ms > SILENCE_MS
  return (
    <span class={isSilent ? 'held' : 'good'}>
      <span class="sign" aria-hidden="true">
        {isSilent ? '○' : '●'}
      </span>
      {senderName(provider)}{' '}
      {ms === null ? view.text.home.silent : view.text.zone.ago({ time: span(view, view.now - ms) })}
    </span>
  )
}
