/**
 * A sender's own name of a status is a column of D1, and a sender may write anything there: what is no part of a name
 * is a star. Pure; the same name always gives the same text, so that histories stay chains.
 */

/** The documented codes and names have no more digits than these. */
const CODE = /^\d{1,9}$/
const DIGITS = 5

/** Letters and digits of any script, underscores, hyphens and spaces; in a name few digits, in a code nine. */
export function maskStatus(status: string): string {
  if (CODE.test(status)) return status
  const name = status.replace(/[^\p{L}\p{N}_ -]/gu, '*')
  const digits = name.match(/\p{N}/gu) ?? []
  return digits.length > DIGITS ? name.replace(/\p{N}/gu, '*') : name
}
