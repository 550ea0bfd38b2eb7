/** Who may read and repair: anyone who has one of ADMIN_KEYS, or is accepted by Cloudflare Access. Otherwise nobody. */
import type { Context, MiddlewareHandler } from 'hono'
import { csrf } from 'hono/csrf'
import { log } from '../log.ts'
import { adminKeys, type Operator, operatorWith } from './admin.ts'
import { isLockedOut } from './lockout.ts'
import { signedInOperator } from './session.ts'
import { operatorByAccess } from './team.ts'
import { type Refused, writeRefusedOperator } from './trail.ts'

type OperatorContext = Context<{ Bindings: Env }>

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by `operatorsOnly`: every route after it has one. */
    operator: Operator
  }
}

/** Why nobody was accepted. `unavailable`: the request has a sign-in, but the vault cannot be asked about it. */
export type Refusal = 'none' | Refused | 'unavailable'

/** Whether anybody could be accepted at all. */
export const isConfigured = (env: Env): boolean =>
  adminKeys(env).length > 0 || (env.ACCESS_TEAM_DOMAIN !== '' && env.ACCESS_AUDIENCE !== '')

const sameOrigin = csrf()

/**
 * Lets operators through; `refuse` answers everybody else. A browser sends a cookie on its own, so a request with a cookie
 * may change something only if it comes from one of our pages. A key in Authorization is never sent on its own.
 */
export const operatorsOnly =
  (
    refuse: (context: OperatorContext, refusal: Refusal) => Response | Promise<Response>,
  ): MiddlewareHandler<{ Bindings: Env }> =>
  async (context, next) => {
    const authorization = context.req.header('Authorization')
    // A key that is presented on purpose must be right: a sign-in does not make up for a wrong key, and does not hide a
    // guess.
    const operator = await (authorization ? byKey(context, authorization) : byBrowser(context))
    if (typeof operator === 'string') return refuse(context, operator)
    context.set('operator', operator)
    return authorization ? next() : sameOrigin(context, next)
  }

async function byKey({ env, req }: OperatorContext, authorization: string): Promise<Operator | Refused> {
  const [, key = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  const operator = await operatorWith(key, env)
  if (operator) return operator
  const { headers } = req.raw
  const refused = (await isLockedOut(headers, env)) ? 'too_many' : 'wrong'
  await writeRefusedOperator(refused, headers)
  return refused
}

async function byBrowser(context: OperatorContext): Promise<Operator | 'none' | 'unavailable'> {
  const byAccess = await operatorByAccess(context)
  if (byAccess) return byAccess
  try {
    return (await signedInOperator(context)) ?? 'none'
  } catch (error) {
    log('error', { event: 'vault_unavailable', error: String(error) })
    return 'unavailable'
  }
}
