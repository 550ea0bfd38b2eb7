/**
 * The way of one delivery through the edge: credential, body, schema, object, answer.
 * A 2xx leaves only after the event is on disk in its object, or the body in quarantine, or where there is nothing to keep.
 */
import type { UsedKey } from '../access/keys.ts'
import type { PathKey } from '../access/path.ts'
import { rootCause } from '../db/faults.ts'
import type { Rejection } from '../db/quarantine.ts'
import { textWithoutKeys, withoutKeys } from '../privacy/redaction.ts'
import { problemResponse } from '../problem.ts'
import { digest } from '../providers/digest.ts'
import type { Provider } from '../providers/provider.ts'
import { ignoredResponse, judgedResponse, listResponse, pingResponse } from './answer.ts'
import { authenticBody } from './credential.ts'
import { handle } from './handling.ts'
import { type Content, keepBody } from './keeping.ts'
import type { DeliveryLog } from './log.ts'
import { isPing } from './ping.ts'
import { refuse } from './refusal.ts'
import { rehearse } from './rehearsal.ts'
import { keysOf, refusalOfSandbox } from './sandbox.ts'

/** Receives one webhook. What the log line shall say of it is written to `log`. */
export async function receive(
  provider: Provider,
  request: Request,
  urlKey: PathKey | undefined,
  env: Env,
  log: DeliveryLog,
  isTest = false,
): Promise<Response> {
  const body = await authenticBody(provider, request, urlKey, env, log)
  if (!('bytes' in body)) return refuse(body, log)
  log.bytes = body.bytes
  // No others: what is looked for in a body could be found out by anyone who writes the body.
  const keys = keysOf(env, provider).map(({ text }) => text)
  const [sandbox = null] = body.sandbox
  if (isTest) return rehearse(provider, body, env, log)
  switch (body.kind) {
    case 'ping':
      return ping(provider, log)
    case 'one':
      return judge(provider, withoutKeys(body.value, keys), sandbox, env, log)
    case 'several':
      return judgeAll(provider, withoutKeys(body.values, keys) as readonly unknown[], body.sandbox, env, log)
    case 'invalid': {
      const text = textWithoutKeys(body.text, keys)
      const rejection = { reason: body.reason, issues: [{ path: '', message: body.detail }] } as const
      return quarantine(provider, rejection, { text }, await digest(text), sandbox, env, log)
    }
  }
}

/** Each event on its own and in its order, so that one which is none costs the others nothing. */
async function judgeAll(
  provider: Provider,
  values: readonly unknown[],
  sandbox: readonly (UsedKey | null)[],
  env: Env,
  log: DeliveryLog,
): Promise<Response> {
  const answers: Response[] = []
  const verdicts: Record<string, number> = {}
  for (const [place, value] of values.entries()) {
    const own: DeliveryLog = {}
    answers.push(await judge(provider, value, sandbox[place] ?? null, env, own))
    const { verdict = 'none' } = own
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
    if (own.error) log.error = own.error
  }
  Object.assign(log, { verdict: 'several', events: values.length, verdicts })
  return listResponse(answers)
}

/**
 * @param value parsed JSON without keys
 * @param sandbox the sandbox's key with which it came
 */
async function judge(
  provider: Provider,
  value: unknown,
  sandbox: UsedKey | null,
  env: Env,
  log: DeliveryLog,
): Promise<Response> {
  if (isPing(value)) return ping(provider, log)
  const bodyDigest = await digest(value)
  const refusal = refusalOfSandbox(env, sandbox)
  if (refusal) return quarantine(provider, refusal, { value }, bodyDigest, sandbox, env, log)
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
      return quarantine(provider, handled, { value }, bodyDigest, sandbox, env, log)
    case 'unavailable':
      log.error = handled.error
      return refuse({ kind: 'unavailable' }, log)
  }
}

async function quarantine(
  provider: Provider,
  why: Rejection,
  kept: Content,
  bodyDigest: string,
  sandbox: UsedKey | null,
  env: Env,
  log: DeliveryLog,
): Promise<Response> {
  // Whatever else is wrong in it: a later version that can read it must not judge it here either.
  const rejection = refusalOfSandbox(env, sandbox) ?? why
  if (sandbox) log.key = sandbox
  try {
    const id = await keepBody(env, provider, rejection, kept, bodyDigest, undefined, sandbox)
    log.verdict = rejection.reason
    return rejectedResponse(provider, rejection, id)
  } catch (error) {
    log.error = rootCause(error)
    return refuse({ kind: 'unavailable' }, log)
  }
}

function rejectedResponse(provider: Provider, { reason, issues }: Rejection, id: string): Response {
  switch (reason) {
    case 'invalid_json':
      return problemResponse({ kind: 'invalid_json', detail: issues[0]?.message ?? '' }, id)
    case 'invalid_schema':
      return problemResponse({ kind: 'invalid_schema', issues }, id)
    case 'unsupported_type':
    case 'sandbox_key':
      // Never asked to send it again: the answer will be the same, and it is kept.
      return ignoredResponse(provider, issues[0]?.message ?? '', id)
  }
}

function ping(provider: Provider, log: DeliveryLog): Response {
  log.verdict = 'ping'
  return pingResponse(provider)
}
