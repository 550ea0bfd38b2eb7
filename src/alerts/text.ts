/** The text of an alert. Plain text, because each host has its own markup. Pure. */
import { DAY_MS, HOUR_MS } from '../days.ts'
import * as LIMITS from '../limits.ts'
import type { Digest } from './digest.ts'
import type { Alert, News } from './ledger.ts'
import type { Say } from './say.ts'

const SENDERS: Readonly<Record<string, string>> = { amplia: 'Amplia Reg', safe2pay: 'Safe2Pay' }

/** @param publicUrl the console's address, for links; null if not configured */
export const digestText = (say: Say, digest: Digest, publicUrl: string | null): string =>
  [
    `Catraca: ${digest.date}`,
    say('digest', digest.counts),
    ...(digest.oldest.length > 0 ? [say('oldest')] : []),
    ...digest.oldest.map(({ name, days }) => `- ${say('days', { name, n: days })}`),
    say('kept', digest.counts),
    ...(digest.counts.missing === null ? [] : [say('missing', digest.counts)]),
    ...(digest.backlog ? [say('backlog', { ...digest.backlog })] : []),
    ...(digest.alerts.length > 0
      ? [
          say('open', { alerts: digest.alerts.length }),
          ...digest.alerts.slice(0, LIMITS.digestAlerts).map((alert) => `- ${line(say, alert, publicUrl)}`),
        ]
      : [say('well')]),
  ].join('\n')

/** @param publicUrl the console's address, for links; null if not configured */
export function newsText(say: Say, { opened, resolved }: News, publicUrl: string | null): string {
  const section = (title: string, alerts: readonly Alert[], written: (alert: Alert) => string) => {
    const rest = alerts.length - LIMITS.alertsPerMessage
    return alerts.length === 0
      ? []
      : [
          `Catraca: ${say(title)} (${alerts.length})`,
          ...alerts.slice(0, LIMITS.alertsPerMessage).map((alert) => `- ${written(alert)}`),
          ...(rest > 0 ? [say('more', { n: rest })] : []),
        ]
  }
  return [
    ...section('opened', opened, (alert) => line(say, alert, publicUrl)),
    ...section(
      'resolved',
      resolved,
      (alert) => `${line(say, alert, null)}, ${say('after', { time: lasted(alert) })}`,
    ),
  ].join('\n')
}

function line(say: Say, { kind, detail }: Alert, publicUrl: string | null): string {
  const { provider, entityId, count } = detail
  const sentence = say(kind, count === undefined ? {} : { n: count })
  if (!provider) return sentence
  if (entityId === undefined) return `${SENDERS[provider] ?? provider}: ${sentence}`
  const path = provider === 'amplia' ? 'orders' : 'transactions'
  const link = publicUrl === null ? '' : ` ${publicUrl}/${path}/${encodeURIComponent(entityId)}`
  return `${say(provider)} ${entityId}: ${sentence}${link}`
}

function lasted({ openedAt, resolvedAt }: Alert): string {
  const ms = Date.parse(resolvedAt ?? openedAt) - Date.parse(openedAt)
  if (ms < HOUR_MS) return `${Math.max(1, Math.round(ms / 60_000))} min`
  return ms < 2 * DAY_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} d`
}
