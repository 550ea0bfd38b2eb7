/** A message goes to an https address of somebody else, and nowhere else. */
import { describe, expect, it } from 'vitest'
import { settingsOf } from '../../src/forward/settings.ts'
import { judgeTarget } from '../../src/forward/target.ts'

const OWN = 'catraca.example.workers.dev'
const reasonOf = (text: string, isLocal = false): string => {
  const target = judgeTarget(text, OWN, isLocal)
  return target.kind === 'url' ? target.url : target.reason
}

const REFUSED = {
  not_a_url: ['', ' ', 'example.com', '/webhooks', 'https://', 'https://exa mple.com/', 'https://1.2.3.4.5/'],
  not_https: [
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
    'ws://example.com/',
    'http://127.0.0.1:9000/',
    'http://localhost/',
  ],
  has_credentials: [
    'https://user@example.com/',
    'https://user:word@example.com/',
    'https://:word@example.com/',
  ],
  has_fragment: ['https://example.com/#', 'https://example.com/#part'],
  own_host: [
    `https://${OWN}/webhooks/amplia`,
    `https://${OWN}`,
    `https://${OWN}./`,
    `https://${OWN.toUpperCase()}/`,
    `https://${OWN}:443/`,
  ],
  private_address: [
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://０x7f.1/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://100.64.0.1/',
    'https://100.127.255.255/',
    'https://169.254.169.254/latest/meta-data/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.0.0.1/',
    'https://192.0.2.1/',
    'https://192.88.99.1/',
    'https://192.168.0.1/',
    'https://198.18.0.1/',
    'https://198.51.100.1/',
    'https://203.0.113.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[100::1]/',
    'https://[2001::1]/',
    'https://[2001:db8::1]/',
    'https://[2002:7f00:1::]/',
    'https://[3fff::1]/',
    'https://[fc00::1]/',
    'https://[fd12:3456::1]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
    'https://localhost/',
    'https://localhost./',
    'https://LOCALHOST/',
    'https://erp.localhost/',
    'https://erp/',
    'https://erp.local/',
    'https://metadata.google.internal/',
    'https://router.lan/',
    'https://nas.home.arpa/',
    'https://erp.test/',
    'https://erp.invalid/',
  ],
} as const

const CASES = Object.entries(REFUSED).flatMap(([reason, texts]) =>
  texts.map((text) => [text, reason] as const),
)

const TAKEN = [
  ['https://erp.example.com/catraca', 'https://erp.example.com/catraca'],
  ['https://erp.example.com:8443/catraca?shop=1', 'https://erp.example.com:8443/catraca?shop=1'],
  ['https://other.example.workers.dev/', 'https://other.example.workers.dev/'],
  [`https://${OWN}:8443/`, `https://${OWN}:8443/`],
  ['https://padaria-são-josé.com.br/', 'https://xn--padaria-so-jos-yhb5h.com.br/'],
  ['https://8.8.8.8/', 'https://8.8.8.8/'],
  ['https://100.128.0.1/', 'https://100.128.0.1/'],
  ['https://172.32.0.1/', 'https://172.32.0.1/'],
  ['https://192.169.0.1/', 'https://192.169.0.1/'],
  ['https://[2606:4700::1]/', 'https://[2606:4700::1]/'],
  ['https://[2001:200::1]/', 'https://[2001:200::1]/'],
] as const

describe('where messages go', () => {
  it.each(CASES)('refuses %s: %s', (text, reason) => {
    expect(reasonOf(text)).toBe(reason)
  })

  it.each([
    'https://10.0.0.1/',
    'http://10.0.0.1/',
    'http://erp.example.com/',
    'https://[::ffff:127.0.0.1]/',
  ])('refuses %s also on a machine of one’s own', (text) => {
    expect(reasonOf(text, true)).toMatch(/private_address|not_https/)
  })

  it.each([
    'http://127.0.0.1:9000/hook',
    'http://127.8.0.1:9000/hook',
    'http://localhost:9000/hook',
    'http://[::1]:9000/hook',
    'https://localhost:9000/hook',
  ])('takes %s on a machine of one’s own, and only there', (text) => {
    expect(reasonOf(text, true)).toBe(text)
    expect(reasonOf(text)).not.toBe(text)
  })

  it.each(TAKEN)('takes %s', (text, url) => {
    expect(reasonOf(text)).toBe(url)
  })
})

const SECRET = `whsec_${btoa('x'.repeat(32))}`
const settings = (env: object) => settingsOf(env as Env)

describe('the configuration', () => {
  it('is none where nothing is set', () => {
    expect(settings({})).toEqual({ kind: 'none' })
    expect(settings({ FORWARD_URL: ' ', FORWARD_SECRETS: SECRET })).toEqual({ kind: 'none' })
  })

  it.each([
    ['no secret', undefined],
    ['an empty secret', ''],
    ['a secret without its prefix', btoa('x'.repeat(32))],
    ['a secret that is no base64', 'whsec_not*base64'],
    ['a secret of 23 bytes', `whsec_${btoa('x'.repeat(23))}`],
    ['a secret of 65 bytes', `whsec_${btoa('x'.repeat(65))}`],
    ['base64 without its padding', `whsec_${btoa('x'.repeat(32)).replace('=', '')}`],
    ['a good secret beside a bad one', `${SECRET},whsec_bad`],
    ['four secrets', Array(4).fill(SECRET).join()],
  ])('sends nothing with %s, and says so', (_, FORWARD_SECRETS) => {
    const made = settings({ FORWARD_URL: 'https://erp.example.com/', FORWARD_SECRETS })
    expect(made).toEqual({ kind: 'invalid', reason: 'invalid_secrets' })
  })

  it('sends nothing to a refused address, and says why', () => {
    const made = settings({ FORWARD_URL: 'https://10.0.0.1/', FORWARD_SECRETS: SECRET })
    expect(made).toEqual({ kind: 'invalid', reason: 'private_address' })
  })

  it.each([1, 2, 3])('takes %i secrets, with spaces around them', (count) => {
    const FORWARD_SECRETS = Array(count).fill(` ${SECRET} `).join()
    const made = settings({ FORWARD_URL: 'https://erp.example.com/', FORWARD_SECRETS })
    expect(made).toMatchObject({ kind: 'ready', host: 'erp.example.com', binding: null })
    expect(made.kind === 'ready' && made.secrets).toHaveLength(count)
  })

  it('takes a service binding, with an address or without one', () => {
    const FORWARD = { fetch }
    expect(settings({ FORWARD, FORWARD_SECRETS: SECRET })).toMatchObject({ kind: 'ready', binding: FORWARD })
    const made = settings({ FORWARD, FORWARD_URL: 'https://erp.example.com/in', FORWARD_SECRETS: SECRET })
    expect(made).toMatchObject({ kind: 'ready', binding: FORWARD, url: 'https://erp.example.com/in' })
  })

  it('does not send to itself', () => {
    const env = { PUBLIC_URL: `https://${OWN}/`, FORWARD_URL: `https://${OWN}/x`, FORWARD_SECRETS: SECRET }
    expect(settings(env)).toEqual({ kind: 'invalid', reason: 'own_host' })
  })
})
