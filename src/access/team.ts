/** Cloudflare Access in front of the console: it signs who it let through, and only that signature is believed. */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

/** One per team and isolate, because it keeps the team's public keys and fetches them again when they rotate. */
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>()

/** Whether Access lets the request's bearer in: signature, issuer, audience and end of its token are checked. */
export async function isLetInByAccess(context: Context<{ Bindings: Env }>): Promise<boolean> {
  const { ACCESS_TEAM_DOMAIN: domain, ACCESS_AUDIENCE: audience } = context.env
  const token = context.req.header('Cf-Access-Jwt-Assertion') ?? getCookie(context, 'CF_Authorization')
  if (!domain || !audience || !token) return false
  const issuer = `https://${domain}`
  const keys = keySets.get(domain) ?? createRemoteJWKSet(new URL(`${issuer}/cdn-cgi/access/certs`))
  keySets.set(domain, keys)
  try {
    await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp'] })
    return true
  } catch (error) {
    // The code says what is wrong with the token, and nothing of what it says.
    const reason = error instanceof errors.JOSEError ? error.code : String(error)
    console.warn(JSON.stringify({ event: 'access_refused', reason }))
    return false
  }
}
