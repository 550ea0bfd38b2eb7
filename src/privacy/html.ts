/** The character references of HTML, by name and by number. */

/** The code point of the text between `&` and `;`; undefined if it is not a reference. */
export function codePointOf(name: string): number | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name) ?? []
  const number = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  if (number <= 0x10ffff) return number
  return ENTITIES.get(name) ?? ENTITIES.get(name.toLowerCase())
}

/** Names in HTML: punctuation, and Latin-1 from 160 on. */
const ENTITIES: ReadonlyMap<string, number> = new Map([
  ...(
    'excl! quot" num# dollar$ percnt% amp& apos\' lpar( rpar) ast* midast* plus+ comma, period. sol/ colon: semi; lt< ' +
    'equals= gt> quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] hat^ lowbar_ underbar_ grave` lcub{ lbrace{ verbar| ' +
    'vert| rcub} rbrace} tab\t newline\n'
  )
    .split(' ')
    .map((entity): [string, number] => [entity.slice(0, -1), entity.charCodeAt(entity.length - 1)]),
  // Each capital letter is 32 before its small one.
  ...(
    'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute ' +
    'micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig ' +
    'Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash ' +
    'Ugrave Uacute Ucirc Uuml Yacute THORN szlig'
  )
    .split(' ')
    .flatMap((name, index): [string, number][] => [
      [name.toLowerCase(), 192 + index],
      [name, 160 + index],
    ]),
  ['divide', 247],
  ['yuml', 255],
])
