/** The orders in which a network may deliver the same events. */

/** Every order of these items, each once: n! orders. */
export function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length === 0) yield []
  for (const [place, first] of items.entries()) {
    for (const rest of permutations(items.toSpliced(place, 1))) yield [first, ...rest]
  }
}

/** Repeats one of the earlier deliveries after each delivery; `turn` chooses which. */
export const withDuplicates = <T>(order: readonly T[], turn: number): readonly T[] =>
  order.flatMap((item, place) => [item, order[(turn + place) % (place + 1)] ?? item])
