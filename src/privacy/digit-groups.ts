/**
 * The groups of digits in a folded text, and which groups may together be one number that somebody divided. Pure. Only whole
 * groups that are next to each other are combined: a number that begins or ends inside a longer one is another number.
 */

export interface Group {
  /** Its place among the groups. */
  readonly place: number
  readonly from: number
  readonly to: number
  /** The place of its first digit among all digits of the text. */
  readonly first: number
  /** Whether there are only separators between it and the group before. */
  readonly joined: boolean
}

export interface Digits {
  readonly values: readonly number[]
  readonly groups: readonly Group[]
}

/** Without letters, which make words, and without stars, which are masked digits. */
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

/** Calls `visit` with every number that neighbouring groups can form. The work is linear in the number of groups. */
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
