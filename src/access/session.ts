/**
 * A sign-in is a random id in a cookie. The vault keeps its digest and the time when it ends, so it can also be ended early.
 * Nothing in the cookie comes from a key, so a thief cannot use a stolen cookie to test guesses of a key.
 */
import type { Context } from 'hono'
import { hex } from '../hex.ts'
import * as LIMITS from '../limits.ts'
import { keyedDigest } from '../vault/keyed-digest.ts'
import { vaultIn } from '../vault/stub.ts'
import { adminKeys, type Operator, operatorWith } from './admin.ts'
import { cookieIn, giveCookie } from './cookie.ts'
import { isSignInLockedOut } from './lockout.ts'
import { type Refused, writeRefusedSignIn, writeSignIn } from './trail.ts'

type OperatorContext = Context<{ Bindings: Env }>

/** Browsers accept a name with this prefix only over TLS, from this host alone and for all of its paths. */
const COOKIE = '__Host-catraca_session'
const ID_BYTES = 32

/**
 * Signs in an operator who presents one of ADMIN_KEYS. Wrong keys are counted, so that nobody can try many unseen.
 * @throws when the vault cannot be reached
 */
export async function openSession(context: OperatorContext, typed: string): Promise<'opened' | Refused> {
  const { env } = context
  const { headers } = context.req.raw
  const key = typed.trim()
  const operator = await operatorWith(key, env)
  if (!operator) {
    const refused = (await isSignInLockedOut(headers, env)) ? 'too_many' : 'wrong'
    writeRefusedSignIn(refused, headers)
    return refused
  }
  const id = hex(crypto.getRandomValues(new Uint8Array(ID_BYTES)))
  const digest = await keyedDigest(env.VAULT, 'session', id)
  await vaultIn(env.VAULT).openSession(digest, await keyedDigest(env.VAULT, 'admin_key', key))
  remember(context, id + digest, LIMITS.sessionSeconds)
  writeSignIn(operator, headers)
  return 'opened'
}

/**
 * Ends the sign-in of the request, also for copies of its cookie elsewhere.
 * @throws when the vault cannot be reached: then it has not ended
 */
export async function closeSession(context: OperatorContext): Promise<void> {
  const digest = await sessionDigest(context)
  if (digest) await vaultIn(context.env.VAULT).closeSession(digest)
  remember(context, '', 0)
}

const remember = (context: OperatorContext, value: string, maxAgeSeconds: number): void =>
  giveCookie(context, COOKIE, value, { maxAgeSeconds, sameSite: 'Strict', isSecure: true })

/**
 * Who signed in with the request's cookie; null if the sign-in has ended, or its key is no longer configured.
 * @throws when the vault cannot be reached
 */
export async function signedInOperator(context: OperatorContext): Promise<Operator | null> {
  const { env } = context
  const digest = await sessionDigest(context)
  const keyDigest = digest && (await vaultIn(env.VAULT).sessionKey(digest))
  if (!keyDigest) return null
  for (const key of adminKeys(env)) {
    if ((await keyedDigest(env.VAULT, 'admin_key', key)) === keyDigest) return operatorWith(key, env)
  }
  return null
}

/**
 * The digest of the cookie's id, if we issued the cookie. The cookie carries the digest too, so a made-up cookie costs no
 * call of the vault, which all operators share.
 */
async function sessionDigest(context: OperatorContext): Promise<string | null> {
  const [, id, claimed] = /^([0-9a-f]{64})([0-9a-f]{32})$/.exec(cookieIn(context.req.raw, COOKIE) ?? '') ?? []
  if (id === undefined || claimed === undefined) return null
  const digest = await keyedDigest(context.env.VAULT, 'session', id)
  const encoder = new TextEncoder()
  return crypto.subtle.timingSafeEqual(encoder.encode(digest), encoder.encode(claimed)) ? digest : null
}
