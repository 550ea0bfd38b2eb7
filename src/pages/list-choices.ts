/** The choices above a list: a status or a group of statuses, which time the dates mean, and marks. */
import { providerNamed } from '../providers/index.ts'
import type { Choice } from './filter.tsx'
import { defaultTime, type ListQuery, TIMES } from './list-query.ts'
import { codedName, statusKind } from './status.tsx'
import type { Group } from './status-kinds.ts'
import type { View } from './view.ts'

const GROUPS: Readonly<Record<ListQuery['list'], readonly Group[]>> = {
  orders: ['open', 'issued', 'ended'],
  transactions: ['in', 'held', 'none', 'out'],
}

export function choicesOf(view: View, asked: ListQuery): readonly Choice[] {
  const { list, column, groups } = view.text
  const { status, marks, by } = asked
  const provider = asked.list === 'orders' ? 'amplia' : 'safe2pay'
  const statuses = Object.keys(providerNamed(provider).lifeCycle.statuses)
  const isGroup = GROUPS[asked.list].some((group) => group === status)
  // An address can name a status that the table does not have; the form then keeps it.
  const other = status === '' || isGroup || statuses.includes(status) ? [] : [status]
  const option = (each: string) => ({ value: each, text: codedName({ view, provider, status: each }) })
  return [
    ...(asked.ready
      ? []
      : [
          {
            name: 'status',
            label: column.status,
            value: status,
            options: [{ value: '', text: list.anyStatus }, ...other.map(option)],
            groups: GROUPS[asked.list].map((group) => {
              const members = statuses.filter((each) => statusKind(provider, each)?.group === group)
              const all = members.length > 1 ? [{ value: group, text: groups[group] }] : []
              return { label: groups[group], options: [...all, ...members.map(option)] }
            }),
          },
        ]),
    {
      name: 'marks',
      label: list.marks,
      value: marks,
      options: [
        { value: '', text: list.anyMarks },
        { value: 'refused', text: list.refused },
        ...(asked.list === 'orders' ? [{ value: 'gaps', text: list.gaps }] : []),
      ],
    },
    {
      name: 'by',
      label: list.by,
      // The default is an empty value, because the default of a status that is chosen next is another one.
      value: by === defaultTime(asked) ? '' : by,
      options: TIMES[asked.list].map((each) => ({
        value: each === defaultTime(asked) ? '' : each,
        text: list.times[each] ?? each,
      })),
    },
  ]
}
