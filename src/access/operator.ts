/** Who may read and repair: whoever has one of ADMIN_KEYS, or is let in by Cloudflare Access. Otherwise nobody. */
import type { Context, MiddlewareHandler } from 'hono'
import { csrf } from 'hono/csrf'
import { acceptedKeys } from './accepted.ts'
import { isAuthentic } from './keys.ts'
import { hasSession } from './session.ts'
import { isLetInByAccess } from './team.ts'

type Operator = { Bindings: Env }

/** Whether anybody could be let in at all. */
export const isConfigured = (env: Env): boolean =>
  acceptedKeys(env, 'ADMIN_KEYS').length > 0 || (env.ACCESS_TEAM_DOMAIN !== '' && env.ACCESS_AUDIENCE !== '')

const sameOrigin = csrf()

/**
 * Lets operators through and has `refuse` answer everybody else. What a browser sends along by itself, a cookie, must
 * also come from a page of ours before it may change anything; a key in Authorization is never sent by itself.
 */
export const operatorsOnly =
  (refuse: (context: Context<Operator>) => Response | Promise<Response>): MiddlewareHandler<Operator> =>
  async (context, next) => {
    if (await hasBearerKey(context)) return next()
    if ((await hasSession(context)) || (await isLetInByAccess(context))) return sameOrigin(context, next)
    return refuse(context)
  }

function hasBearerKey(context: Context<Operator>): Promise<boolean> {
  const [, key = ''] = /^Bearer +(\S+)$/i.exec(context.req.header('Authorization') ?? '') ?? []
  return isAuthentic([key], acceptedKeys(context.env, 'ADMIN_KEYS'))
}
