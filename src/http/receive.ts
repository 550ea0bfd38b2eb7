/**
 * The way of one delivery through the edge: credential, body, schema, object, answer.
 * A 2xx leaves only after the event is on disk in its object, or the body in quarantine.
 */
import { rootCause } from '../db/faults.ts'
import { keep, type Rejected } from '../db/quarantine.ts'
import { deliver } from '../entity/delivery.ts'
import { PROVIDERS } from '../providers/index.ts'
import { maskBrokenJson, maskJson } from '../providers/personal.ts'
import type { Provider } from '../providers/provider.ts'
import { ignoredResponse, judgedResponse } from './answer.ts'
import { readJson } from './body.ts'
import { isAuthentic, keyInBody, keysIn, presentedKeys } from './credentials.ts'
import type { DeliveryLog } from './log.ts'
import { type Problem, problemResponse } from './problem.ts'
import { textWithoutKeys, withoutKeys } from './redaction.ts'

/** Receives one webhook. What the log line shall say of it is written to `log`. */
export async function receive(
  provider: Provider,
  request: Request,
  urlKey: string | undefined,
  env: Env,
  log: DeliveryLog,
): Promise<Response> {
  const refuse = (problem: Problem): Response => {
    log.verdict = problem.kind
    return problemResponse(problem)
  }
  const configured = configuredKeys(provider, env)
  if (configured.length === 0) return refuse({ kind: 'not_configured' })
  const authenticByHead = await isAuthentic(presentedKeys(request.headers, urlKey), configured)
  if (!authenticByHead && !provider.keyInBody) return refuse(await unauthorized(request, env))

  const body = await readJson(request)
  if (body.kind === 'too_large') return refuse({ kind: 'body_too_large' })
  if (!authenticByHead) {
    const inBody = body.kind === 'json' ? keyInBody(body.value) : []
    if (!(await isAuthentic(inBody, configured))) return refuse(await unauthorized(request, env))
  }
  if (body.kind === 'unsupported_encoding') return refuse(body)
  log.bytes = body.bytes

  const everyKey = PROVIDERS.flatMap((each) => configuredKeys(each, env))
  const quarantine = async (
    { reason, issues }: Pick<Rejected, 'reason' | 'issues'>,
    kept: string,
    answer: (id: string) => Response,
  ): Promise<Response> => {
    log.verdict = reason
    try {
      return answer(await keep(env.DB, { provider: provider.name, reason, issues, body: kept }, now()))
    } catch (error) {
      log.error = rootCause(error)
      return refuse({ kind: 'unavailable' })
    }
  }

  if (body.kind === 'invalid') {
    const { detail } = body
    const kept = maskBrokenJson(textWithoutKeys(body.text, everyKey))
    return quarantine({ reason: 'invalid_json', issues: [{ path: '', message: detail }] }, kept, (id) =>
      problemResponse({ kind: 'invalid_json', detail }, id),
    )
  }

  const value = withoutKeys(body.value, everyKey)
  const masked = (): string => JSON.stringify(maskJson(value))
  const reading = await provider.read(value)
  if (reading.kind === 'invalid') {
    const { issues } = reading
    return quarantine({ reason: 'invalid_schema', issues }, masked(), (id) =>
      problemResponse({ kind: 'invalid_schema', issues }, id),
    )
  }
  if (reading.kind === 'unsupported') {
    const { type } = reading
    return quarantine({ reason: 'unsupported_type', issues: [] }, masked(), (id) =>
      ignoredResponse(provider, type, id),
    )
  }

  const { event, warnings } = reading
  log.entity = event.entityId
  log.status = event.status
  const outcome = await deliver(env.ENTITIES, event)
  switch (outcome.kind) {
    case 'judged':
      log.verdict = outcome.verdict
      log.revision = outcome.head?.revision
      return judgedResponse(provider, event, outcome, warnings)
    case 'full':
      return quarantine({ reason: 'too_many_events', issues: [] }, masked(), (id) =>
        problemResponse({ kind: 'too_many_events' }, id),
      )
    case 'unavailable':
      log.error = outcome.error
      return refuse({ kind: 'unavailable' })
  }
}

const now = (): string => new Date().toISOString()

// A secret that was never set is absent, whatever the generated type says.
const configuredKeys = (provider: Provider, env: Env): readonly string[] =>
  keysIn(env[provider.keysVariable] as string | undefined)

/** Wrong keys are counted per address; a right one never is, so that nobody can lock a sender out. */
async function unauthorized(request: Request, env: Env): Promise<Problem> {
  const address = request.headers.get('CF-Connecting-IP') ?? 'unknown'
  const { success } = await env.FAILED_CREDENTIALS.limit({ key: address })
  return { kind: success ? 'unauthorized' : 'too_many_failures' }
}
