/** Each host gets a message in the form that it documents. */
import { describe, expect, it } from 'vitest'
import { hostOf, postTo } from '../../src/alerts/hosts.ts'
import { type Alert, brought, newsIn, type Problem, told } from '../../src/alerts/ledger.ts'
import { longestSilence } from '../../src/alerts/rhythm.ts'
import { settingsOf } from '../../src/alerts/settings.ts'

const NOW = '2026-07-15T11:00:00.000Z'
const message = { type: 'catraca.alert', text: 'a & b <c>\n@everyone', data: { opened: [] } }
const post = (address: string, text = message.text) => {
  const url = new URL(address)
  const { url: to, body, isSigned } = postTo(url, hostOf(url), { ...message, text }, NOW)
  return { url: to, body: JSON.parse(body) as Record<string, unknown>, isSigned }
}

describe('an alert', () => {
  it('is a text for Slack, with its three control characters escaped', () => {
    expect(post('https://hooks.slack.com/services/T/B/x').body).toEqual({
      text: 'a &amp; b &lt;c&gt;\n@everyone',
    })
  })

  it('is a content for Discord of at most 2,000 characters, which calls nobody', () => {
    const { body } = post('https://discord.com/api/webhooks/1/x', 'é'.repeat(3000))
    expect(body).toEqual({ content: `${'é'.repeat(1999)}…`, allowed_mentions: { parse: [] } })
  })

  it.each([
    'https://prod-1.westus.logic.azure.com/workflows/x',
    'https://a.b.environment.api.powerplatform.com/x',
  ])('is an Adaptive Card for a workflow of Teams: %s', (address) => {
    expect(post(address).body).toEqual({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            body: [{ type: 'TextBlock', text: 'a & b <c>\n\n@everyone', wrap: true }],
          },
        },
      ],
    })
  })

  it('is a message for Telegram to the chat that the URL names', () => {
    const { url, body } = post('https://api.telegram.org/bot1:x/sendMessage?chat_id=-100')
    expect(url).toBe('https://api.telegram.org/bot1:x/sendMessage')
    expect(body).toMatchObject({ chat_id: '-100', text: message.text })
  })

  it('is a signed Standard Webhook for any other host, also one that only looks like those', () => {
    for (const host of [
      'example.com',
      'hooks.slack.com.evil.example',
      'notdiscord.com',
      'evillogic.azure.com.x',
    ]) {
      const { body, isSigned } = post(`https://${host}/x`)
      expect(isSigned).toBe(true)
      expect(body).toEqual({ type: message.type, timestamp: NOW, data: { text: message.text, opened: [] } })
    }
  })
})

describe('the settings', () => {
  const settings = (env: Readonly<Record<string, string>>) => settingsOf(env as unknown as Env)

  it('name what cannot be used, and use none of it', () => {
    expect(settings({ ALERT_URL: 'http://example.com/x' })).toMatchObject({
      webhook: null,
      wrong: ['ALERT_URL'],
    })
    expect(settings({ ALERT_URL: 'https://me:x@example.com' })).toMatchObject({ wrong: ['ALERT_URL'] })
    expect(settings({ ALERT_URL: 'https://example.com/x' })).toMatchObject({
      webhook: null,
      wrong: ['ALERT_SECRET'],
    })
    expect(settings({ ALERT_URL: 'http://127.0.0.1:1/x' })).toMatchObject({ wrong: ['ALERT_URL'] })
    expect(settings({ ALERT_URL: 'https://hooks.slack.com/x' })).toMatchObject({
      webhook: { host: 'slack' },
      wrong: [],
    })
    expect(settings({})).toMatchObject({
      webhook: null,
      email: null,
      heartbeat: null,
      language: 'pt',
      wrong: [],
    })
  })
})

