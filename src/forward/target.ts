/**
 * Where messages may be sent: to an https URL of another system, by name or public IP address. Pure. It does not know what a
 * name resolves to, but Cloudflare's network reaches no private address.
 */

export type RefusedTarget =
  | 'not_a_url'
  | 'not_https'
  | 'has_credentials'
  | 'has_fragment'
  | 'private_address'
  | 'own_host'

export type Target =
  | { readonly kind: 'url'; readonly url: string; readonly host: string }
  | { readonly kind: 'refused'; readonly reason: RefusedTarget }

/**
 * @param ownHost this receiver's own host, if it is known
 * @param isLocal whether it runs on a developer's machine: then addresses of that machine are accepted, even without TLS
 */
export function judgeTarget(text: string, ownHost: string | null, isLocal: boolean): Target {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) return refused('not_a_url')
  // A name with a full stop at the end is the same host.
  const host = url.hostname.replace(/\.$/, '')
  const isHere = isLoopback(host)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal && isHere))
    return refused('not_https')
  if (url.username !== '' || url.password !== '') return refused('has_credentials')
  if (text.includes('#')) return refused('has_fragment')
  if (ownHost !== null && url.host.replace(/\.(?=:|$)/, '') === ownHost) return refused('own_host')
  if (!(isLocal && isHere) && isPrivate(host)) return refused('private_address')
  return { kind: 'url', url: url.href, host: url.host }
}

const refused = (reason: RefusedTarget): Target => ({ kind: 'refused', reason })

/**
 * Addresses that IANA's registry of special addresses does not call globally reachable, and multicast. `URL` has already
 * converted every spelling of a number, such as `0x7f.1`, into this form.
 */
const PRIVATE_V4 =
  /^(?:0|10|127|22[4-9]|2[345]\d|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.(?:168|0\.[02]|88\.99)|198\.(?:1[89]|51\.100)|203\.0\.113)(?:\.\d+)+$/
const V6 = /^\[(.+)\]$/

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** Names that no public server has: single labels, and those reserved for local networks. */
const PRIVATE_NAME =
  /^[^.]*$|(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|test|invalid|onion)$/

function isPrivate(host: string): boolean {
  const [, v6] = V6.exec(host) ?? []
  if (v6 !== undefined) return isPrivateV6(v6)
  return PRIVATE_V4.test(host) || PRIVATE_NAME.test(host)
}

/** Only 2000::/3 is public; it also contains documentation addresses, Teredo, and addresses that wrap an IPv4 address. */
function isPrivateV6(address: string): boolean {
  const [head = '', tail] = address.split('::')
  const before = groups(head)
  const after = groups(tail ?? '')
  const zeros = Array.from({ length: Math.max(8 - before.length - after.length, 0) }, () => 0)
  const [first = 0, second = 0] = [...before, ...(tail === undefined ? [] : zeros), ...after]
  return (
    first < 0x2000 ||
    first > 0x3fff ||
    first === 0x2002 ||
    first === 0x3fff ||
    (first === 0x2001 && (second < 0x200 || second === 0xdb8))
  )
}

const groups = (text: string): readonly number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
