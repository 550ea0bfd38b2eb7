/** Finds numbers, telephones and e-mail addresses of people in a folded text. Pure, and linear in the text. */
import { isCard, isCnpj, isCpf } from './check-digits.ts'
import { type Digits, digitsOf, eachNumber, type Group } from './digit-groups.ts'

/**
 * The kind of a text decides how much of it counts as personal. `notation`: the number of a payment system. One in a hundred
 * has the check digits of a CPF, so only a number that is written as a CPF or a CNPJ counts. `number`: a business's own
 * number, such as a reference. A number that only may be a person's is kept, because orders and payments find each other by
 * it: fourteen digits alone are a time or a number, and one number in ten passes the check of a card. `text`: the same, but
 * a number that may be a person's counts too. `prose`: text about people, where every number as long as a CPF, a CNPJ or a
 * telephone counts as one.
 */
export type Rule = 'notation' | 'number' | 'text' | 'prose'

export interface Finding {
  readonly from: number
  readonly to: number
  /** Whether its six middle digits stay, as Brazilian authorities publish a CPF: `***.422.370-**`. */
  readonly keepsMiddle: boolean
}

/** A number in its own notation counts whatever its check digits are, because those in the documented bodies are wrong. */
const NOTATION = /\d{3}\.\d{3}\.\d{3}-\d{2}|[a-z0-9]{2}\.[a-z0-9]{3}\.[a-z0-9]{3}\/[a-z0-9]{4}-\d{2}/gi

/** A CPF in its notation that has lost its leading zero. */
const SHORT_NOTATION = /(?<!\d)\d{2}\.\d{3}\.\d{3}-\d{2}(?!\d)/g

/** Since July 2026 a new CNPJ may have letters in its first twelve places. */
const CNPJ_WITH_LETTERS =
  /(?<![a-z0-9])[a-z0-9]{2}\.?[a-z0-9]{3}\.?[a-z0-9]{3}\/?[a-z0-9]{4}-?\d{2}(?![a-z0-9])/gi

/**
 * Texts with many digits that are not a person's number: a GUID, if it has a letter; the id of a Pix; an instant. One in a
 * hundred of them would be mistaken for one.
 */
const NO_PERSON = new RegExp(
  [
    String.raw`(?<![a-z0-9])(?=[\d-]{0,35}[a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![a-z0-9])`,
    String.raw`(?<![a-z0-9])[ed]\d{8}20\d{2}(?:0\d|1[0-2])[0-3]\d[0-2]\d[0-5]\d[a-z0-9]{11}(?![a-z0-9])`,
    String.raw`(?<!\d)(?:19|20)\d{2}-(?:0\d|1[0-2])-[0-3]\d[T ][0-2]\d:[0-5]\d(?::\d{2}(?:\.\d{1,9})?)?(?!\d)`,
  ].join('|'),
  'gi',
)

