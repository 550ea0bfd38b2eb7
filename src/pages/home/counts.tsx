/** How many entities stand where, under what that says of money or of progress. */
import type { StatusCount } from '../../db/overview.ts'
import { providerNamed } from '../../providers/index.ts'
import { address } from '../links.ts'
import { codedName, Status, statusKind, statusMeaning, toneOf } from '../status.tsx'
import type { Group } from '../status-kinds.ts'
import type { View } from '../view.ts'

/** Whether there is money: what must never be mistaken. */
const TONES: Readonly<Partial<Record<Group, string>>> = { in: 'good', none: 'bad' }

interface CountsProps {
  readonly view: View
  readonly provider: string
  /** The list behind the numbers. */
  readonly path: string
  readonly groups: readonly Group[]
  readonly counts: readonly StatusCount[]
}

export function Counts({ view, provider, path, groups, counts }: CountsProps) {
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
                  <small class="narrow">{statusMeaning({ view, provider, status })}</small>
                </th>
                <td class="wide meaning">{statusMeaning({ view, provider, status })}</td>
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
  /** Null where the group is none: what no table has cannot be listed as one. */
  readonly path: string | null
  readonly name: string
  readonly sum: string
}

/** The sum of a group leads to all of it. */
const Sum = ({ path, name, sum }: SumProps) =>
  path === null ? (
    <span>{sum}</span>
  ) : (
    <a href={path} aria-label={`${sum}: ${name}`}>
      {sum}
    </a>
  )
