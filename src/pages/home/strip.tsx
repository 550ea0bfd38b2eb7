/** What a working day begins with: five numbers, each the way to what is behind it, and when each sender was last heard of. */

import { dayOf, startOf } from '../../days.ts'
import { countOrders } from '../../db/entities.ts'
import { readToday, type Today } from '../../db/today.ts'
import { providerNamed } from '../../providers/index.ts'
import { longSince } from '../age.tsx'
import { address } from '../links.ts'
import { filterOf, listQuery } from '../list-query.ts'
import { senderName } from '../sender.ts'
import { msOf, span } from '../time.tsx'
import type { PageContext, View } from '../view.ts'

const PROVIDERS = ['amplia', 'safe2pay'] as const
/** A sender that is silent for so long may be away, or has lost its key. */
const SILENCE_MS = 24 * 3_600_000

export interface Day extends Today {
  readonly day: string
  readonly paidNotIssued: { readonly count: number; readonly isMore: boolean }
}

export async function dayIn(context: PageContext, view: View): Promise<Day> {
  const day = dayOf(view.now)
  const statuses = (provider: string) => Object.keys(providerNamed(provider).lifeCycle.statuses)
  const ready = { ...listQuery(context, 'orders'), ready: 'paid_not_issued' } as const
  const [today, paidNotIssued] = await Promise.all([
    readToday(context.env.DB, startOf(day), longSince('amplia', view.now), {
      amplia: statuses('amplia'),
      safe2pay: statuses('safe2pay'),
    }),
    countOrders(context.env.DB, await filterOf(context.env.VAULT, ready, view.now, 1)),
  ])
  return { ...today, day, paidNotIssued }
}

export function Strip({
  view,
  day,
  found,
}: {
  readonly view: View
  readonly day: Day
  readonly found: string
}) {
  const { home, count, money, list } = view.text
  const { issued, receivedCents, stuck, paidNotIssued } = day
  const waiting = count(paidNotIssued.count)
  const numbers = [
    [home.issuedToday, count(issued), address('/orders', { status: 'Issued', from: day.day })],
    [home.receivedToday, money(receivedCents), '/month'],
    [
      list.readyLists.paid_not_issued,
      paidNotIssued.isMore ? `${waiting}+` : waiting,
      address('/orders', { ready: 'paid_not_issued' }),
    ],
    [home.stuck, count(stuck), address('/orders', { status: 'open', sort: 'oldest' })],
    [view.text.toLookAt, found, '/attention'],
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
          <Sender view={view} provider={provider} at={day.senders[provider]} />
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