const DOMAIN = /@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu
const LOCAL_PART = /[\p{L}\p{N}.+_%'-]/u
/** RFC 5321, section 4.5.3.1.1. */
const LOCAL_PART_CHARACTERS = 64

const SUBSCRIBER = String.raw`(?:9[ .-]?)?\d{4}[ .-]?\d{4}(?!\d)`
/** Brazilian telephones in forms that only a telephone has: with +55, the area code in brackets, or both divided. */
const WRITTEN_PHONE = new RegExp(
  [
    String.raw`\+ ?55[ .-]?\(?0?[1-9][1-9]\)?[ .-]?${SUBSCRIBER}`,
    String.raw`\(0?[1-9][1-9]\) ?${SUBSCRIBER}`,
    String.raw`(?<!\d)[1-9][1-9] (?:9 ?\d{4}|[2-5]\d{3})-\d{4}(?!\d)`,
  ].join('|'),
  'g',
)
/** The same without its signs, and without an area code. */
const LOOSE_PHONE =
  /(?<!\d)(?:(?:00)?55[ .-]{0,2})?0?[1-9][1-9][ .-]{0,2}(?:9[ .-]?\d{4}|[2-5]\d{3})[ .-]?\d{4}(?!\d)|(?<!\d)9\d{4}[ -]\d{4}(?!\d)/g

const CPF_LABEL = /(cpf|cnpj)[^\p{L}\p{N}]{0,8}(?:n[o°]?[^\p{L}\p{N}]{0,4})?(?=\d)/giu
const BIRTH_LABEL =
  /(?:(?<!\p{L})(?:data|dt)?_?nasc|(?<!\p{L})dob|birth|anivers)[\p{L}_ ]{0,12}(?:\(a\))?[^\p{L}\p{N}]{0,8}(?:(?:em|de) )?(?=\d)/giu

/** Everything that counts as personal by the rule, without overlaps, in the order of the text. */
export function findings(text: string, rule: Rule): readonly Finding[] {
  const count = digitsIn(text)
  // Most texts have few digits, and without digits only an address can be personal.
  if (count < CNPJ_DIGITS) return rule === 'notation' ? [] : united(addresses(text))
  const found = allOf(NOTATION, text)
  if (rule === 'notation') return found
  const open = text.replace(NO_PERSON, (match) => 'x'.repeat(match.length))
  return united([
    ...found,
    ...addresses(open),
    ...companies(open),
    ...(count < BIRTH_DIGITS ? [] : people(open, rule, count)),
  ])
}

/** The fewest digits of anything we look for: a CNPJ has two that are never letters, a date of birth four, a telephone nine. */
const CNPJ_DIGITS = 2
const BIRTH_DIGITS = 4
const PHONE_DIGITS = 9

function digitsIn(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit >= 0x30 && unit <= 0x39) count += 1
  }
  return count
}

const companies = (open: string): readonly Finding[] => allOf(CNPJ_WITH_LETTERS, open, isCnpjWithLetters)

function people(open: string, rule: Exclude<Rule, 'notation'>, count: number): readonly Finding[] {
  const digits = digitsOf(open)
  if (count < PHONE_DIGITS) return labelledNumbers(open, digits)
  return [
    ...allOf(SHORT_NOTATION, open, isShortCpf),
    ...allOf(WRITTEN_PHONE, open),
    ...(rule === 'prose' ? allOf(LOOSE_PHONE, open) : []),
    ...labelledNumbers(open, digits),
    ...numbers(open, digits, rule),
  ]
}

/** All matches. Most texts have none, which is asked first, because `matchAll` copies its pattern before it looks. */
const matches = (pattern: RegExp, text: string): readonly RegExpExecArray[] =>
  text.search(pattern) < 0 ? [] : [...text.matchAll(pattern)]

const allOf = (
  pattern: RegExp,
  text: string,
  isFound: (match: string) => boolean = () => true,
): readonly Finding[] =>
  matches(pattern, text)
    .filter(([whole]) => isFound(whole))
    .map(({ index, 0: whole }) => ({ from: index, to: index + whole.length, keepsMiddle: true }))

const valuesOf = (text: string): readonly number[] =>
  [...text.replace(/[^a-z0-9]/gi, '').toUpperCase()].map((character) => character.charCodeAt(0) - 48)

const isCnpjWithLetters = (text: string): boolean => /[a-z]/i.test(text) && isCnpj(valuesOf(text), 0)

const isShortCpf = (text: string): boolean => isCpf(valuesOf(text), 0, 10)

/** E-mail addresses, read backwards from the `@`, so that a long text of letters is not read again from each letter. */
function addresses(text: string): readonly Finding[] {
  return matches(DOMAIN, text).flatMap(({ index, 0: domain }) => {
    let from = index
    while (index - from < LOCAL_PART_CHARACTERS && LOCAL_PART.test(text.charAt(from - 1))) from -= 1
    return from === index ? [] : [{ from, to: index + domain.length, keepsMiddle: false }]
  })
}

/** Numbers after `CPF`, whatever their check digits are, and dates after a word for birth. */
function labelledNumbers(text: string, { groups }: Digits): readonly Finding[] {
  const starts = new Map(groups.map((group) => [group.from, group]))
  const behind = (
    label: RegExp,
    fewest: number,
    enough: (label: string | undefined) => number,
    keepsMiddle: boolean,
  ): readonly Finding[] =>
    matches(label, text).flatMap((match) => {
      const first = starts.get(match.index + match[0].length)
      if (!first) return []
      const last = lastOf(groups, first, enough(match[1]))
      const length = last.first + last.to - last.from - first.first
      return length < fewest ? [] : [{ from: first.from, to: last.to, keepsMiddle }]
    })
  return [
    ...behind(CPF_LABEL, 9, (label) => (label?.toLowerCase() === 'cpf' ? 11 : 14), true),
    ...behind(BIRTH_LABEL, 4, () => 8, false),
  ]
}

