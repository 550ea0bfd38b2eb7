/** Facts as their difference from the facts before them. Pure. */
import type { Facts } from '../lifecycle/history.ts'

/** The values that differ, by name; under `GONE` the names that no longer exist. */
export type Difference = Readonly<Record<string, Facts[string] | readonly string[]>>

/** No fact has this name. */
const GONE = ''

export function difference(before: Facts, facts: Facts): Difference {
  const said = Object.entries(facts).filter(([name, value]) => before[name] !== value)
  const gone = Object.keys(before).filter((name) => !(name in facts))
  return { ...Object.fromEntries(said), ...(gone.length > 0 && { [GONE]: gone }) }
}

export function after(before: Facts, { [GONE]: gone, ...said }: Difference): Facts {
  const lost = Array.isArray(gone) ? gone : []
  const kept = Object.entries(before).filter(([name]) => !lost.includes(name))
  return { ...Object.fromEntries(kept), ...(said as Facts) }
}
