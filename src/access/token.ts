/**
 * A token that Cloudflare Access signed: RS256 and nothing else, by a key that the team publishes, for this application, and
 * not expired. Written here, because a library for all kinds of tokens is as large as all the code that asks Safe2Pay.
 */
import { bytesOf } from '../bytes.ts'
import * as LIMITS from '../limits.ts'

export interface Claims {
  readonly email?: unknown
  readonly sub?: unknown
  readonly common_name?: unknown
}

/** Why a token was not trusted. Quotes nothing from it. */
export class TokenError extends Error {}

interface KeySet {
  readonly fetchedMs: number
  readonly keys: ReadonlyMap<string, CryptoKey>
}

/** The team's public keys by issuer, cached in each isolate. */
const known = new Map<string, KeySet>()

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** @throws a TokenError if the token is not to be trusted, or another error if the keys cannot be fetched */
export async function verifiedClaims(token: string, issuer: string, audience: string): Promise<Claims> {
  const [head = '', body = '', signature = '', ...more] = token.split('.')
  if (more.length > 0 || token.length > LIMITS.tokenCharacters) throw new TokenError('malformed')
  const { alg, kid, crit } = partIn(head)
  // The token does not choose its algorithm: only one is accepted.
  if (alg !== 'RS256' || crit !== undefined || typeof kid !== 'string') throw new TokenError('algorithm')
  const signed = new TextEncoder().encode(`${head}.${body}`)
  const key = await keyNamed(kid, issuer)
  if (!(await crypto.subtle.verify(RS256, key, bytesIn(signature), signed))) throw new TokenError('signature')
  const { iss, aud, exp, nbf, ...claims } = partIn(body)
  const nowSeconds = Date.now() / 1000
  if (iss !== issuer) throw new TokenError('issuer')
  if (!(Array.isArray(aud) ? aud : [aud]).includes(audience)) throw new TokenError('audience')
  if (typeof exp !== 'number' || exp <= nowSeconds) throw new TokenError('expired')
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= nowSeconds)) throw new TokenError('not_yet')
  return claims
}

/** An unknown key makes us fetch the keys again, because a team rotates them; but not for every token. */
async function keyNamed(kid: string, issuer: string): Promise<CryptoKey> {
  const before = known.get(issuer)
  const ageMs = Date.now() - (before?.fetchedMs ?? Number.NEGATIVE_INFINITY)
  const isDue = ageMs > (before?.keys.has(kid) ? LIMITS.accessKeysMs : LIMITS.accessKeysAgainMs)
  const set = before && !isDue ? before : { fetchedMs: Date.now(), keys: await keysOf(issuer) }
  known.set(issuer, set)
  const key = set.keys.get(kid)
  if (!key) throw new TokenError('unknown_key')
  return key
}

async function keysOf(issuer: string): Promise<ReadonlyMap<string, CryptoKey>> {
  const response = await fetch(`${issuer}/cdn-cgi/access/certs`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(LIMITS.accessTimeoutMs),
  })
  const bytes = response.status === 200 ? await bytesOf(response, LIMITS.accessKeysBytes) : null
  if (!bytes) throw new Error(`The keys of the team could not be read: ${response.status}`)
  const { keys } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly keys: readonly Jwk[] }
  const named = keys.filter(({ kty, kid }) => kty === 'RSA' && typeof kid === 'string')
  return new Map(
    await Promise.all(named.map(async (each) => [String(each.kid), await imported(each)] as const)),
  )
}

interface Jwk {
  readonly kty?: unknown
  readonly kid?: unknown
  readonly n?: unknown
  readonly e?: unknown
}

const imported = ({ n, e }: Jwk): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', { kty: 'RSA', n: String(n), e: String(e) }, RS256, false, ['verify'])

/** The JSON object in one part of a token. */
function partIn(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytesIn(part)))
    if (value !== null && typeof value === 'object') return value as Readonly<Record<string, unknown>>
  } catch {
    // Not base64, or not JSON: the same as not an object.
  }
  throw new TokenError('malformed')
}

const bytesIn = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  )
