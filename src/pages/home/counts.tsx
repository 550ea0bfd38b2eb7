/** How many entities have each status, grouped by what the status means for money or progress. */

import { DAY_MS, dayOf } from '../../days.ts'
import type { StatusCount } from '../../db/overview.ts'
import type { Today } from '../../db/today.ts'
import { providerNamed } from '../../providers/index.ts'
import type { Child } from '../jsx-runtime.ts'
import { address } from '../links.ts'
import { codedName, Status, statusKind, statusMeaning, toneOf } from '../status.tsx'
import type { Group } from '../status-kinds.ts'
import type { View } from '../view.ts'

/** The colours of the groups that must never be confused: money is in, or there is none. */
const TONES: Readonly<Partial<Record<Group, string>>> = { in: 'good', none: 'bad' }

interface CountsProps {
  readonly view: View
  readonly provider: string
  /** The list that the numbers link to. */
  readonly path: string
  readonly groups: readonly Group[]
  readonly counts: readonly StatusCount[]
  readonly ageing?: Today['ageing']
}

/** The days that the numbers of `ageing` mean. */
const AGES = [1, 3, 7]

/** More about a status than its name: how many have been in it for how long, or what it means for money. */
function detailOf({ view, provider, path, ageing }: CountsProps, status: string): Child {
  if (!ageing?.[status]) return statusMeaning({ view, provider, status })
  return ageing[status].map((count, place) => {
    const days = AGES[place] ?? 0
    const to = dayOf(view.now - days * DAY_MS)
    return (
      count > 0 && (
        <a
          class="age"
          title={`≥ ${view.text.zone.days({ n: days })}`}
          href={address(path, { status, by: 'changed', to, sort: 'oldest' })}
        >
          {view.text.home.older({ n: days, count })}
        </a>
      )
    )
  })
}

export function Counts(props: CountsProps) {
  const { view, provider, path, groups, counts } = props
  const { text } = view
  const order = Object.keys(providerNamed(provider).lifeCycle.statuses)
  const place = ({ status }: StatusCount): number => {
    const known = order.indexOf(status)
    return known === -1 ? order.length : known
  }
  const most = Math.max(1, ...counts.map(({ count }) => count))
  const rows = [...counts].sort((a, b) => place(a) - place(b))
  return (
    <table class="counts" aria-labelledby={path.slice(1)}>
      {[...groups, 'other' as const].map((group) => {
        const members = rows.filter(
          ({ status }) => (statusKind(provider, status)?.group ?? 'other') === group,
        )
        if (members.length === 0) return null
        return (
          <tbody>
            <tr class={`group ${TONES[group] ?? ''}`}>
              <th scope="rowgroup">{text.groups[group]}</th>
              <td class="wide"></td>
              <td></td>
              <td class="amount">
                <Sum
                  path={group === 'other' ? null : address(path, { status: group })}
                  name={text.groups[group]}
                  sum={text.count(members.reduce((sum, { count }) => sum + count, 0))}
                />
              </td>
            </tr>
            {members.map(({ status, count }) => (
              <tr>
                <th scope="row">
                  <Status view={view} provider={provider} status={status} />
                  <small class="narrow">{detailOf(props, status)}</small>
                </th>
                <td class="wide meaning">{detailOf(props, status)}</td>
                <td class="bar-cell">
                  <svg class="meter" width="100%" height="6" aria-hidden="true" focusable="false">
                    <rect
                      class={toneOf(provider, status)}
                      width={`${(count / most) * 100}%`}
                      height="6"
                      rx="1"
                    />
                  </svg>
                </td>
                <td class="amount">
                  <a
                    href={address(path, { status })}
                    aria-label={`${text.count(count)}: ${codedName({ view, provider, status })}`}
                  >
                    {text.count(count)}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        )
      })}
    </table>
  )
}

interface SumProps {
  /** Null for statuses that no table has, because they cannot be listed as a group. */
  readonly path: string | null
  readonly name: string
  readonly sum: string
}

/** The sum of a group links to the list of the group. */
const Sum = ({ path, name, sum }: SumProps) =>
  path === null ? (
    <span>{sum}</span>
  ) : (
    <a href={path} aria-label={`${sum}: ${name}`}>
      {sum}
    </a>
  )
