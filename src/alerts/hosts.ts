/** The request that each host expects for a message. Pure. */

/** A message is plain text; `type` and `data` are for programs. */
export interface Message {
  readonly type: string
  readonly text: string
  /** The alerts in it, without text. */
  readonly data: unknown
}

/** The request to send, and whether to sign it as a Standard Webhook. */
export interface Post {
  readonly url: string
  readonly body: string
  readonly isSigned: boolean
}

export type Host = keyof typeof CHARACTERS

/** Discord refuses more; Slack, Telegram and Teams take longer texts. */
const CHARACTERS = { slack: 3_000, discord: 2_000, teams: 10_000, telegram: 4_096, other: 10_000 }

const HOSTS: readonly (readonly [Host, RegExp])[] = [
  ['slack', /^hooks\.slack\.com$/],
  ['discord', /^((ptb|canary)\.)?discord(app)?\.com$/],
  ['telegram', /^api\.telegram\.org$/],
  ['teams', /\.(logic\.azure|powerplatform|powerautomate)\.com$/],
]

export const hostOf = ({ hostname }: URL): Host =>
  HOSTS.find(([, form]) => form.test(hostname))?.[0] ?? 'other'

/** @param host separate from the URL, so that a test's own server can play each of them */
export function postTo(url: URL, host: Host, { type, text, data }: Message, now: string): Post {
  const to = new URL(url)
  const short = cut(text, CHARACTERS[host])
  const body = () => {
    switch (host) {
      case 'slack':
        // These three are the only control characters of its markup.
        return {
          text: cut(
            text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
            CHARACTERS.slack,
          ),
        }
      case 'discord':
        return { content: short, allowed_mentions: { parse: [] } }
      case 'telegram':
        to.search = ''
        return {
          chat_id: url.searchParams.get('chat_id'),
          text: short,
          link_preview_options: { is_disabled: true },
        }
      case 'teams':
        return {
          type: 'message',
          attachments: [
            {
              contentType: 'application/vnd.microsoft.card.adaptive',
              contentUrl: null,
              content: {
                $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
                type: 'AdaptiveCard',
                version: '1.4',
                // Its markup needs two line breaks for one.
                body: [{ type: 'TextBlock', text: short.replaceAll('\n', '\n\n'), wrap: true }],
              },
            },
          ],
        }
      default:
        return { type, timestamp: now, data: { text: short, ...(data as object) } }
    }
  }
  return { body: JSON.stringify(body()), url: to.href, isSigned: host === 'other' }
}

const cut = (text: string, characters: number): string =>
  text.length <= characters ? text : `${text.slice(0, characters - 1).replace(/[\ud800-\udbff]$/, '')}…`
