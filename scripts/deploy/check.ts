/** Whether a deployed receiver answers, and which keys it accepts: by requests that it refuses before it stores anything. */
import * as LIMITS from '../../src/limits.ts'
import { until } from '../until.ts'
import { ADMIN_SECRET, exampleKeys, type Keys, labelOf, SENDERS, textOf } from './keys.ts'
import { done, stop } from './stop.ts'

/** A new address takes a minute or two until the world knows it, a new version some seconds. */
const PATIENCE_MS = 180_000
const PAUSES_MS = [250, 5_000] as const
const REQUEST_MS = 15_000

const REFUSED = 401
const LOCKED_OUT = 429
const NOT_CONFIGURED = 503

/**
 * A webhook with a Content-Encoding that no one can read. The key is looked at first, then the encoding, then the body:
 * 415 says that the key is good and that nothing else was done.
 */
const UNREADABLE = { 'Content-Encoding': 'catraca-probe' }

const acceptedBy = (secret: string): number => (secret === ADMIN_SECRET ? 200 : 415)

/** What the webhook URL of a secret answers to a key. */
async function statusOf(url: string, secret: string, written: string): Promise<number> {
  return (await answerTo(url, secret, written)).status
}

function answerTo(url: string, secret: string, written: string): Promise<Answer> {
  const key = textOf(written)
  const sender = SENDERS.find((each) => each.secret === secret)
  if (!sender)
    return answerOf(`${url}/api/quarantine?limit=1`, { headers: { Authorization: `Bearer ${key}` } })
  const headers = { ...UNREADABLE, 'X-Api-Key': key }
  return answerOf(`${url}/webhooks/${sender.name}`, { method: 'POST', headers })
}

/** The secrets of which the receiver refuses at least one key, or has it under another label. */
export async function refusedSecrets(url: string, keys: Keys): Promise<readonly string[]> {
  const refused = await Promise.all(
    Object.entries(keys).map(async ([secret, each]) => {
      const isRight = await Promise.all(
        each.map(async (key) => {
          const { status, label } = await answerTo(url, secret, key)
          return status === acceptedBy(secret) && (secret === ADMIN_SECRET || label === labelOf(key))
        }),
      )
      return isRight.every(Boolean) ? [] : [secret]
    }),
  )
  return refused.flat()
}

/** A given key that another secret's webhook URL accepts too; undefined if none does. */
export async function opensAnother(
  url: string,
  given: Keys,
  others: readonly string[],
): Promise<{ readonly secret: string; readonly position: number; readonly other: string } | undefined> {
  for (const [secret, keys] of Object.entries(given)) {
    for (const [place, key] of keys.entries()) {
      for (const other of others) {
        if ((await statusOf(url, other, key)) === acceptedBy(other))
          return { secret, position: place + 1, other }
      }
    }
  }
  return undefined
}

/** Waits until the receiver answers. */
export async function checkHealth(url: string): Promise<void> {
  const isWell = await until(
    async () => (await answerOf(`${url}/healthz`)).status === 200,
    PATIENCE_MS,
    PAUSES_MS,
  )
  if (!isWell)
    stop(
      `${url}/healthz does not answer 200. Is the address right, and is nothing in front of it? \`npx wrangler tail\` shows what the Worker says; \`npm run rollback\` brings back the previous version.`,
    )
  done(`${url}/healthz answers`)
}

/** Waits until each webhook URL accepts these keys, and makes sure that none accepts a key that everybody can read. */
export async function checkDoors(url: string, keys: Keys): Promise<void> {
  let closed: readonly string[] = []
  const isOpen = await until(
    async () => {
      closed = await refusedSecrets(url, keys)
      return closed.length === 0
    },
    PATIENCE_MS,
    PAUSES_MS,
  )
  if (!isOpen) stop(`${url} does not accept a key that was put into ${closed.join(', ')}. Run this again.`)
  for (const [secret, examples] of Object.entries(exampleKeys())) {
    for (const example of examples) await refuse(url, secret, example)
  }
  const tried = Object.values(keys).flat().length
  done(
    `the webhook URLs refuse requests without a key${tried > 0 ? `, and accept each of ${tried} keys` : ''}`,
  )
}

/** Holds that a key of .dev.vars.example, which are in the repository, opens nothing. */
async function refuse(url: string, secret: string, example: string): Promise<void> {
  const status = await statusOf(url, secret, example)
  if (status === REFUSED || status === LOCKED_OUT) return
  if (status === acceptedBy(secret))
    stop(
      `${secret} holds ${example}, a key of .dev.vars.example, which everyone can read. Replace it: npm run setup -- --keys <file>, with a line ${secret}=<key>,<key>.`,
    )
  if (status === NOT_CONFIGURED)
    stop(
      `${secret} holds no valid key: it is empty, or its keys are those of .dev.vars.example, or shorter than ${LIMITS.keyCharactersLeast} characters. Put one there: npm run setup -- --keys <file>, with a line ${secret}=<key>.`,
    )
  stop(
    `${url} answers ${status} to a wrong key of ${secret}, where it should answer ${REFUSED}. npx wrangler tail shows what the Worker says.`,
  )
}

interface Answer {
  /** 0 where there is none. */
  readonly status: number
  /** Of the key that was tried; null if it has none. */
  readonly label: string | null
}

async function answerOf(url: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_MS),
    })
    await response.body?.cancel()
    return { status: response.status, label: response.headers.get('Catraca-Key-Label') }
  } catch {
    // No name yet, no certificate yet, no connection: the caller asks again, and tells when it gives up.
    return { status: 0, label: null }
  }
}
