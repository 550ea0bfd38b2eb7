/**
 * The path of one delivery through the edge: credential, body, schema, object. A result is a 2xx only after the event is on
 * disk in its object, or the body in quarantine, or if there is nothing to keep.
 */
import type { UsedKey } from '../access/keys.ts'
import type { PathKey } from '../access/path.ts'
import { rootCause } from '../db/faults.ts'
import { textWithoutKeys, withoutKeys } from '../privacy/redaction.ts'
import { digest } from '../providers/digest.ts'
import type { Provider } from '../providers/provider.ts'
import { type AuthenticBody, authenticBody } from './credential.ts'
import { handle } from './handling.ts'
import { type Content, keepBody } from './keeping.ts'
import { isPing } from './ping.ts'
import { rehearse } from './rehearsal.ts'
import type { Delivery, Result } from './result.ts'
import { isApart, keysOf } from './sandbox.ts'
import { rejectionOf, type Unusable } from './unusable.ts'

const PING = { kind: 'ping', isBodiless: false } as const

/** Receives one webhook. */
export async function receive(
  provider: Provider,
  request: Request,
  urlKey: PathKey | undefined,
  env: Env,
  isTest = false,
): Promise<Delivery> {
  const { sender, body } = await authenticBody(provider, request, urlKey, env)
  const told = { ...sender, provider: provider.name }
  if (!('bytes' in body)) return { ...told, result: body }
  const result = isTest ? await rehearse(provider, body, env) : await resultOf(provider, body, env)
  return { ...told, bytes: body.bytes, result }
}

async function resultOf(provider: Provider, body: AuthenticBody, env: Env): Promise<Result> {
  // Only these keys, because an attacker who writes the body could find out what is searched for in it.
  const keys = keysOf(env, provider).map(({ text }) => text)
  const [sandbox = null] = body.sandbox
  switch (body.kind) {
    case 'ping':
      return PING
    case 'one':
      return judge(provider, withoutKeys(body.value, keys), sandbox, env)
    case 'several': {
      const results: Result[] = []
      // Each event on its own and in order, so that one that is not valid does not affect the others.
      for (const [place, value] of (withoutKeys(body.values, keys) as readonly unknown[]).entries())
        results.push(await judge(provider, value, body.sandbox[place] ?? null, env))
      return { kind: 'several', results }
    }
    case 'invalid_json':
    case 'invalid_schema': {
      const { text: written, bytes: _, sandbox: __, ...why } = body
      const text = textWithoutKeys(written, keys)
      return keep(provider, why, { text }, await digest(text), sandbox, env)
    }
  }
}

/**
 * @param value parsed JSON without keys
 * @param sandbox the sandbox's key that it arrived with
 */
async function judge(provider: Provider, value: unknown, sandbox: UsedKey | null, env: Env): Promise<Result> {
  if (isPing(value)) return PING
  const bodyDigest = await digest(value)
  const handled = isApart(env, sandbox)
    ? ({ kind: 'sandbox_key' } as const)
    : await handle(provider, value, bodyDigest, env)
  return handled.kind === 'judged' || handled.kind === 'unavailable'
    ? handled
    : keep(provider, handled, { value }, bodyDigest, sandbox, env)
}

async function keep(
  provider: Provider,
  unusable: Unusable,
  content: Content,
  bodyDigest: string,
  sandbox: UsedKey | null,
  env: Env,
): Promise<Result> {
  // Whatever else is wrong with it, because a later version that can read it must not judge it here either.
  const why: Unusable = isApart(env, sandbox) ? { kind: 'sandbox_key' } : unusable
  try {
    const id = await keepBody(env, provider, rejectionOf(why), content, bodyDigest, undefined, sandbox)
    return { kind: 'kept', why, id, sandbox }
  } catch (error) {
    return { kind: 'unavailable', error: rootCause(error), sandbox }
  }
}
