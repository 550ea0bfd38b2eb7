/** A request under /webhooks, from its path to its line in the log: whatever becomes of it, it leaves one. */
import { waitUntil } from 'cloudflare:workers'
import type { PathKey, WebhookPath } from '../access/path.ts'
import { rootCause } from '../db/faults.ts'
import { countRefused } from '../db/refusals.ts'
import { PROVIDERS } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { keyInHead, unauthorized } from './credential.ts'
import { writeLine } from './line.ts'
import { type DeliveryLog, writeDelivery } from './log.ts'
import { receive } from './receive.ts'
import { refuse } from './refusal.ts'
import { tellOf } from './telling.ts'

/** The header that says the label of the key with which a request came. */
export const KEY_LABEL = 'Catraca-Key-Label'

/** @param isTest whether nothing of it shall stay; never said by a request */
export async function webhook(
  request: Request,
  path: WebhookPath,
  env: Env,
  isTest = false,
): Promise<Response> {
  const startedAt = Date.now()
  const provider = PROVIDERS.find(({ name }) => name === path.provider)
  const log: DeliveryLog = provider ? { provider: provider.name } : {}
  const response = await answer(provider, request, path.key, env, log, isTest)
  // Said to none but who has the key, so that it can be seen from outside which label it has here.
  if (log.key?.label) response.headers.set(KEY_LABEL, log.key.label)
  // For the alert that a key was changed; the answer does not wait, and nothing hangs on it.
  if (provider && log.verdict === 'unauthorized' && log.wrong !== 'body')
    waitUntil(
      countRefused(env.DB, provider.name, startedAt).catch((error: unknown) =>
        writeLine('warn', { event: 'refusal_uncounted', error: rootCause(error) }, request.url),
      ),
    )
  const answeredMs = Date.now()
  tellOf(log, request, response.status, startedAt, answeredMs, env, isTest)
  await writeDelivery(log, response.status, answeredMs - startedAt, request.url)
  return response
}

async function answer(
  provider: Provider | undefined,
  request: Request,
  key: PathKey | undefined,
  env: Env,
  log: DeliveryLog,
  isTest: boolean,
): Promise<Response> {
  if (!provider) return refuse({ kind: 'not_found' }, log)
  switch (request.method) {
    case 'POST':
      return receive(provider, request, key, env, log, isTest)
    case 'GET':
    case 'HEAD': {
      // A dashboard that tries the address, and the key with it: what it tries is counted like every other key.
      const head = await keyInHead(provider, request.headers, key, env, log)
      if (!head) return refuse({ kind: 'not_configured' }, log)
      if (head.used) {
        log.verdict = 'ping'
        return new Response(null, { status: 204 })
      }
      return refuse(
        head.isPresented
          ? await unauthorized(request.headers, env)
          : { kind: 'method_not_allowed', allow: 'POST' },
        log,
      )
    }
    default:
      return refuse({ kind: 'method_not_allowed', allow: 'POST' }, log)
  }
}
