/** Cloudflare Access in front of the console: it signs the identity that it accepted, and only that signature is trusted. */
import type { Context } from 'hono'
import { log } from '../log.ts'
import type { Operator } from './admin.ts'
import { cookieIn } from './cookie.ts'
import { TokenError, verifiedClaims } from './token.ts'

/**
 * The operator that Access accepted for this request; null if none. Checks signature, issuer, audience and expiry of its
 * token.
 */
export async function operatorByAccess(context: Context<{ Bindings: Env }>): Promise<Operator | null> {
  const { ACCESS_TEAM_DOMAIN: domain, ACCESS_AUDIENCE: audience } = context.env
  const token = context.req.header('Cf-Access-Jwt-Assertion') ?? cookieIn(context.req.raw, 'CF_Authorization')
  if (!domain || !audience || !token) return null
  try {
    const claims = await verifiedClaims(token, `https://${domain}`, audience)
    // A service token has an empty `sub`.
    return {
      kind: 'access',
      subject: idIn(claims.sub) ?? idIn(claims.common_name),
      name: emailIn(claims.email),
      role: 'act',
    }
  } catch (error) {
    // The code says what is wrong with the token, and quotes nothing from it.
    const reason = error instanceof TokenError ? error.message : String(error)
    log('warn', { event: 'access_refused', reason })
    return null
  }
}

/** For lists of who did what; never in the log. */
const emailIn = (claim: unknown): string | null =>
  typeof claim === 'string' && /^[^\s@]{1,64}@[^\s@]{1,189}$/.test(claim) ? claim : null

/** Ids only: some identity providers use an e-mail address as the id of a person, and that is not logged. */
const idIn = (claim: unknown): string | null =>
  typeof claim === 'string' && /^[\w.-]{1,128}$/.test(claim) ? claim : null
