/** Stands in for an operator's program: the API over HTTP, with a key of ADMIN_KEYS unless told otherwise. */
import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { app } from '../../src/app.ts'

/** As vitest.config.ts configures it. */
export const ADMIN_KEY = 'admin-test-key-two'

interface Options {
  readonly key?: string | null
  readonly method?: 'GET' | 'POST'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Calls `/api` and gives the response. */
export async function call(path: string, options: Options = {}): Promise<Response> {
  const { key = ADMIN_KEY, method = 'GET', body, headers } = options
  const request = new Request(`https://catraca.test/api${path}`, {
    method,
    headers: { ...(key !== null && { Authorization: `Bearer ${key}` }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return app.fetch(request, env, createExecutionContext())
}

/** Calls `/api` and gives what it answers. Throws when that is a problem. */
export async function ask<Answer>(path: string, options: Options = {}): Promise<Answer> {
  const response = await call(path, options)
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json<Answer>()
}
