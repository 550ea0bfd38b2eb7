/** Cloudflare's API, for what is only looked at; what is changed, wrangler changes. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../wrangler.ts'
import { runWrangler, runWranglerInTerminal } from './child.ts'
import type { Settings } from './settings.ts'
import { stop } from './stop.ts'

/** Who asks, and in which account. */
export interface Account {
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
}

export type Answer<Result> =
  | {
      readonly ok: true
      readonly result: Result
      /** Where a list goes on; empty or undefined at its end. */
      readonly cursor: string | undefined
    }
  | { readonly ok: false; readonly status: number; readonly code: number; readonly message: string }

const REQUEST_MS = 30_000

/** Whether the answer says that there is no such Worker, database or subdomain. */
export const isMissing = (answer: Answer<unknown>): boolean =>
  !answer.ok && (answer.status === 404 || MISSING_CODES.has(answer.code))

/** No such Worker or subdomain; no such Worker, to an older part of the API. */
const MISSING_CODES: ReadonlySet<number> = new Set([10007, 10090])

/** Asks the API; `path` begins behind the account. */
export function ask<Result>(account: Account, path: string, init: RequestInit = {}): Promise<Answer<Result>> {
  return request(account.headers, `/accounts/${account.id}${path}`, init)
}

/** Asks for what must be there. */
export async function need<Result>(account: Account, path: string, init: RequestInit = {}): Promise<Result> {
  const answer = await ask<Result>(account, path, init)
  if (answer.ok) return answer.result
  return stop(refused(path, answer))
}

/** What a person should know about an unexpected answer. */
export function refused(what: string, answer: Extract<Answer<unknown>, { ok: false }>): string {
  const hint =
    answer.status === 403 || answer.status === 401
      ? 'The token lacks a permission: it needs Workers Scripts: Edit and D1: Edit. Or sign in with `npx wrangler login`.'
      : 'Try again; https://www.cloudflarestatus.com shows whether Cloudflare has a problem.'
  return `Cloudflare answered ${answer.status} to ${what}: ${answer.message} [${answer.code}]\n${hint}`
}

/** Asks Cloudflare's API, or another that answers in its form. */
export async function request<Result>(
  headers: Account['headers'],
  path: string,
  init: RequestInit = {},
  base = process.env.CLOUDFLARE_API_BASE_URL ?? 'https://api.cloudflare.com/client/v4',
): Promise<Answer<Result>> {
  let response: Response
  try {
    response = await fetch(`${base}${path}`, {
      ...init,
      headers: { 'Content-Type': 'application/json', ...headers },
      signal: AbortSignal.timeout(REQUEST_MS),
    })
  } catch (error) {
    return stop(`Cloudflare cannot be reached at ${base}: ${reasonOf(error)}. Is this machine online?`)
  }
  const body = (await response
    .json()
    .catch((error: Error) => ({ errors: [{ code: 0, message: error.message }] }))) as {
    readonly success?: boolean
    readonly result?: Result
    readonly result_info?: { readonly cursor?: string }
    readonly errors?: readonly { readonly code: number; readonly message: string }[]
  }
  if (response.ok && body.success)
    return { ok: true, result: body.result as Result, cursor: body.result_info?.cursor }
  const [first] = body.errors ?? []
  return {
    ok: false,
    status: response.status,
    code: first?.code ?? 0,
    message: first?.message ?? 'no reason given',
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error
    ? error.cause instanceof Error
      ? error.cause.message
      : error.message
    : String(error)

/**
 * Signs in, and finds the account: the one in wrangler.toml or the environment, otherwise the only one, otherwise the chosen
 * one.
 */
export async function signIn(
  settings: Settings,
  choose: (accounts: readonly { readonly id: string; readonly name: string }[]) => Promise<string>,
): Promise<Account> {
  const file = join(root, '.env')
  // wrangler reads it too.
  if (existsSync(file)) process.loadEnvFile(file)
  const headers = await credentials()
  const known = settings.accountId ?? process.env.CLOUDFLARE_ACCOUNT_ID
  if (known) return { id: known, headers }
  const accounts = await request<readonly { id: string; name: string }[]>(headers, '/accounts?per_page=50')
  if (!accounts.ok)
    return stop(
      `${refused('the list of accounts', accounts)}\nOr set CLOUDFLARE_ACCOUNT_ID, which the dashboard shows on its start page.`,
    )
  const [only, another] = accounts.result
  if (!only) return stop('This sign-in belongs to no account: set CLOUDFLARE_ACCOUNT_ID.')
  return { id: another ? await choose(accounts.result) : only.id, headers }
}

async function credentials(): Promise<Account['headers']> {
  const { CLOUDFLARE_API_TOKEN: token } = process.env
  if (token) return { Authorization: `Bearer ${token}` }
  let stored = await storedCredentials()
  if (!stored && process.stdin.isTTY && (await runWranglerInTerminal(['login'])))
    stored = await storedCredentials()
  return (
    stored ??
    stop(
      'Not signed in to Cloudflare. Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN to a token with the permissions Workers Scripts: Edit and D1: Edit (dash.cloudflare.com/profile/api-tokens, template "Edit Cloudflare Workers", and D1 added).',
    )
  )
}

/** What `wrangler login` left behind, or an API key of the environment. */
async function storedCredentials(): Promise<Account['headers'] | undefined> {
  const { ok, output } = await runWrangler(['auth', 'token', '--json'])
  if (!ok) return undefined
  const stored = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)) as {
    readonly token?: string
    readonly key?: string
    readonly email?: string
  }
  if (stored.token) return { Authorization: `Bearer ${stored.token}` }
  return stored.key && stored.email ? { 'X-Auth-Key': stored.key, 'X-Auth-Email': stored.email } : undefined
}
