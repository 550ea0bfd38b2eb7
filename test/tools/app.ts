/** Asks the Worker's routes straight: no client in between puts a header right, and any binding can be another. */
import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { app } from '../../src/app.ts'

export const ORIGIN = 'https://catraca.test'

/** @param path or a whole address, at another host */
export const askApp = async (
  path: string,
  init: RequestInit = {},
  bindings: object = {},
): Promise<Response> =>
  app.fetch(
    new Request(path.startsWith('/') ? ORIGIN + path : path, init),
    { ...env, ...bindings },
    createExecutionContext(),
  )

export interface Operating {
  /** Of ADMIN_KEYS. */
  readonly key?: string | undefined
  /** Makes it a POST, as a form of a page. */
  readonly form?: Readonly<Record<string, string>> | URLSearchParams | string
  /** Makes it a POST, as a program sends it. */
  readonly json?: unknown
  readonly method?: string
  readonly language?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks as an operator does, by a page or by the API, and follows no redirect. */
export function operate(path: string, asked: Operating = {}, bindings: object = {}): Promise<Response> {
  const { key, form, json, method, language = 'en', headers } = asked
  const body =
    form !== undefined
      ? new URLSearchParams(form).toString()
      : json === undefined
        ? null
        : JSON.stringify(json)
  return askApp(
    path,
    {
      method: method ?? (body === null ? 'GET' : 'POST'),
      redirect: 'manual',
      headers: {
        Origin: ORIGIN,
        'Accept-Language': language,
        'Content-Length': String(body?.length ?? 0),
        ...(form !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
        ...(key !== undefined && { Authorization: `Bearer ${key}` }),
        ...headers,
      },
      body,
    },
    bindings,
  )
}
