/**
 * The way of one delivery through the edge: credential, body, schema, object, answer.
 * A 2xx leaves only after the event is on disk in its object, or the body in quarantine.
 */

import { acceptedKeys } from '../access/accepted.ts'
import { keyInBody, keysIn, presentedKeys, usedKey } from '../access/keys.ts'
import { isLockedOut } from '../access/lockout.ts'
import type { PathKey } from '../access/path.ts'
import { rootCause } from '../db/faults.ts'
import { keep, type Rejection } from '../db/quarantine.ts'
import { LIMITS } from '../limits.ts'
import { maskBrokenJson, maskJson } from '../privacy/personal.ts'
import { textWithoutKeys, withoutKeys } from '../privacy/redaction.ts'
import { type Problem, problemResponse } from '../problem.ts'
import { digest } from '../providers/digest.ts'
import type { Provider } from '../providers/provider.ts'
import { ignoredResponse, judgedResponse } from './answer.ts'
import { type Body, readJson } from './body.ts'
import { handle } from './handling.ts'
import type { DeliveryLog } from './log.ts'

/** Receives one webhook. What the log line shall say of it is written to `log`. */
export async function receive(
  provider: Provider,
  request: Request,
  urlKey: PathKey | undefined,
  env: Env,
  log: DeliveryLog,
): Promise<Response> {
  const refuse = (problem: Problem): Response => {
    log.verdict = problem.kind
    return problemResponse(problem)
  }
  const body = await authenticBody(provider, request, urlKey, env, log)
  if (body.kind !== 'json' && body.kind !== 'invalid') return refuse(body)
  log.bytes = body.bytes

  // No others: what is looked for in a body could be found out by whoever writes the body.
  const keys = configuredKeys(provider, env)
  const quarantine = async (rejection: Rejection, kept: string, bodyDigest: string): Promise<Response> => {
    try {
      const id = await keep(env.DB, provider.name, bodyDigest, rejection, kept, new Date().toISOString())
      log.verdict = rejection.reason
      return rejectedResponse(provider, rejection, id)
    } catch (error) {
      log.error = rootCause(error)
      return refuse({ kind: 'unavailable' })
    }
  }

  if (body.kind === 'invalid') {
    const text = textWithoutKeys(body.text, keys)
    const issues = [{ path: '', message: body.detail }]
    return quarantine({ reason: body.reason, issues }, maskBrokenJson(text), await digest(text))
  }

  const value = withoutKeys(body.value, keys)
  const bodyDigest = await digest(value)
  const handled = await handle(provider, value, bodyDigest, env)
  if (handled.event) {
    log.entity = handled.event.entityId
    log.status = handled.event.status
  }
  switch (handled.kind) {
    case 'judged':
      log.verdict = handled.outcome.verdict
      log.revision = handled.outcome.head?.revision
      return judgedResponse(provider, handled.event, handled.outcome)
    case 'rejected':
      return quarantine(handled, JSON.stringify(maskJson(value)), bodyDigest)
    case 'unavailable':
      log.error = handled.error
      return refuse({ kind: 'unavailable' })
  }
}

/** The body of a request that presents a key, or why there is none. */
async function authenticBody(
  provider: Provider,
  request: Request,
  urlKey: PathKey | undefined,
  env: Env,
  log: DeliveryLog,
): Promise<Extract<Body, { bytes: number }> | Problem> {
  const configured = acceptedKeys(env, provider.keysVariable)
  if (configured.length === 0) return { kind: 'not_configured' }
  const [inUrl, refused] = urlKey?.isHidden ? [urlKey.text, ''] : [undefined, urlKey?.text ?? '']
  // Said to the operator alone: the sender is answered as if the key were wrong, because it may be a guess.
  const refusedKey = await usedKey([refused.trim()], configured)
  if (refusedKey) log.refusedInPath = refusedKey.position
  const keyInHead = await usedKey(presentedKeys(request.headers, inUrl), configured)
  if (keyInHead) log.key = keyInHead
  else if (!provider.keyInBody) return unauthorized(request, env)

  const body = await readJson(request)
  if (body.kind === 'too_large') return { kind: 'body_too_large', limitBytes: LIMITS.bodyBytes }
  if (body.kind === 'interrupted') return { kind: 'body_interrupted' }
  if (!keyInHead) {
    const inBody = await usedKey(body.kind === 'json' ? keyInBody(body.value) : [], configured)
    if (!inBody) return unauthorized(request, env)
    log.key = inBody
  }
  return body
}

function rejectedResponse(provider: Provider, { reason, issues }: Rejection, id: string): Response {
  switch (reason) {
    case 'invalid_json':
      return problemResponse({ kind: 'invalid_json', detail: issues[0]?.message ?? '' }, id)
    case 'invalid_schema':
      return problemResponse({ kind: 'invalid_schema', issues }, id)
    case 'unsupported_type':
      return ignoredResponse(provider, issues[0]?.message ?? '', id)
  }
}

// A secret that was never set is absent, whatever the generated type says.
const configuredKeys = (provider: Provider, env: Env): readonly string[] =>
  keysIn(env[provider.keysVariable] as string | undefined)

const unauthorized = async (request: Request, env: Env): Promise<Problem> => ({
  kind: (await isLockedOut(request.headers, env)) ? 'too_many_failures' : 'unauthorized',
})
