/**
 * The network that an address belongs to. Anyone who has one IPv6 address has 2^64 of them, so wrong keys are counted by
 * network. Pure: text in, text out, and `unknown` for anything that is not an address.
 */

/** How many bits of an address name its network. */
interface Prefix {
  readonly v4: 8 | 16 | 24 | 32
  readonly v6: 16 | 32 | 48 | 64
}

/** One connection: an IPv4 address, or the /64 that an internet provider gives to one customer. */
const COUNTED: Prefix = { v4: 32, v6: 64 }
/** Many customers of one internet provider: it shows where guesses come from and names no household. */
const LOGGED: Prefix = { v4: 24, v6: 48 }

/** The network for counting: all addresses that one attacker can send from are counted as one. */
export const countedNetwork = (headers: Headers): string => network(headers.get('CF-Connecting-IP'), COUNTED)

/** The network for log lines: all that they may say about where a request came from. */
export const loggedNetwork = (headers: Headers): string => network(headers.get('CF-Connecting-IP'), LOGGED)

/** An address as its network, such as `203.0.113.0/24` or `2001:db8:0:1::/64`, in the same spelling for all its addresses. */
export function network(address: string | null, prefix: Prefix): string {
  const bytes = bytesOfV4(address ?? '')
  if (bytes) return v4Network(bytes, prefix.v4)
  const groups = groupsOfV6(address ?? '')
  if (!groups) return 'unknown'
  const [high = 0, low = 0] = groups.slice(6)
  // An IPv4 address that is written as IPv6 (`::ffff:203.0.113.9`) is the same attacker.
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:65535') {
    return v4Network([high >> 8, high & 255, low >> 8, low & 255], prefix.v4)
  }
  const kept = groups.slice(0, prefix.v6 / 16).map((group) => group.toString(16))
  return `${kept.join(':')}::/${prefix.v6}`
}

function v4Network(bytes: readonly number[], bits: number): string {
  const kept = bytes.map((byte, place) => (place < bits / 8 ? byte : 0))
  return bits === 32 ? kept.join('.') : `${kept.join('.')}/${bits}`
}

/** Four decimal bytes. A leading zero is refused, because some read it as octal. */
function bytesOfV4(address: string): readonly number[] | null {
  if (!/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(address)) return null
  const bytes = address.split('.').map(Number)
  return bytes.every((byte) => byte <= 255) ? bytes : null
}

/** The eight groups, by the parser of URLs, which knows every spelling and writes one. */
function groupsOfV6(address: string): readonly number[] | null {
  // A zone (`%eth0`) names an interface of one machine, not a network.
  const [, digits = ''] = /^([0-9a-f:.]{2,45})(?:%[\w.-]{1,32})?$/i.exec(address) ?? []
  if (!digits.includes(':') || !URL.canParse(`http://[${digits}]`)) return null
  const written = new URL(`http://[${digits}]`).hostname.slice(1, -1)
  const [before, after] = written.split('::').map(groupsIn)
  if (!before) return null
  if (!after) return before
  const missing = 8 - before.length - after.length
  return [...before, ...Array.from({ length: missing }, () => 0), ...after]
}

const groupsIn = (text: string): readonly number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
