/**
 * Whether a request comes from the sender that it names: its key is looked for in the head first, and then in the body if it
 * may be there.
 */
import { acceptedKeys } from '../access/accepted.ts'
import { presentedKeys, type UsedKey, usedKey } from '../access/keys.ts'
import { isLockedOut } from '../access/lockout.ts'
import type { PathKey } from '../access/path.ts'
import type { Problem } from '../problem.ts'
import type { Provider } from '../providers/provider.ts'
import { type Body, type Content, readBody } from './body.ts'
import { hasSandbox, keysOf, sandboxKey } from './sandbox.ts'
import { keysInEvents, keysInText } from './secret-keys.ts'

/** What is known about the sender of a request; without any key. */
export interface Sender {
  /** Absent if no valid key was presented. */
  readonly key?: UsedKey | undefined
  /** The place of a configured key that was in the URL and was refused there, because it does not look random. */
  readonly refusedInPath?: number | undefined
  /** Whether no key was wrong, because the body that may contain one cannot be read. */
  readonly isUnreadable?: boolean
}

/** The keys in a request's head. */
export interface HeadKey extends Sender {
  /** Whether there was anything that could be a key. */
  readonly isPresented: boolean
  /** The sandbox's key in it, whether it is accepted or not. */
  readonly sandbox: UsedKey | null
}

/** A body that arrived with a valid key. */
export type AuthenticBody = Content & {
  readonly bytes: number
  /** For each event that it may hold, the sandbox's key that it arrived with; null if the key is production's. */
  readonly sandbox: readonly (UsedKey | null)[]
}

/** The key in a request's head; null if nothing can be accepted, because no key is configured. */
export async function keyInHead(
  provider: Provider,
  headers: Headers,
  urlKey: PathKey | undefined,
  env: Env,
): Promise<HeadKey | null> {
  const configured = acceptedKeys(env, provider.keysVariable)
  if (configured.length === 0) return null
  const [inUrl, refused] = urlKey?.isHidden ? [urlKey.text, ''] : [undefined, urlKey?.text ?? '']
  const presented = presentedKeys(headers, inUrl)
  return {
    key: labelled(await usedKey(presented, configured), provider, env),
    // Only the operator sees this. The sender gets the same answer as for a wrong key, because it may be a guess.
    refusedInPath: (await usedKey([refused.trim()], configured))?.position,
    isPresented: presented.length > 0 || refused !== '',
    sandbox: await sandboxKey([...presented, refused.trim()], provider, env),
  }
}

function labelled(used: UsedKey | null, provider: Provider, env: Env): UsedKey | undefined {
  const isSandbox = used && keysOf(env, provider)[used.position - 1]?.isSandbox
  return isSandbox ? { ...used, label: 'sandbox' } : (used ?? undefined)
}

/** Who sent a request, and its body if it presents a key, or why there is none. */
export async function authenticBody(
  provider: Provider,
  request: Request,
  urlKey: PathKey | undefined,
  env: Env,
): Promise<{ readonly sender: Sender; readonly body: AuthenticBody | Problem }> {
  const head = await keyInHead(provider, request.headers, urlKey, env)
  if (!head) return { sender: {}, body: { kind: 'not_configured' } }
  const { key, refusedInPath } = head
  const sender = { key, refusedInPath }
  if (!key && !provider.keyInBody) return { sender, body: await unauthorized(request.headers, env) }

  const body = await readBody(request)
  if (body.kind === 'body_too_large' || body.kind === 'body_interrupted') return { sender, body }
  const presented = key ? [] : keysIn(body)
  const used =
    key ?? labelled(await usedKey(presented, acceptedKeys(env, provider.keysVariable)), provider, env)
  if (!used) {
    const isUnreadable = !head.isPresented && presented.length === 0 && !isReadable(body)
    return { sender: { ...sender, isUnreadable }, body: await unauthorized(request.headers, env) }
  }
  const known = { ...sender, key: used }
  if (body.kind === 'unsupported_encoding') return { sender: known, body }
  return { sender: known, body: { ...body, sandbox: await sandboxOf(body, head, provider, env) } }
}

/**
 * The key in the event itself counts more than the one in the head, because a sandbox may be given production's URL. In a
 * list of events, an event without a key belongs to the keys of the others.
 */
async function sandboxOf(
  body: Exclude<Whole, { kind: 'unsupported_encoding' }>,
  head: HeadKey,
  provider: Provider,
  env: Env,
): Promise<readonly (UsedKey | null)[]> {
  const events = body.kind === 'several' ? body.values : [null]
  if (head.sandbox || !provider.keyInBody || !hasSandbox(env, provider)) return events.map(() => head.sandbox)
  const ofBody = await sandboxKey(keysIn(body), provider, env)
  if (!ofBody || body.kind !== 'several') return events.map(() => ofBody)
  const accepted = acceptedKeys(env, provider.keysVariable)
  return Promise.all(
    body.values.map(async (event) => {
      const own = keysInEvents([event])
      const isOthers = !head.key && !(await usedKey(own, accepted))
      return (await sandboxKey(own, provider, env)) ?? (isOthers ? ofBody : null)
    }),
  )
}

type Whole = Exclude<Body, { kind: 'body_too_large' | 'body_interrupted' }>

function keysIn(body: Whole): readonly string[] {
  switch (body.kind) {
    case 'one':
      return keysInEvents([body.value])
    case 'several':
      return keysInEvents(body.values)
    case 'unsupported_encoding':
      return []
    default:
      return keysInText(body.text)
  }
}

const isReadable = ({ kind }: Whole): boolean => kind === 'one' || kind === 'several' || kind === 'ping'

/** The answer to a wrong key, which is also counted. */
export const unauthorized = async (headers: Headers, env: Env): Promise<Problem> => ({
  kind: (await isLockedOut(headers, env)) ? 'too_many_failures' : 'unauthorized',
})
