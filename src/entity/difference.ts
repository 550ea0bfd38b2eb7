/** Facts as what they say otherwise than the facts before them. Pure. */
import type { Facts } from '../lifecycle/history.ts'

/** By name what differs; under `GONE` the names that are no longer there. */
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
