/** Stands in for the two senders: everything goes over HTTP, as it would from outside. */
import { askApp } from './app.ts'
import { settleQuarantine } from './kept.ts'

export type ProviderName = 'amplia' | 'safe2pay'

/** As vitest.config.ts configures them. */
export const KEYS: Readonly<Record<ProviderName, readonly [string, string]>> = {
  amplia: ['amplia-test-key-one', 'amplia-test-key-two'],
  safe2pay: ['SECRET_KEY', 'safe2pay-test-key-two'],
}

/** Keys that may be part of a URL, because they look random. */
export const URL_KEYS: Readonly<Record<ProviderName, string>> = {
  amplia: 'a1'.repeat(24),
  safe2pay: '5e'.repeat(24),
}

export interface SendOptions {
  /** Sent in X-Api-Key: if left out, the provider's second key; if null, none. */
  readonly key?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /** The end of the path after `/webhooks/<provider>`, such as `/<key>`. */
  readonly path?: string
  readonly method?: string
  /** In place of the receiver's own. */
  readonly bindings?: object
}

/** The answer to a judged delivery. */
export interface Judged {
  readonly verdict: string
  readonly provider: string
  readonly id: string
  readonly event: {
    readonly status: string
    readonly statusName?: string
    readonly previousStatus: string | null
    readonly occurredAt: string | null
  }
  readonly head: {
    readonly status: string
    readonly statusName?: string
    readonly since: string | null
    readonly revision: number
  } | null
  readonly reason: string
  readonly warnings: readonly string[]
}

/** Sends one body: text, bytes and streams as they are, anything else as JSON. */
export async function post(provider: string, body: unknown, options: SendOptions = {}): Promise<Response> {
  const key = options.key === undefined ? defaultKey(provider) : options.key
  // By way of the Worker's own export the pool gets slower with every request.
  return askApp(
    `/webhooks/${provider}${options.path ?? ''}`,
    {
      method: options.method ?? 'POST',
      headers: {
        'CF-Connecting-IP': newAddress(),
        ...(key !== null && { 'X-Api-Key': key }),
        ...options.headers,
      },
      body: isRaw(body) ? body : JSON.stringify(body),
    },
    options.bindings,
  )
}

/** Sends a body that must be judged, and returns the answer. Throws if it was not judged. */
export async function deliver(
  provider: ProviderName,
  body: unknown,
  options: SendOptions = {},
): Promise<Judged> {
  const response = await post(provider, body, options)
  if (response.status !== 200) throw new Error(`Not judged: ${response.status} ${await response.text()}`)
  return response.json<Judged>()
}

/** A key as log lines name it, and as `printf %s "$KEY" | openssl sha256 -r | cut -c1-8` prints it. */
export async function fingerprint(key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return Array.from(new Uint8Array(digest, 0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** An address that has sent no request before, in this file or another: wrong keys are counted per address. */
export const newAddress = (): string => `10.${crypto.getRandomValues(new Uint8Array(3)).join('.')}`

const defaultKey = (provider: string): string => KEYS[provider === 'amplia' ? 'amplia' : 'safe2pay'][1]

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> | ReadableStream =>
  typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream

/** Sends what no event can be made of, and gives the id under which it is kept, once D1 has it. */
export async function keep(provider: ProviderName, body: unknown): Promise<string> {
  const { quarantineId } = await (await post(provider, body)).json<{ quarantineId: string }>()
  await settleQuarantine()
  return quarantineId
}
