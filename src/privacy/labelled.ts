/**
 * Finds names followed by a value in text of any syntax: JSON, JSON within JSON, a form, XML, also broken. Every part of the
 * pattern is bounded, because otherwise an attacker could make a body of a quarter megabyte take an hour.
 */

/**
 * What may be between a name and its value: punctuation, spaces, and punctuation that is escaped or encoded; also where its
 * digits are masked, because they may be a number.
 */
const BETWEEN = String.raw`(?:%(?:25){0,2}[0-9a-f*]{2}|\\u[0*]{2}[0-9a-f*]{2}|&(?:quot|apos|colon|equals|#x?[0-9a-f*]{2,3});|[\s"'\\:=>]){1,24}`
/** A quoted value ends at its quote, any other at the next punctuation. */
const VALUE = [
  String.raw`(?<=[:=]\s{0,8}")(?:[^"\\]|\\.)+`,
  String.raw`(?<=[:=]\s{0,8}\\{1,3}")[^"\\]+`,
  String.raw`(?![:=])(?:(?!%(?:25){0,2}(?:2[267c]|7d|3c))[^\s"'\\&<>,;}\]])+`,
].join('|')

/** The pattern of `name` and its value, for the functions below. @param name the source of a regular expression */
export const labelled = (name: string): RegExp => new RegExp(`((?<!/)${name}${BETWEEN})(?:${VALUE})`, 'gi')

/** Where the values of a name begin and end. */
export function* valuesIn(
  text: string,
  pattern: RegExp,
): Generator<{ readonly start: number; readonly end: number }> {
  for (const { 0: whole, 1: before = '', index } of text.matchAll(pattern)) {
    yield { start: index + before.length, end: index + whole.length }
  }
}

/** The text with each value of a name replaced. */
export const hideValues = (text: string, pattern: RegExp, replacement: string): string =>
  text.replace(pattern, (_, before: string) => before + replacement)
