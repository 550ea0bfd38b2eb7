/** A sign-in is a signed cookie with an end. The keys sign it, so that a change of ADMIN_KEYS ends every one of them. */
import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import { LIMITS } from '../limits.ts'
import { acceptedKeys } from './accepted.ts'
import { isAuthentic } from './keys.ts'
import { addressOf } from './lockout.ts'

type OperatorContext = Context<{ Bindings: Env }>

const COOKIE = 'catraca_session'

/** Signs an operator in who presents one of ADMIN_KEYS. Every attempt counts, so that nobody can try many. */
export async function openSession(
  context: OperatorContext,
  key: string,
): Promise<'opened' | 'wrong' | 'too_many'> {
  const { success } = await context.env.SIGN_INS.limit({ key: addressOf(context.req.raw.headers) })
  if (!success) return 'too_many'
  if (!(await isAuthentic([key.trim()], acceptedKeys(context.env, 'ADMIN_KEYS')))) return 'wrong'
  const endsAtMs = Date.now() + LIMITS.sessionSeconds * 1000
  await setSignedCookie(context, COOKIE, String(endsAtMs), secret(context), {
    prefix: 'host',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: LIMITS.sessionSeconds,
  })
  return 'opened'
}

export function closeSession(context: OperatorContext): void {
  deleteCookie(context, COOKIE, { prefix: 'host', path: '/', secure: true })
}

/** Whether the request carries a sign-in that we gave and that has not ended. */
export async function hasSession(context: OperatorContext): Promise<boolean> {
  if (acceptedKeys(context.env, 'ADMIN_KEYS').length === 0) return false
  const endsAtMs = await getSignedCookie(context, secret(context), COOKIE, 'host')
  return typeof endsAtMs === 'string' && Number(endsAtMs) > Date.now()
}

const secret = (context: OperatorContext): string => `catraca session ${context.env.ADMIN_KEYS}`
