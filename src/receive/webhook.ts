/** A request under /webhooks, from its path to its line in the log: every request leaves one, whatever its result. */
import { waitUntil } from 'cloudflare:workers'
import type { PathKey, WebhookPath } from '../access/path.ts'
import type { Answer } from '../answer.ts'
import { rootCause } from '../db/faults.ts'
import { countRefused } from '../db/refusals.ts'
import { problemAnswer } from '../problem.ts'
import { PROVIDERS } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { answerTo } from './answer.ts'
import { type HeadKey, keyInHead, unauthorized } from './credential.ts'
import { writeLine } from './line.ts'
import { logOf, writeDelivery } from './log.ts'
import { receive } from './receive.ts'
import type { Delivery, Result } from './result.ts'
import { tellOf } from './telling.ts'

/** The header with the label of a request's key. */
export const KEY_LABEL = 'Catraca-Key-Label'

/** @param isTest whether nothing of it must be stored; a request cannot set this */
export async function webhook(
  request: Request,
  path: WebhookPath,
  env: Env,
  isTest = false,
): Promise<Answer> {
  const startedAt = Date.now()
  const provider = PROVIDERS.find(({ name }) => name === path.provider)
  const delivery = provider
    ? await delivered(provider, request, path.key, env, isTest)
    : { result: NOT_FOUND }
  const log = logOf(delivery)
  const answer = provider ? answerTo(provider, delivery.result) : problemAnswer(NOT_FOUND)
  // For the alert that a key was changed; the answer does not wait for it.
  if (provider && log.verdict === 'unauthorized' && log.wrong !== 'body')
    waitUntil(
      countRefused(env.DB, provider.name, startedAt).catch((error: unknown) =>
        writeLine('warn', { event: 'refusal_uncounted', error: rootCause(error) }, request.url),
      ),
    )
  const answeredMs = Date.now()
  tellOf(log, request, answer.status, startedAt, answeredMs, env, isTest)
  await writeDelivery(log, answer.status, answeredMs - startedAt, request.url)
  // Only a sender with the key gets it, so that its label here can be seen from outside.
  const label = log.key?.label
  return label ? { ...answer, headers: { ...answer.headers, [KEY_LABEL]: label } } : answer
}

async function delivered(
  provider: Provider,
  request: Request,
  urlKey: PathKey | undefined,
  env: Env,
  isTest: boolean,
): Promise<Delivery> {
  switch (request.method) {
    case 'POST':
      return receive(provider, request, urlKey, env, isTest)
    case 'GET':
    case 'HEAD': {
      // A dashboard tests the URL together with the key: the key is counted like every other one.
      const head = await keyInHead(provider, request.headers, urlKey, env)
      const result = head ? await tried(head, request.headers, env) : ({ kind: 'not_configured' } as const)
      return { key: head?.key, refusedInPath: head?.refusedInPath, provider: provider.name, result }
    }
    default:
      return { provider: provider.name, result: NOT_ALLOWED }
  }
}

const NOT_FOUND = { kind: 'not_found' } as const
const NOT_ALLOWED = { kind: 'method_not_allowed', allow: 'POST' } as const

async function tried({ key, isPresented }: HeadKey, headers: Headers, env: Env): Promise<Result> {
  if (key) return { kind: 'ping', isBodiless: true }
  return isPresented ? unauthorized(headers, env) : NOT_ALLOWED
}