describe('what is told', () => {
  const problem: Problem = { key: 'conflict amplia 1', kind: 'conflict', provider: 'amplia', entityId: '1' }
  const at = (minutes: number): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString()
  const step = (stored: readonly Alert[], problems: readonly Problem[], minutes: number, isTaken = true) => {
    const { alerts } = brought(stored, { problems, partial: [] }, () => false, at(minutes))
    const news = newsIn(alerts)
    return { news, alerts: isTaken ? told(alerts, news, at(minutes)) : alerts }
  }
  const count = ({ news }: ReturnType<typeof step>) => [news.opened.length, news.resolved.length]

  it('is told once when it opens and once when it is over', () => {
    const first = step([], [problem], 0)
    const second = step(first.alerts, [problem], 5)
    const third = step(second.alerts, [], 10)
    const fourth = step(third.alerts, [], 15)
    expect([first, second, third, fourth].map(count)).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
      [0, 0],
    ])
    expect(step(fourth.alerts, [], 71).alerts).toEqual([])
  })

  it('is told again until a host takes it', () => {
    const first = step([], [problem], 0, false)
    expect(count(step(first.alerts, [problem], 5))).toEqual([1, 0])
  })

  it('is not told where it was over before anybody took it', () => {
    const first = step([], [problem], 0, false)
    const second = step(first.alerts, [], 5)
    expect([count(second), second.alerts]).toEqual([[0, 0], []])
  })

  it('is told once an hour where it flaps', () => {
    let alerts: readonly Alert[] = []
    let opened = 0
    for (let minutes = 0; minutes < 115; minutes += 5) {
      const next = step(alerts, minutes % 10 === 0 ? [problem] : [], minutes)
      alerts = next.alerts
      opened += next.news.opened.length
    }
    expect(opened).toBe(2)
  })

  it('is told again where more bodies wait in quarantine, and not where fewer do', () => {
    const open = (bodies: number): Problem[] => [{ key: 'quarantine', kind: 'quarantine', count: bodies }]
    const first = step([], open(2), 0)
    const second = step(first.alerts, open(3), 5)
    const third = step(second.alerts, open(1), 10)
    expect([first, second, third].map(count)).toEqual([
      [1, 0],
      [1, 0],
      [0, 0],
    ])
  })

  it('is not told to be over where only so many were read that it may stand behind them', () => {
    const { alerts } = step([], [problem], 0)
    const { alerts: kept } = brought(alerts, { problems: [], partial: ['entities'] }, () => false, at(5))
    expect(kept).toEqual(alerts)
  })

  it('says nothing of the end of a chargeback, which nobody waits for', () => {
    const first = step([], [{ ...problem, kind: 'chargeback' }], 0)
    const second = step(first.alerts, [], 5)
    expect([count(second), second.alerts]).toEqual([[0, 0], []])
  })

  it('is nothing of what is years old on the first run', () => {
    const { alerts } = brought([], { problems: [problem], partial: [] }, () => true, NOW)
    expect(newsIn(alerts)).toEqual({ opened: [], resolved: [] })
  })
})

describe('a sender’s rhythm', () => {
  /** Four weeks of business hours, Monday to Friday from 9 to 17 UTC. */
  const business = Array.from({ length: 28 * 24 }, (_, hour) => new Date(Date.UTC(2026, 5, 1, hour)))
    .filter((time) => time.getUTCDay() % 6 !== 0 && time.getUTCHours() >= 9 && time.getUTCHours() <= 17)
    .map((time) => time.toISOString().slice(0, 13))

  it('allows an hour or two by day, a night and a weekend', () => {
    const until = (hour: string) => longestSilence(business.filter((each) => each <= hour))
    expect(until('2026-06-24T11')).toBe(3)
    expect(until('2026-06-24T17')).toBe(28)
    expect(until('2026-06-26T17')).toBe(76)
  })

  it('is not known of a sender that has hardly begun', () => {
    expect(longestSilence(business.slice(0, 19))).toBeNull()
    expect(longestSilence([])).toBeNull()
  })
})
