/** The ways in which senders and their libraries write a text into JSON, URLs, forms, HTML and headers. */

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
const bytesOf = (text: string): readonly number[] => [...new TextEncoder().encode(text)]
const latin1 = (bytes: readonly number[]): string => bytes.map((byte) => String.fromCharCode(byte)).join('')
const each = (text: string, write: (character: string) => string): string => [...text].map(write).join('')
const units = (text: string, write: (unit: number) => string): string =>
  text
    .split('')
    .map((unit) => write(unit.charCodeAt(0)))
    .join('')
const odd = (text: string, write: (character: string) => string): string =>
  each(text, (character) => (/[A-Za-z0-9]/.test(character) ? character : write(character)))

const NAMES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '+': 'plus',
  '=': 'equals',
  '/': 'sol',
  '%': 'percnt',
  '\\': 'bsol',
  ç: 'ccedil',
  é: 'eacute',
}

export interface Encoder {
  readonly name: string
  readonly encode: (text: string) => string
}

/** The encoders that write one character after another. */
export const ENCODERS: readonly Encoder[] = [
  { name: 'as it is', encode: (text) => text },
  { name: 'JSON', encode: (text) => JSON.stringify(text).slice(1, -1) },
  { name: 'JSON with \\/', encode: (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/') },
  {
    name: 'JSON as .NET writes it',
    encode: (text) =>
      odd(text, (character) => units(character, (unit) => `\\u${hex(unit, 4).toUpperCase()}`)),
  },
  { name: 'JSON, all escaped', encode: (text) => units(text, (unit) => `\\u${hex(unit, 4)}`) },
  { name: 'encodeURIComponent', encode: encodeURIComponent },
  {
    name: 'percent in small letters',
    encode: (text) => encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
  },
  {
    name: 'percent, all escaped',
    encode: (text) =>
      bytesOf(text)
        .map((byte) => `%${hex(byte, 2)}`)
        .join(''),
  },
  { name: 'a form', encode: (text) => new URLSearchParams({ '': text }).toString().slice(1) },
  {
    name: 'HTML by name',
    encode: (text) => each(text, (character) => (NAMES[character] ? `&${NAMES[character]};` : character)),
  },
  { name: 'HTML in decimals', encode: (text) => odd(text, (character) => `&#${character.codePointAt(0)};`) },
  {
    name: 'HTML in hexadecimals',
    encode: (text) => odd(text, (character) => `&#x${hex(character.codePointAt(0) ?? 0, 2)};`),
  },
  { name: 'UTF-8 read as Latin-1', encode: (text) => latin1(bytesOf(text)) },
]

/** A charset comes last: a body in UTF-16 whose bytes are read one by one. */
export const UTF_16: readonly Encoder[] = [
  { name: 'UTF-16', encode: (text) => units(text, (unit) => latin1([unit & 0xff, unit >> 8])) },
  {
    name: 'UTF-16, high byte first',
    encode: (text) => units(text, (unit) => latin1([unit >> 8, unit & 0xff])),
  },
]

/** The base64 of Authorization: Basic. */
export const basic = (text: string, user = 'user'): string => btoa(latin1(bytesOf(`${user}:${text}`)))
