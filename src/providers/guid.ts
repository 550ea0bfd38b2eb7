/** A GUID in one spelling: 32 hexadecimal digits in lower case, with hyphens. Pure. */

/** The spellings of .NET, with hyphens, without them, in braces or in parentheses, and that of a URN. */
const SPELLINGS =
  /^(?:urn:uuid:)?[{(]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?$/i

/** What .NET writes for a GUID that was never set; taken as an id it would make one entity of all of them. */
const NIL = '00000000-0000-0000-0000-000000000000'

/** Null if the text is not a GUID, or the empty one. */
export function guidIn(text: string): string | null {
  const guid = SPELLINGS.exec(text)?.slice(1).join('-').toLowerCase() ?? NIL
  return guid === NIL ? null : guid
}
