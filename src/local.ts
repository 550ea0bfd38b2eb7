/** What a receiver of `npm start` does besides. */
import { isLocal } from './access/accepted.ts'
import { app } from './app.ts'
import { discard } from './bytes.ts'

/**
 * Answers a request. On a developer's machine a body is read to its end first, however long: the proxy of `wrangler dev`
 * ends, and everything with it, where a body is left unread. Cloudflare has no such proxy.
 */
export async function answer(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
  const copy = isLocal(env) && request.body ? request.clone() : null
  const response = await app.fetch(request, env, context)
  if (copy) await discard(copy)
  return response
}
