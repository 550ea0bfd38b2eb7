/** An invariant that did not hold: which one, and what was seen instead. */
export class Violation extends Error {
  readonly invariant: string

  constructor(invariant: string, seen: string) {
    super(`${invariant}: ${seen}`)
    this.invariant = invariant
  }
}
