/** Cloudflare Access in front of the console: it signs who it let through, and only that signature is believed. */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import type { Operator } from './admin.ts'

/** One per team and isolate, because it keeps the team's public keys and fetches them again when they rotate. */
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>()

/** Whom Access let in with this request; null where nobody. Signature, issuer, audience and end of its token are checked. */
export async function operatorByAccess(context: Context<{ Bindings: Env }>): Promise<Operator | null> {
  const { ACCESS_TEAM_DOMAIN: domain, ACCESS_AUDIENCE: audience } = context.env
  const token = context.req.header('Cf-Access-Jwt-Assertion') ?? getCookie(context, 'CF_Authorization')
  if (!domain || !audience || !token) return null
  const issuer = `https://${domain}`
  const keys = keySets.get(domain) ?? createRemoteJWKSet(new URL(`${issuer}/cdn-cgi/access/certs`))
  keySets.set(domain, keys)
  try {
    const options = { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp'] }
    const { payload } = await jwtVerify(token, keys, options)
    // A service token has an empty `sub`.
    return { kind: 'access', subject: idIn(payload.sub) ?? idIn(payload.common_name) }
  } catch (error) {
    // The code says what is wrong with the token, and nothing of what it says.
    const reason = error instanceof errors.JOSEError ? error.code : String(error)
    console.warn(JSON.stringify({ event: 'access_refused', reason }))
    return null
  }
}

/** Ids only: whatever an identity provider calls a person, an e-mail address is not logged. */
const idIn = (claim: unknown): string | null =>
  typeof claim === 'string' && /^[\w.-]{1,128}$/.test(claim) ? claim : null
