/** A team of Cloudflare Access. Its key server is not here: its public document is all that is stood in for. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { vi } from 'vitest'

/** Of this receiver. */
export const AUDIENCE = 'an-audience'

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey']

export interface Team {
  /** What a receiver that trusts it is configured with. */
  readonly bindings: object
  /** A token for this application that ends in five minutes, unless its claims say otherwise. */
  sign(claims?: Readonly<Record<string, unknown>>, key?: Key): Promise<string>
}

/** @param name of a team that no other test has: the receiver keeps each team's keys in memory */
export async function accessTeam(name: string): Promise<Team> {
  const domain = `${name}.cloudflareaccess.com`
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(keys))
  return {
    bindings: { ADMIN_KEYS: '', ACCESS_TEAM_DOMAIN: domain, ACCESS_AUDIENCE: AUDIENCE },
    sign(claims = {}, key = privateKey) {
      const exp = Math.floor(Date.now() / 1000) + 300
      return new SignJWT({ iss: `https://${domain}`, aud: AUDIENCE, exp, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .sign(key)
    },
  }
}
