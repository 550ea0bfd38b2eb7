/**
 * Text in which a name stands before its value, in whatever syntax: JSON, JSON within JSON, a form, XML, broken ones.
 * Every part of the pattern is bounded, because a body of a quarter megabyte may be made to take an hour otherwise.
 */

/** What may stand between a name and its value: punctuation, spaces, and punctuation that is escaped or encoded. */
const BETWEEN = String.raw`(?:%(?:25){0,2}[0-9a-f]{2}|\\u00[0-9a-f]{2}|&(?:quot|apos|colon|equals|#\d{2,3}|#x[0-9a-f]{2});|[\s"'\\:=>]){1,24}`
/** A quoted value runs to its quote, any other to the next piece of punctuation. */
const VALUE = [
  String.raw`(?<=[:=]\s{0,8}")(?:[^"\\]|\\.)+`,
  String.raw`(?<=[:=]\s{0,8}\\{1,3}")[^"\\]+`,
  String.raw`(?![:=])(?:(?!%(?:25){0,2}(?:2[267c]|7d|3c))[^\s"'\\&<>,;}\]])+`,
].join('|')

/** A pattern for `name` and its value, for what follows here. @param name the source of a regular expression */
export const labelled = (name: string): RegExp => new RegExp(`((?<!/)${name}${BETWEEN})(?:${VALUE})`, 'gi')

/** Where the values of such a name begin and end. */
export function* valuesIn(
  text: string,
  pattern: RegExp,
): Generator<{ readonly start: number; readonly end: number }> {
  for (const { 0: whole, 1: before = '', index } of text.matchAll(pattern)) {
    yield { start: index + before.length, end: index + whole.length }
  }
}

/** The text with each value of such a name replaced. */
export const hideValues = (text: string, pattern: RegExp, replacement: string): string =>
  text.replace(pattern, (_, before: string) => before + replacement)
