/** The form above a list: a few choices and days, without a script. */
import type { View } from './view.ts'

interface Option {
  readonly value: string
  readonly text: string
}

export interface Choice {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly groups?: readonly { readonly label: string; readonly options: readonly Option[] }[]
}

interface FilterProps {
  readonly view: View
  readonly path: string
  /** Other parameters of the address, which the form keeps. */
  readonly hidden?: Readonly<Record<string, string | undefined>>
  readonly choices: readonly Choice[]
  /** The chosen days, if the list has any. */
  readonly days?: Readonly<Record<'from' | 'to', string>>
  readonly isFiltered: boolean
}

export function Filter({ view, path, hidden = {}, choices, days, isFiltered }: FilterProps) {
  const { list } = view.text
  return (
    <search>
      <form class="filter" method="get" action={path}>
        {Object.entries(hidden).map(
          ([name, value]) => value && <input type="hidden" name={name} value={value} />,
        )}
        {choices.map(({ name, label, value, options, groups = [] }) => (
          <div class="field">
            <label for={name}>{label}</label>
            <select id={name} name={name}>
              <Options value={value} options={options} />
              {groups.map((group) => (
                <optgroup label={group.label}>
                  <Options value={value} options={group.options} />
                </optgroup>
              ))}
            </select>
          </div>
        ))}
        {days &&
          (['from', 'to'] as const).map((name) => (
            <div class="field day">
              <label for={name}>{list[name]}</label>
              <input id={name} name={name} type="date" value={days[name]} />
            </div>
          ))}
        <button type="submit">{list.show}</button>
        {isFiltered && <a href={path}>{list.clear}</a>}
      </form>
    </search>
  )
}

const Options = ({ value, options }: { readonly value: string; readonly options: readonly Option[] }) => (
  <>
    {options.map((option) => (
      <option value={option.value} selected={option.value === value}>
        {option.text}
      </option>
    ))}
  </>
)
