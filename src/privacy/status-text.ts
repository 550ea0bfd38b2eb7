/**
 * A sender's own name of a status is a column of D1, and a sender may write anything there. Characters that do not belong in
 * a name become stars. Pure; the same name always gives the same text, so that histories stay chains.
 */

/** The documented codes and names have no more digits than these. */
const CODE = /^\d{1,9}$/
const DIGITS = 5

/** Letters and digits of any script, underscores, hyphens and spaces; few digits in a name, up to nine in a code. */
export function maskStatus(status: string): string {
  if (CODE.test(status)) return status
  const name = status.replace(/[^\p{L}\p{N}_ -]/gu, '*')
  const digits = name.match(/\p{N}/gu) ?? []
  return digits.length > DIGITS ? name.replace(/\p{N}/gu, '*') : name
}
