/** What of a sender's text people see in a column, and which text may be a status. */
import { describe, expect, it } from 'vitest'
import { isPlain, oneLine } from '../../src/providers/text.ts'

describe('a text', () => {
  it.each([
    ['NUL', 'Issued\u0000', 'Issued '],
    ['an escape', '\u001b[31mIssued', ' [31mIssued'],
    ['a line end', 'Issued\r\nCanceled', 'Issued Canceled'],
    ['a line end of HTML', 'Issued\u0085Canceled', 'Issued Canceled'],
    ['a line separator', 'Issued\u2028Canceled\u2029', 'Issued Canceled '],
    ['another direction', '\u202eIssued\u202c', 'Issued'],
    ['an isolate', '\u2067Issued\u2069', 'Issued'],
    ['a mark of direction', 'Issued\u200f\u061c', 'Issued'],
    ['a space without width', 'Iss\u200bued', 'Issued'],
    ['a soft hyphen', 'Iss\u00adued', 'Issued'],
    ['a byte order mark', '\ufeffIssued', 'Issued'],
    ['a half character', 'Issued\ud83d', 'Issued'],
    ['what stands for one', 'Issued\ufffd', 'Issued\ufffd'],
    ['a joiner', 'می\u200cشود', 'می\u200cشود'],
    ['tags', 'Issued\u{e0041}', 'Issued'],
  ])('with %s is no status, and one line in a column', (_, text, line) => {
    expect(isPlain(text)).toBe(false)
    expect(oneLine(text)).toBe(line)
  })

  it.each([
    'Issued',
    'Em disputa',
    'Pré-Autorizado',
    'Devolução',
    'Pré',
    '状态',
    'שלום',
    '😀',
    ' ',
    'a\u00a0b',
  ])('as plain as %j can be a status, and stands as it is', (text) => {
    expect(isPlain(text)).toBe(true)
    expect(oneLine(text)).toBe(text)
  })
})
