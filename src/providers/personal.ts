/**
 * No CPF, CNPJ or birth date gets past this file into the tables that people query.
 *
 * A number is masked the way Brazilian authorities publish one, `***.422.370-**`: the same number always gives the
 * same mask, so that a sale number and a reference that both hold one still join.
 */

/** Properties that hold nothing but a personal number or a birth date. */
const PERSONAL_NAME = /^(identity|identifier|document|tax_?id)$|cpf|cnpj|birth|nascimento/i
/** Properties of free text about people; the documented ones print numbers whose check digits are wrong. */
const PROSE_NAME = /description|name|vendor|application/i

const CPF = /(?<![A-Za-z0-9])\d{3}\.\d{3}\.\d{3}-\d{2}(?![A-Za-z0-9])/g
/** Since July 2026 a new CNPJ may have letters in its first twelve places. */
const CNPJ = /(?<![A-Za-z0-9])[A-Z0-9]{2}\.[A-Z0-9]{3}\.[A-Z0-9]{3}\/[A-Z0-9]{4}-\d{2}(?![A-Za-z0-9])/g
const BARE = /(?<![A-Za-z0-9])(?:\d{11}|[A-Z0-9]{12}\d{2})(?![A-Za-z0-9])/g
const BARE_IN_PROSE = /(?<![A-Za-z0-9])\d{10,14}(?![A-Za-z0-9])/g

/** Text with its CPFs and CNPJs masked: those in their own notation, and bare ones whose check digits are right. */
export function maskNumbers(text: string): string {
  return text
    .replace(CPF, mask)
    .replace(CNPJ, mask)
    .replace(BARE, (bare) => (hasCheckDigits(bare) ? mask(bare) : bare))
}

/** The same for text about people, where every bare number of such a length is one. */
export const maskProse = (text: string): string => maskNumbers(text.replace(BARE_IN_PROSE, mask))

/** A JSON value with every personal number and birth date in it masked; `name` is the property that holds it. */
export function maskJson(value: unknown, name = ''): unknown {
  if (value !== null && typeof value === 'object') {
    if (Array.isArray(value)) return value.map((item) => maskJson(item, name))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [maskNumbers(key), maskJson(item, key)]),
    )
  }
  if (value === null || typeof value === 'boolean') return value
  if (PERSONAL_NAME.test(name)) return '***'
  if (typeof value === 'string') return PROSE_NAME.test(name) ? maskProse(value) : maskNumbers(value)
  return value
}

/** The same for text that should have been JSON: masked by what stands around a value. */
export const maskBrokenJson = (text: string): string =>
  maskProse(
    text.replace(
      /("[^"]*(?:identity|identifier|document|tax_?id|cpf|cnpj|birth|nascimento)[^"]*"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]]+)/gi,
      '$1"***"',
    ),
  )

/** Keeps the middle six characters and the punctuation. */
function mask(number: string): string {
  const length = number.replace(/[^A-Z0-9]/g, '').length
  const first = Math.floor((length - 6) / 2) + ((length - 6) % 2)
  let place = 0
  return number.replace(/[A-Z0-9]/g, (character) => {
    place += 1
    return place > first && place <= first + 6 ? character : '*'
  })
}

/** CPF and CNPJ share their check: weights from the right, modulo 11, a letter counting as its code minus 48. */
function hasCheckDigits(bare: string): boolean {
  const values = [...bare].map((character) => character.charCodeAt(0) - 48)
  // 000.000.000-00 and its like pass the check and are nobody's.
  if (new Set(values).size === 1) return false
  // A CNPJ's weights start again after 9; a CPF's run on to 11.
  const cycle = values.length === 11 ? 10 : 8
  const digit = (upTo: number): number => {
    const sum = values
      .slice(0, upTo)
      .reverse()
      .reduce((total, value, place) => total + value * (2 + (place % cycle)), 0)
    return sum % 11 < 2 ? 0 : 11 - (sum % 11)
  }
  const first = values.length - 2
  return digit(first) === values[first] && digit(first + 1) === values[first + 1]
}
