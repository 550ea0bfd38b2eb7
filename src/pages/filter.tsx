/** The form above a list: a search, a few choices, and nothing that needs a script. */
import type { View } from './view.ts'

export interface Choice {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
}

interface FilterProps {
  readonly view: View
  readonly path: string
  /** Null where the list cannot be searched. */
  readonly search: { readonly label: string; readonly value: string } | null
  readonly choices: readonly Choice[]
  readonly isFiltered: boolean
}

/** Characters of a search: no id or number of a sender is longer. */
const SEARCH_CHARACTERS = 128

export function Filter({ view, path, search, choices, isFiltered }: FilterProps) {
  const { list } = view.text
  return (
    <search>
      <form class="filter" method="get" action={path}>
        {search && (
          <div class="field search">
            <label for="q">{search.label}</label>
            <input id="q" name="q" type="search" value={search.value} maxlength={SEARCH_CHARACTERS} />
          </div>
        )}
        {choices.map(({ name, label, value, options }) => (
          <div class="field">
            <label for={name}>{label}</label>
            <select id={name} name={name}>
              {options.map((option) => (
                <option value={option.value} selected={option.value === value}>
                  {option.text}
                </option>
              ))}
            </select>
          </div>
        ))}
        <button type="submit">{search ? list.search : list.show}</button>
        {isFiltered && <a href={path}>{list.clear}</a>}
      </form>
    </search>
  )
}
