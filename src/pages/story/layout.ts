/** The place of each status in the diagram of its life cycle: layered by the longest forward path. Pure. */
import type { LifeCycle } from '../../lifecycle/life-cycle.ts'

/** A status on the path that the table does not have. */
export interface Unlisted {
  readonly status: string
  /** The status before it; null if it was the first. */
  readonly after: string | null
}

export interface Place {
  readonly status: string
  /** Counted from the top. */
  readonly layer: number
  /** 0 is the spine, the longest path of all; the other columns are to its right. */
  readonly column: number
}

export function placesOf(cycle: LifeCycle, unlisted: readonly Unlisted[]): readonly Place[] {
  const statuses = Object.keys(cycle.statuses)
  const layers = layersOf(cycle, statuses)
  const spine = spineOf(cycle, statuses, layers)
  // A status that the table does not have is placed below the one before it.
  for (const { status, after } of unlisted) {
    layers.set(status, after === null ? 0 : (layers.get(after) ?? 0) + 1)
  }
  const taken = new Map<number, number>()
  return [...layers].map(([status, layer]) => {
    if (spine.has(status)) return { status, layer, column: 0 }
    const column = (taken.get(layer) ?? 0) + 1
    taken.set(layer, column)
    return { status, layer, column }
  })
}

/** The length of the longest forward path to each status. The forward moves have no cycle, as a test proves. */
function layersOf(cycle: LifeCycle, statuses: readonly string[]): Map<string, number> {
  const layers = new Map<string, number>()
  const layerOf = (status: string): number => {
    const known = layers.get(status)
    if (known !== undefined) return known
    const before = statuses.filter((each) => forward(cycle, each).includes(status))
    const layer = Math.max(-1, ...before.map(layerOf)) + 1
    layers.set(status, layer)
    return layer
  }
  return new Map(statuses.map((status) => [status, layerOf(status)]))
}

/** The longest forward path of all, walked back from its end. */
function spineOf(
  cycle: LifeCycle,
  statuses: readonly string[],
  layers: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const layer = (status: string): number => layers.get(status) ?? 0
  let last = statuses.reduce<string | undefined>(
    (deepest, each) => (deepest === undefined || layer(each) > layer(deepest) ? each : deepest),
    undefined,
  )
  const spine = new Set<string>()
  while (last !== undefined) {
    const end: string = last
    spine.add(end)
    last = statuses.find((each) => forward(cycle, each).includes(end) && layer(each) === layer(end) - 1)
  }
  return spine
}

const forward = (cycle: LifeCycle, status: string): readonly string[] => cycle.moves[status]?.forward ?? []
