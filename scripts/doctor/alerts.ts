/** Whether an alert is sent when something needs a person: by the secrets, the last digest, and a test. Pure. */
import { type Finding, mend, note, ok } from './finding.ts'

export const DIGEST_SQL = `SELECT told_at FROM alerts WHERE "key" = 'digest'`

/**
 * @param secrets that the Worker has
 * @param hasEmail whether wrangler.toml binds a mailbox
 * @param put the command that sets a secret
 */
export function judgeAlerts(secrets: readonly string[], hasEmail: boolean, put: string): Finding {
  return secrets.includes('ALERT_URL') || hasEmail
    ? ok('Alerts have a destination. To test it: POST /api/alerts/test')
    : note(
        'No alert is sent when something needs a person: there is no ALERT_URL and no ALERT_EMAIL. See docs/alerts.md.',
        `${put} ALERT_URL`,
      )
}

/** What the hosts of alerts answered. */
export interface Tested {
  readonly sent: readonly { readonly by: string; readonly isTaken: boolean; readonly answer: string }[]
  /** Variables that are set and cannot be used. */
  readonly wrong: readonly string[]
}

/** What a test of the alerts brought. */
export const judgeTested = ({ sent, wrong }: Tested): readonly Finding[] => [
  ...wrong.map((name) =>
    mend(`${name} is set and cannot be used: it sends no alert.`, 'See docs/alerts.md.'),
  ),
  ...sent.map(({ by, isTaken, answer }) =>
    isTaken
      ? ok(`A test alert was accepted by ${by}`)
      : mend(`A test alert was not accepted by ${by}: ${answer}`, 'See docs/alerts.md, "Where they go".'),
  ),
]

/** A digest goes out every morning: one that is older did not. */
export const judgeDigest = (
  digests: readonly { readonly told_at: string }[],
  nowMs: number,
): readonly Finding[] =>
  digests.map(({ told_at }) => {
    const hours = Math.floor((nowMs - Date.parse(told_at)) / 3_600_000)
    return hours <= 26
      ? ok(`The last digest was sent ${hours} hours ago`)
      : mend(
          `The last digest was sent ${hours} hours ago: no host has accepted one since.`,
          'Send a test, POST /api/alerts/test: its answer says what the host answers.',
        )
  })
