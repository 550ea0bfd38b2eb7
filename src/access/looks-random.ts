/**
 * Whether the runtime hides a text that is part of a URL. It attaches the URL of a request to every line that the request
 * writes to Workers Logs, and hides in it only what looks random to it. Pure.
 *
 * The rule is that of `redactUrl` in cloudflare/workerd, src/workerd/api/util.c++ (read at 6552d999, August 2026):
 *
 *     bool isHexId = (hexDigitCount >= 32 && !sawNonHexChar);
 *     bool probablyBase64Id =
 *         (span.size() >= 21 && digitCount >= 2 && upperCount >= 2 && lowerCount >= 2);
 *
 * A span is the longest possible run of ASCII letters, digits and `+`, `-`, `_`; these three are separators, which
 * `hexDigitCount` leaves out and `span.size()` counts. Everything else ends a span: `%`, so that an encoded URL is seen as
 * it was sent, and `.`, `=`, `~`, `/`. Since July 2026 numbers that pass Luhn's check are hidden as well; they are left out
 * here, because an older runtime shows them, and 13 to 19 digits are not a good key.
 */

const SPAN_END = /[^A-Za-z0-9+_-]/

const count = (span: string, kind: RegExp): number => span.match(kind)?.length ?? 0

function isHidden(span: string): boolean {
  const isHexId = count(span, /[0-9a-f]/gi) >= 32 && !/[g-z]/i.test(span)
  const isProbablyBase64Id =
    span.length >= 21 &&
    count(span, /[0-9]/g) >= 2 &&
    count(span, /[A-Z]/g) >= 2 &&
    count(span, /[a-z]/g) >= 2
  return isHexId || isProbablyBase64Id
}

/** Whether the log shows nothing of a part of a URL except the signs between its spans. */
export const showsNothing = (part: string): boolean =>
  part.split(SPAN_END).every((span) => span === '' || isHidden(span))

/** Whether a key may be put into a URL as it is written. */
export const looksRandom = (key: string): boolean => /[A-Za-z0-9]/.test(key) && showsNothing(key)

/** Whether a key may be put into a URL after percent-encoding. A plus need not be encoded. */
export const fitsInUrl = (key: string): boolean => looksRandom(encodeURIComponent(key).replaceAll('%2B', '+'))
