/** Whether changes reach the user's own system: by its configuration, and by a test message that the receiver sends it. */
import { parseEnv } from 'node:util'
import { type Settings, settingsOf } from '../../src/forward/settings.ts'
import type { EndpointState } from '../../src/forward/state.ts'
import { type Finding, mend, note, ok } from './finding.ts'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

const GUIDE = 'See docs/forward.md, "Switch it on".'

interface Configured {
  readonly vars: Readonly<Record<string, unknown>>
  /** Whether the service binding FORWARD is there. */
  readonly isBound: boolean
  /** The text of a file of secrets; null if nobody can read them. */
  readonly secrets: string | null
  readonly isLocal: boolean
}

/** What is configured, as the Worker reads it. A file beside wrangler.toml comes first on this machine. */
export function forwardSettings({ vars, isBound, secrets, isLocal }: Configured): Settings {
  const own = secrets === null ? {} : parseEnv(secrets)
  const env = {
    ...vars,
    ...(isLocal && own),
    // Deployed, nobody reads the secrets: the receiver itself reports those that could not sign.
    FORWARD_SECRETS: own.FORWARD_SECRETS ?? (isLocal ? '' : `whsec_${'A'.repeat(32)}`),
    FORWARD: isBound ? { fetch } : undefined,
    LOCAL: String(isLocal),
  }
  return settingsOf(env as unknown as Parameters<typeof settingsOf>[0])
}

/** Pure. */
export function judgeForwarding(settings: Settings): readonly Finding[] {
  if (settings.kind === 'none') return []
  if (settings.kind === 'invalid')
    return [mend(`Nothing is forwarded, and changes wait: ${settings.reason}.`, GUIDE)]
  return [ok(`Changes are forwarded to ${settings.binding ? 'the Worker bound as FORWARD' : settings.host}`)]
}

/** The receiver's report about the endpoint after a test message. Pure. */
export function judgeEndpoint(state: EndpointState, nowMs: number): readonly Finding[] {
  const { kind, reason, paused, recent, waiting, secrets } = state
  if (kind === 'invalid') return [mend(`Nothing is forwarded, and changes wait: ${reason}.`, GUIDE)]
  const test = recent.find(({ name }) => name === null)
  const findings: Finding[] = []
  if (test)
    findings.push(
      test.failure
        ? mend(
            `Your system did not accept a test message: ${JSON.stringify(test.failure)} ${test.excerpt}`.trim(),
            'See docs/forward.md, "What your answer does".',
          )
        : ok(`Your system accepted a test message: ${test.code} after ${test.tookMs} ms`),
    )
  if (paused)
    findings.push(
      mend(`Forwarding is paused since ${paused.since}, by the ${paused.by}.`, 'POST /api/forward/resume'),
    )
  if (waiting.exhausted + waiting.refused > 0)
    findings.push(
      mend(
        `${waiting.exhausted} orders and payments are tried once a day only, and your system refused ${waiting.refused}.`,
        'The console, "Forwarding", has their names.',
      ),
    )
  if (secrets && secrets.count > 1 && nowMs - Date.parse(secrets.since) > WEEK_MS)
    findings.push(
      note(
        `${secrets.count} secrets have signed each message for more than a week.`,
        'Once your system knows the new one: npx wrangler secret put FORWARD_SECRETS, without the old one.',
      ),
    )
  return findings
}
