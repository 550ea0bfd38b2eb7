/**
 * No CPF, CNPJ, birth date, card number, telephone or e-mail address gets past this file into the tables that people
 * query. Columns have a declared shape beside it; this is for free text, which has none.
 *
 * A number is masked the way Brazilian authorities publish one, `***.422.370-**`. Two people's can share a mask, so no
 * mask says who somebody is.
 */
import { type Finding, findings, type Rule } from './findings.ts'
import { fold } from './folded.ts'
import { hideValues, labelled } from './labelled.ts'

/** A business's own number, such as a reference or a sale number, with what in it is a person's masked. */
export const maskNumbers = (text: string): string => mask(text, 'number')

/** Text about people, such as a name, with every number as long as a person's masked. */
export const maskProse = (text: string): string => mask(text, 'prose')

/** A JSON value with all personal data in it masked; `name` is the property that holds it. */
export function maskJson(value: unknown, name = ''): unknown {
  if (value !== null && typeof value === 'object') {
    if (Array.isArray(value)) return value.map((item) => maskJson(item, name))
    // What stands inside a property such as `cpf` is one as well, whatever it is called there.
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

/** The same for text that should have been JSON: by the names that stand before values. */
export const maskBrokenJson = (text: string): string => maskNamed(text, 'prose')

const HIDDEN = '***'

/** Names of properties that hold nothing but a personal number or a birth date, without case, accents and signs. */
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
 * Numbers that the payment systems give: one in a hundred would pass for a CPF by its check digits. In `IdentityNumber`
 * and `Paid` the two letters are no word.
 */
const MACHINE_NAME =
  /^(?:[Ii]d(?![a-z])|ID(?![A-Za-z]))|(?:Id|_id|(?<![A-Z])ID)$|^(?:[Tt]id|[Aa]uthorizationCode)$/
/** Numbers that businesses give. */
const NUMBER_NAME = /^(?:reference|order_?number|(?:order_?)?sale_?number)$/i
/** Free text about people; the documented bodies print numbers in it whose check digits are wrong. */
const PROSE_NAME = /description|name|vendor|application/i

/** What may stand under a name; null where the name does not tell. */
function ruleOf(name: string): Rule | null {
  if (MACHINE_NAME.test(name)) return 'notation'
  if (NUMBER_NAME.test(name)) return 'number'
  return PROSE_NAME.test(name) ? 'prose' : null
}

/** A name, and what divides it from its value: in JSON, JSON within JSON, a form, XML, and in each of them broken. */
const NAME = /(?<![\w\\-])(_{0,4}[a-z][a-z_-]{0,63})["'\\\s]{0,8}[:=>]/gi

/** Under such a name only a number that nobody divided is one of a system. */
const LONE_NUMBER = /^[^\p{L}\p{N}]*\d+[^\p{L}\p{N}]*$/u

const maskValue = (text: string, rule: Rule): string =>
  mask(text, rule === 'notation' && !LONE_NUMBER.test(text) ? 'text' : rule)

/** Text with names in it: each value by its own, the others by `rule`; what is nothing but personal is hidden whole. */
function maskNamed(text: string, rule: Rule): string {
  let masked = ''
  let at = 0
  let here = rule
  for (const { 1: name = '', index, 0: label } of text.matchAll(NAME)) {
    masked += maskValue(text.slice(at, index), here)
    // Such a name is itself a reason to take what stands behind it for a person's, so it is searched with it.
    const isPersonal = isPersonalName(name)
    at = isPersonal ? index : index + label.length
    here = isPersonal ? 'prose' : (ruleOf(name) ?? rule)
    masked += text.slice(index, at)
  }
  // Last, because a value that has spaces in it is hidden only up to the first of them.
  return hideValues(masked + maskValue(text.slice(at), here), PERSONAL_VALUE, HIDDEN)
}

/** No number and no address is without one of these. */
const ANY = /[\p{Nd}\p{No}@\uff20\ufe6b]/u
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** The text with a star for every letter and digit that its rule hides, in whichever way the text spells it. */
function mask(text: string, rule: Rule): string {
  if (!ANY.test(text)) return text
  const folded = fold(text)
  let masked = ''
  let at = 0
  for (const found of findings(folded.text, rule)) {
    for (const place of hiddenIn(folded.text, found)) {
      const [from = at, to = at] = [folded.from[place], folded.to[place]]
      // A character can stand for several digits, and is hidden once.
      if (to <= at) continue
      masked += `${text.slice(at, from)}*`
      at = to
    }
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