/** The neighbouring group at which enough digits are reached, or the last one. */
function lastOf(groups: readonly Group[], first: Group, enough: number): Group {
  let last = first
  for (const group of groups.slice(first.place + 1, first.place + enough)) {
    if (!group.joined || last.first + last.to - last.from - first.first >= enough) break
    last = group
  }
  return last
}

function numbers(text: string, digits: Digits, rule: Exclude<Rule, 'notation'>): readonly Finding[] {
  const { values, groups } = digits
  const wholeLength = text.replace(/[^\p{L}\p{N}]/gu, '').length
  const found: Finding[] = []
  eachNumber(digits, (start, end, length) => {
    const isOne = start === end
    const isCardHere =
      isWrittenAsCard(groups, start, end, length, rule, values[start.first]) &&
      isCard(values, start.first, length)
    if (
      isCardHere ||
      isPersonal(values, start.first, length, isOne, rule, isOne && length === wholeLength) ||
      (rule === 'prose' && isOne && length <= 14 && !isGlued(text, start))
    ) {
      // At most the first six and the last four digits of a card may be shown, and a middle is neither.
      found.push({ from: start.from, to: end.to, keepsMiddle: !isCardHere })
    }
  })
  return found
}

/** @param isOne whether its digits are undivided @param isAlone whether they are, and the text has nothing else */
function isPersonal(
  values: readonly number[],
  at: number,
  length: number,
  isOne: boolean,
  rule: Rule,
  isAlone: boolean,
): boolean {
  switch (length) {
    case 10:
      return isOne && isCpf(values, at, length)
    case 11:
      return isCpf(values, at, length)
    case 14:
      if (isOne && isPadded(values, at) && isCpf(values, at, length)) return true
      // Most companies have one branch, 0001; a number that is a time has its hour and minute there.
      return (
        isCnpj(values, at) &&
        (rule !== 'number' || (!isAlone && values[at + 8] === 0 && values[at + 9] === 0))
      )
    default:
      return false
  }
}

/** A CPF padded to the length of a CNPJ. With three more zeros it is more likely an early order number of a business. */
function isPadded(values: readonly number[], at: number): boolean {
  let zeros = 0
  while (values[at + zeros] === 0) zeros += 1
  return zeros >= 3 && zeros <= 5
}

/** One number, or divided as on a card, or digit by digit. It rejects cheaply, because it is called for every number. */
function isWrittenAsCard(
  groups: readonly Group[],
  start: Group,
  end: Group,
  length: number,
  rule: Rule,
  issuer: number | undefined,
): boolean {
  const count = end.place - start.place + 1
  if (count === 1) return rule === 'number' ? length === 16 && issuer !== 2 : length >= 13
  if (count === length) return length >= 13
  if (start.to - start.from !== 4 || count > 5) return false
  const sizes = groups
    .slice(start.place, end.place + 1)
    .map(({ from, to }) => to - from)
    .join('')
  return rule === 'number' ? /^(?:4444|465)$/.test(sizes) : /^(?:4{3,4}[1-4]|46[45])$/.test(sizes)
}

/** Whether a number is part of an identifier of letters and digits. */
const isGlued = (text: string, { from, to }: Group): boolean =>
  /[a-z]/i.test(text.charAt(from - 1)) || /[a-z]/i.test(text.charAt(to))

/** Merges overlaps: each of the two may be right, so all that either hides is hidden. */
function united(found: readonly Finding[]): readonly Finding[] {
  const result: Finding[] = []
  for (const each of found.toSorted((a, b) => a.from - b.from)) {
    const before = result.at(-1)
    if (!before || each.from >= before.to) result.push(each)
    else {
      result[result.length - 1] = {
        from: before.from,
        to: Math.max(before.to, each.to),
        keepsMiddle: before.keepsMiddle && each.keepsMiddle,
      }
    }
  }
  return result
}
