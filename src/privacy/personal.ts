/**
 * No CPF, CNPJ, birth date, card number, telephone or e-mail address gets past this file into the tables that people query.
 * Other columns have a declared shape; this is for free text, which has none.
 *
 * A number is masked the way Brazilian authorities publish one, `***.422.370-**`. Numbers of different people can have the
 * same mask, so a mask identifies nobody.
 */
import { type Finding, findings, type Rule } from './findings.ts'
import { foldings } from './folded.ts'
import { hideValues, labelled } from './labelled.ts'

/** A business's own number, such as a reference or a sale number, with personal data in it masked. */
export const maskNumbers = (text: string): string => mask(text, 'number')

/** Text about people, such as a name, with every number as long as a person's masked. */
export const maskProse = (text: string): string => mask(text, 'prose')

/** A JSON value with all personal data in it masked; `name` is the property that holds it. */
// Either way: the outermost value has no name, and another one would say nothing about it.
export function maskJson(value: unknown, name = ''): unknown {
  if (value !== null && typeof value === 'object') {
    if (Array.isArray(value)) return value.map((item) => maskJson(item, name))
    // Everything inside a property such as `cpf` counts as one too, whatever its own name is.
    const nameOf = (key: string): string => (isPersonalName(name) ? name : key)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [mask(key, 'text'), maskJson(item, nameOf(key))]),
    )
  }
  if (value === null || typeof value === 'boolean') return value
  if (isPersonalName(name)) return HIDDEN
  if (typeof value === 'string') return maskNamed(value, ruleOf(name) ?? 'prose')
  const masked = mask(String(value), ruleOf(name) ?? 'text')
  return masked === String(value) ? value : masked
}

/** The same for text that should have been JSON: by the names before values. */
export const maskBrokenJson = (text: string): string => maskNamed(text, 'prose')

const HIDDEN = '***'

/** Names of properties that hold only a personal number or a birth date, without case, accents and signs. */
const PERSONAL_NAME =
  /^(?:identity|identifier|document|documento|taxid|rg)$|cpf|cnpj|birth|nasc|anivers|dob(?:date)?$/
const PERSONAL_VALUE = labelled(
  String.raw`(?:identity|identifier|document|tax_?id|cpf|cnpj|birth|nasc|anivers|dob(?:date)?(?![a-z]))[\wáÁ]{0,16}`,
)

const isPersonalName = (name: string): boolean =>
  PERSONAL_NAME.test(
    name
      .normalize('NFKD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase(),
  )

/**
 * Names of numbers that payment systems assign: one in a hundred would have the check digits of a CPF. In `IdentityNumber`
 * and `Paid` the letters `id` are not a word.
 */
const MACHINE_NAME =
  /^(?:[Ii]d(?![a-z])|ID(?![A-Za-z]))|(?:Id|_id|(?<![A-Z])ID)$|^(?:[Tt]id|[Aa]uthorizationCode)$/
/** Names of numbers that businesses assign. */
const NUMBER_NAME = /^(?:reference|order_?number|(?:order_?)?sale_?number)$/i
/** Names of free text about people; the documented bodies have numbers in it with wrong check digits. */
const PROSE_NAME = /description|name|vendor|application/i

/** The rule for the value of a name; null if the name does not decide it. */
function ruleOf(name: string): Rule | null {
  if (MACHINE_NAME.test(name)) return 'notation'
  if (NUMBER_NAME.test(name)) return 'number'
  return PROSE_NAME.test(name) ? 'prose' : null
}

/** A name and the separator before its value: in JSON, JSON within JSON, a form, XML, also broken. */
const NAME = /(?<![\w\\-])(_{0,4}[a-z][a-z_-]{0,63})["'\\\s]{0,8}[:=>]/gi

/** Under these names only an undivided number counts as one of a system. */
const LONE_NUMBER = /^[^\p{L}\p{N}]*\d+[^\p{L}\p{N}]*$/u

const maskValue = (text: string, rule: Rule): string =>
  mask(text, rule === 'notation' && !LONE_NUMBER.test(text) ? 'text' : rule)

/**
 * Text with names in it: each value by the rule of its name, the rest by `rule`; a value that is only personal is hidden
 * whole.
 */
function maskNamed(text: string, rule: Rule): string {
  let masked = ''
  let at = 0
  let here = rule
  for (const { 1: name = '', index, 0: label } of text.matchAll(NAME)) {
    masked += maskValue(text.slice(at, index), here)
    // The name itself is a reason to treat its value as personal, so name and value are searched together.
    const isPersonal = isPersonalName(name)
    at = isPersonal ? index : index + label.length
    here = isPersonal ? 'prose' : (ruleOf(name) ?? rule)
    masked += text.slice(index, at)
  }
  // Last, because a value with spaces in it is hidden only up to the first space.
  return hideValues(masked + maskValue(text.slice(at), here), PERSONAL_VALUE, HIDDEN)
}

/** Every number and every address contains one of these. */
const ANY = /[\p{Nd}\p{No}@\uff20\ufe6b]/u
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** The text with a star for every letter and digit that its rule hides, however the text spells them. */
function mask(text: string, rule: Rule): string {
  if (!ANY.test(text)) return text
  const hidden = foldings(text).flatMap(({ text: folded, from, to }) =>
    findings(folded, rule).flatMap((found) =>
      hiddenIn(folded, found).map((place): [number, number] => [from(place), to(place)]),
    ),
  )
  let masked = ''
  let at = 0
  for (const [from, to] of hidden.sort(([a], [b]) => a - b)) {
    // One character can represent several digits, and is hidden once.
    if (to <= at) continue
    masked += `${text.slice(at, from)}*`
    at = to
  }
  return masked + text.slice(at)
}

function hiddenIn(text: string, { from, to, keepsMiddle }: Finding): readonly number[] {
  const places: number[] = []
  for (let place = from; place < to; place += 1) {
    if (LETTER_OR_DIGIT.test(text.charAt(place))) places.push(place)
  }
  const first = Math.ceil((places.length - 6) / 2)
  return keepsMiddle ? places.filter((_, index) => index < first || index >= first + 6) : places
}
