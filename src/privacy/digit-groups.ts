/**
 * The digits of a folded text in their groups, and which groups may be one number that somebody divided. Pure.
 * What is asked of groups is asked of those that stand together, from one of them to another: a number that begins or
 * ends within a longer one is another number.
 */

export interface Group {
  /** Among the groups. */
  readonly place: number
  readonly from: number
  readonly to: number
  /** The place of its first digit among all digits of the text. */
  readonly first: number
  /** Whether nothing but separators stands between it and the group before. */
  readonly joined: boolean
}

export interface Digits {
  readonly values: readonly number[]
  readonly groups: readonly Group[]
}

/** Letters are words. A star is a digit that was masked before. */
const SEPARATORS = /^[^\p{L}\p{N}*]{1,8}$/u

/** The shortest number that is looked for, a CPF without its first zero, and the longest, a card's. */
const SHORTEST = 10
const LONGEST = 19

export function digitsOf(text: string): Digits {
  const values: number[] = []
  const groups: Group[] = []
  for (const { 0: digits, index: from } of text.matchAll(/\d+/g)) {
    const before = groups.at(-1)
    const joined = before !== undefined && SEPARATORS.test(text.slice(before.to, from))
    groups.push({ place: groups.length, from, to: from + digits.length, first: values.length, joined })
    for (const digit of digits) values.push(Number(digit))
  }
  return { values, groups }
}

/** Calls `visit` with every number that groups make which stand together. Work: the groups times a constant. */
export function eachNumber(
  { groups }: Digits,
  visit: (start: Group, end: Group, length: number) => void,
): void {
  for (const start of groups) {
    for (let place = start.place; place < start.place + LONGEST; place += 1) {
      const end = groups[place]
      if (!end || (end !== start && !end.joined)) break
      const length = end.first + end.to - end.from - start.first
      if (length > LONGEST) break
      if (length >= SHORTEST) visit(start, end, length)
    }
  }
}
