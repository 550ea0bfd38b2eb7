/** Whether a request comes from the sender that it names: its key is looked for in the head first, and in the body where it may be. */
import { acceptedKeys } from '../access/accepted.ts'
import { presentedKeys, type UsedKey, usedKey } from '../access/keys.ts'
import { isLockedOut } from '../access/lockout.ts'
import type { PathKey } from '../access/path.ts'
import * as LIMITS from '../limits.ts'
import type { Problem } from '../problem.ts'
import type { Provider } from '../providers/provider.ts'
import { type Body, type Content, readBody } from './body.ts'
import type { DeliveryLog } from './log.ts'
import { keysOf, sandboxKey } from './sandbox.ts'
import { keysInEvents, keysInText } from './secret-keys.ts'

/** What a head presents. */
export interface HeadKey {
  readonly used: UsedKey | null
  /** Whether there was anything that could be a key. */
  readonly isPresented: boolean
  /** The sandbox's key in it, whether it opens or not. */
  readonly sandbox: UsedKey | null
}

/** A body that came with a key. */
export type AuthenticBody = Content & {
  readonly bytes: number
  /** For each event that it may hold, the sandbox's key with which it came; null where it is production's. */
  readonly sandbox: readonly (UsedKey | null)[]
}

/** The key in a request's head; null where nothing can be accepted, because no key is configured. */
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
  const used = labelled(await usedKey(presented, configured), provider, env)
  if (used) log.key = used
  const sandbox = await sandboxKey([...presented, refused.trim()], provider, env)
  return { used, isPresented: presented.length > 0 || refused !== '', sandbox }
}

function labelled(used: UsedKey | null, provider: Provider, env: Env): UsedKey | null {
  const isSandbox = used && keysOf(env, provider)[used.position - 1]?.isSandbox
  return isSandbox ? { ...used, label: 'sandbox' } : used
}

/** The body of a request that presents a key, or why there is none. */
export async function authenticBody(
  provider: Provider,
  request: Request,
  urlKey: PathKey | undefined,
  env: Env,
  log: DeliveryLog,
): Promise<AuthenticBody | Problem> {
  const head = await keyInHead(provider, request.headers, urlKey, env, log)
  if (!head) return { kind: 'not_configured' }
  if (!head.used && !provider.keyInBody) return unauthorized(request.headers, env)

  const body = await readBody(request)
  if (body.kind === 'too_large') return { kind: 'body_too_large', limitBytes: LIMITS.bodyBytes }
  if (body.kind === 'interrupted') return { kind: 'body_interrupted' }
  if (!head.used) {
    const presented = keysIn(body)
    const accepted = acceptedKeys(env, provider.keysVariable)
    const used = labelled(await usedKey(presented, accepted), provider, env)
    if (!used) {
      // No key was wrong: there was none to be seen, because the body cannot be read.
      if (!head.isPresented && presented.length === 0 && isUnreadable(body)) log.wrong = 'body'
      return unauthorized(request.headers, env)
    }
    log.key = used
  }
  if (body.kind === 'unsupported_encoding') return body
  return { ...body, sandbox: await sandboxOf(body, head, provider, env) }
}

/**
 * The key in the event itself says more than the one in the head: a sandbox may be given production's URL. Of several
 * events, one without a key came with those of the others.
 */
async function sandboxOf(
  body: Exclude<Whole, { kind: 'unsupported_encoding' }>,
  head: HeadKey,
  provider: Provider,
  env: Env,
): Promise<readonly (UsedKey | null)[]> {
  const events = body.kind === 'several' ? body.values : [null]
  if (head.sandbox || !provider.keyInBody) return events.map(() => head.sandbox)
  const ofBody = await sandboxKey(keysIn(body), provider, env)
  if (!ofBody || body.kind !== 'several') return events.map(() => ofBody)
  const accepted = acceptedKeys(env, provider.keysVariable)
  return Promise.all(
    body.values.map(async (event) => {
      const own = keysInEvents([event])
      const isOthers = head.used === null && !(await usedKey(own, accepted))
      return (await sandboxKey(own, provider, env)) ?? (isOthers ? ofBody : null)
    }),
  )
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
