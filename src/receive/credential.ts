/** Whether a request comes from whom it says: its key is looked for in the head first, and in the body where it may be. */
import { acceptedKeys } from '../access/accepted.ts'
import { presentedKeys, type UsedKey, usedKey } from '../access/keys.ts'
import { isLockedOut } from '../access/lockout.ts'
import type { PathKey } from '../access/path.ts'
import { LIMITS } from '../limits.ts'
import type { Problem } from '../problem.ts'
import type { Provider } from '../providers/provider.ts'
import { type Body, type Content, readBody } from './body.ts'
import type { DeliveryLog } from './log.ts'
import { keysInEvents, keysInText } from './secret-keys.ts'

/** What a head presents. */
export interface HeadKey {
  readonly used: UsedKey | null
  /** Whether there was anything that could be a key. */
  readonly isPresented: boolean
}

/** The key in a request's head; null where nobody can be let in, because no key is configured. */
export async function keyInHead(
  provider: Provider,
  headers: Headers,
  urlKey: PathKey | undefined,
  env: Env,
  log: DeliveryLog,
): Promise<HeadKey | null> {
  const configured = acceptedKeys(env, provider.keysVariable)
  if (configured.length === 0) return null
  const [inUrl, refused] = urlKey?.isHidden ? [urlKey.text, ''] : [undefined, urlKey?.text ?? '']
  // Said to the operator alone: the sender is answered as if the key were wrong, because it may be a guess.
  const refusedKey = await usedKey([refused.trim()], configured)
  if (refusedKey) log.refusedInPath = refusedKey.position
  const presented = presentedKeys(headers, inUrl)
  const used = await usedKey(presented, configured)
  if (used) log.key = used
  return { used, isPresented: presented.length > 0 || refused !== '' }
}

/** The body of a request that presents a key, or why there is none. */
export async function authenticBody(
  provider: Provider,
  request: Request,
  urlKey: PathKey | undefined,
  env: Env,
  log: DeliveryLog,
): Promise<(Content & { readonly bytes: number }) | Problem> {
  const head = await keyInHead(provider, request.headers, urlKey, env, log)
  if (!head) return { kind: 'not_configured' }
  if (!head.used && !provider.keyInBody) return unauthorized(request.headers, env)

  const body = await readBody(request)
  if (body.kind === 'too_large') return { kind: 'body_too_large', limitBytes: LIMITS.bodyBytes }
  if (body.kind === 'interrupted') return { kind: 'body_interrupted' }
  if (!head.used) {
    const presented = keysIn(body)
    const used = await usedKey(presented, acceptedKeys(env, provider.keysVariable))
    if (!used) {
      // No key was wrong: there was none to be seen, because the body cannot be read.
      if (!head.isPresented && presented.length === 0 && isUnreadable(body)) log.wrong = 'body'
      return unauthorized(request.headers, env)
    }
    log.key = used
  }
  return body
}

type Whole = Exclude<Body, { kind: 'too_large' | 'interrupted' }>

function keysIn(body: Whole): readonly string[] {
  switch (body.kind) {
    case 'one':
      return keysInEvents([body.value])
    case 'several':
      return keysInEvents(body.values)
    case 'ping':
    case 'invalid':
      return keysInText(body.text)
    case 'unsupported_encoding':
      return []
  }
}

const isUnreadable = ({ kind }: Whole): boolean => kind === 'invalid' || kind === 'unsupported_encoding'

/** What a wrong key is answered, and counted as. */
export const unauthorized = async (headers: Headers, env: Env): Promise<Problem> => ({
  kind: (await isLockedOut(headers, env)) ? 'too_many_failures' : 'unauthorized',
})
