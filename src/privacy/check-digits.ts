/**
 * The check digits that identify the number of a person, a company or a card. Pure. Takes a part of a list, because a text
 * of a quarter megabyte has some hundred thousand candidates.
 */

type Digits = ArrayLike<number>

/**
 * Whether the eleven digits from `at` are those of a CPF; fewer digits have lost leading zeros, more have extra ones, and
 * neither changes the sum.
 */
export const isCpf = (digits: Digits, at: number, length: number): boolean => hasCheck(digits, at, length, 10)

/** Whether the fourteen from `at` are those of a CNPJ; a letter counts as its code minus 48. */
export const isCnpj = (digits: Digits, at: number): boolean => hasCheck(digits, at, 14, 8)

/** Whether they pass Luhn's check and begin with a digit of a card network: 2 (Mastercard) to 6. */
export function isCard(digits: Digits, at: number, length: number): boolean {
  if (!'23456'.includes(String(digits[at]))) return false
  let sum = 0
  for (let place = 0; place < length; place += 1) {
    const digit = digits[at + length - 1 - place] ?? 0
    const weighed = place % 2 === 0 ? digit : 2 * digit
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return sum % 10 === 0
}

/**
 * Weights from the right, modulo 11, twice.
 * @param cycle how many weights there are from 2 on, before they start again
 */
function hasCheck(digits: Digits, at: number, length: number, cycle: number): boolean {
  const first = at + length - 2
  return (
    // 000.000.000-00 and the like pass the check, but belong to nobody.
    !isRepeated(digits, at, length) &&
    digitAfter(digits, at, first, cycle) === digits[first] &&
    digitAfter(digits, at, first + 1, cycle) === digits[first + 1]
  )
}

function isRepeated(digits: Digits, at: number, length: number): boolean {
  for (let place = at + 1; place < at + length; place += 1) {
    if (digits[place] !== digits[at]) return false
  }
  return true
}

function digitAfter(digits: Digits, at: number, end: number, cycle: number): number {
  let sum = 0
  for (let place = 0; place < end - at; place += 1) {
    sum += (digits[end - 1 - place] ?? 0) * (2 + (place % cycle))
  }
  return sum % 11 < 2 ? 0 : 11 - (sum % 11)
}
