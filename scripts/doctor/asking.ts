/** Whether Safe2Pay is asked where something is in doubt, and what came of it. Pure. */
import { type Finding, mend, note, ok } from './finding.ts'
import { NEEDS } from './needs.ts'

/** What the last night found, list by list. */
export const COMPLETENESS_SQL = `
SELECT list, day, theirs, missing, differing, is_whole, error
FROM completeness
WHERE day = (SELECT max(day) FROM completeness)
ORDER BY list DESC`.trim()

/** What could not be learned from the sender, and is not asked about again before somebody looks. */
export const ASKS_SQL = `
SELECT error, count(*) AS transactions FROM asks WHERE result = 'failed' GROUP BY error ORDER BY transactions DESC LIMIT 5`.trim()

export interface Night {
  readonly list: string
  readonly day: string
  readonly theirs: number
  readonly missing: number
  readonly differing: number
  readonly is_whole: number
  readonly error: string | null
}

export interface Failing {
  readonly error: string
  readonly transactions: number
}

/** @param put the command that sets the secret */
export function judgeAsking(isAsking: boolean, put: string): Finding {
  return isAsking
    ? ok(`Safe2Pay is asked about payments in doubt: ${NEEDS.apiKey} is set`)
    : note(
        `Safe2Pay is never asked: there is no ${NEEDS.apiKey}. With one, a refused step back, an unknown status and a payment that stays open are confirmed, and every night the sender's list is searched for webhooks that never came.`,
        put,
      )
}

export const judgeNights = (nights: readonly Night[]): readonly Finding[] =>
  nights.map(({ list, day, theirs, missing, differing, is_whole, error }) => {
    const says = `In the night of ${day} the sender listed ${theirs} ${list}: ${missing} missing here, ${differing} in another status`
    if (error !== null)
      return mend(
        `${says}. The list could not be read to its end: ${error}`,
        'See docs/operations.md, "Asking the sender".',
      )
    if (is_whole === 0)
      return note(`${says}. There were too many for one night.`, 'On Sunday 30 days are compared.')
    return missing + differing === 0
      ? ok(says)
      : note(
          `${says}.`,
          'They are asked about automatically. If it happens every night, look at the CallbackUrl of these payments.',
        )
  })

export const judgeFailing = (failing: readonly Failing[]): readonly Finding[] =>
  failing.map(({ error, transactions }) =>
    note(
      `The sender's answers about ${transactions === 1 ? 'a payment' : `${transactions} payments`} could not be used: ${error}`,
      'See docs/operations.md, "Asking the sender".',
    ),
  )
