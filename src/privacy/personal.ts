/**
 * No CPF, CNPJ or birth date gets past this file into the tables that people query.
 *
 * A number is masked the way Brazilian authorities publish one, `***.422.370-**`: the same number always gives the
 * same mask, so that a sale number and a reference that both hold one still join.
 */
import { hideValues, labelled } from './labelled.ts'

/** Properties that hold nothing but a personal number or a birth date. */
const PERSONAL_NAME = /^(identity|identifier|document|tax_?id)$|cpf|cnpj|birth|nascimento/i
/** Properties of free text about people; the documented ones print numbers whose check digits are wrong. */
const PROSE_NAME = /description|name|vendor|application/i
/**
 * Numbers that the payment systems give: one in a hundred would pass for a CPF by its check digits. In `IdentityNumber`
 * and `Paid` the two letters are no word.
 */
const MACHINE_NAME =
  /^(?:[Ii]d(?![a-z])|ID(?![A-Za-z]))|(?:Id|_id|(?<![A-Z])ID)$|^(?:[Tt]id|[Aa]uthorizationCode)$/

const PERSONAL_VALUE = labelled('(?:identity|identifier|document|tax_?id|cpf|cnpj|birth|nascimento)\\w{0,16}')

const CPF = /(?<!\d)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![A-Za-z0-9])/g
/** Since July 2026 a new CNPJ may have letters in its first twelve places. */
const CNPJ = /(?<![a-z0-9])[a-z0-9]{2}\.?[a-z0-9]{3}\.?[a-z0-9]{3}\/?[a-z0-9]{4}-?\d{2}(?![a-z0-9])/gi
const BARE_IN_PROSE = /(?<![A-Za-z0-9])\d{10,14}(?![A-Za-z0-9])/g

/** In its own notation a number is one whatever its check digits are: those of the samples are wrong. */
const NOTATION = /^(\d{3}\.\d{3}\.\d{3}-\d{2}|.{2}\..{3}\..{3}\/.{4}-\d{2})$/

/** Text with its CPFs and CNPJs masked: those in their own notation, and others whose check digits are right. */
export const maskNumbers = (text: string): string =>
  text.replace(CNPJ, maskIfPersonal).replace(CPF, maskIfPersonal)

/** The same for text about people, where every bare number of such a length is one. */
export const maskProse = (text: string): string => maskNumbers(text).replace(BARE_IN_PROSE, mask)

/** Text in which only those in their own notation are masked: nothing but a CPF or a CNPJ is written so. */
const maskNotation = (text: string): string => text.replace(CNPJ, maskIfNoted).replace(CPF, maskIfNoted)

/** A JSON value with every personal number and birth date in it masked; `name` is the property that holds it. */
export function maskJson(value: unknown, name = ''): unknown {
  if (value !== null && typeof value === 'object') {
    if (Array.isArray(value)) return value.map((item) => maskJson(item, name))
    // What stands inside a property such as `cpf` is one as well, whatever it is called there.
    const nameOf = (key: string): string => (PERSONAL_NAME.test(name) ? name : key)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [maskNumbers(key), maskJson(item, nameOf(key))]),
    )
  }
  if (value === null || typeof value === 'boolean') return value
  if (PERSONAL_NAME.test(name)) return '***'
  if (MACHINE_NAME.test(name)) return typeof value === 'string' ? maskNotation(value) : value
  if (typeof value === 'string') {
    // A body within a body names personal values too.
    const text = hideValues(value, PERSONAL_VALUE, '***')
    return PROSE_NAME.test(name) ? maskProse(text) : maskNumbers(text)
  }
  const masked = maskNumbers(String(value))
  return masked === String(value) ? value : masked
}

/** The same for text that should have been JSON: masked by the name that stands before a value. */
export const maskBrokenJson = (text: string): string => maskProse(hideValues(text, PERSONAL_VALUE, '***'))

const maskIfNoted = (number: string): string => (NOTATION.test(number) ? mask(number) : number)

const maskIfPersonal = (number: string): string => {
  const bare = number.replace(/[^a-z0-9]/gi, '').toUpperCase()
  return NOTATION.test(number) || hasCheckDigits(bare) ? mask(number) : number
}

/** Keeps the middle six characters and the punctuation. */
function mask(number: string): string {
  const length = number.replace(/[^a-z0-9]/gi, '').length
  const first = Math.ceil((length - 6) / 2)
  let place = 0
  return number.replace(/[a-z0-9]/gi, (character) => {
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
