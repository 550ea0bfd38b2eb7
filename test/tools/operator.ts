/**
 * Stands in for an operator's program: the API over HTTP, with a key of ADMIN_KEYS by default. Each answer is checked
 * against the schema that describes it.
 */
import * as z from 'zod/mini'
import { OPERATIONS } from '../../src/api/operations.ts'
import { RESULTS } from '../../src/api/results.ts'
import { operate } from './app.ts'

/** As vitest.config.ts configures it. */
export const ADMIN_KEY = 'admin-test-key-two'

interface Options {
  readonly key?: string | null
  readonly method?: 'GET' | 'POST'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Calls `/api` and returns the response. */
export async function call(path: string, options: Options = {}): Promise<Response> {
  const { key = ADMIN_KEY, method = 'GET', body: json, headers = {} } = options
  const response = await operate(`/api${path}`, { key: key ?? undefined, method, json, headers })
  if (response.status === 200) await expectDescribed(method, path.replace(/\?.*/, ''), response.clone())
  return response
}

async function expectDescribed(method: string, path: string, response: Response): Promise<void> {
  const served = OPERATIONS.filter((each) => each.method === method)
  const operation =
    served.find((each) => each.path === path) ??
    served.find((each) => new RegExp(`^${each.path.replace('{id}', '[^/]+')}$`).test(path))
  if (!operation) throw new Error(`${method} ${path} is described nowhere`)
  const { error } = z.safeParse(
    RESULTS[operation.id],
    operation.media ? await response.text() : await response.json(),
  )
  if (error) throw new Error(`${operation.id} answers what results.ts does not describe: ${error.message}`)
}

/** Calls `/api` and returns its answer. Throws if that is a problem. */
export async function ask<Answer>(path: string, options: Options = {}): Promise<Answer> {
  const response = await call(path, options)
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json<Answer>()
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/** The items of a list, page by page to its end. Throws where a page has more than it may. */
export async function everyPage<Item>(path: string, limit: number): Promise<readonly Item[]> {
  const items: Item[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more = `limit=${limit}${cursor && `&cursor=${cursor}`}`
    const page: Page<Item> = await ask<Page<Item>>(`${path}${path.includes('?') ? '&' : '?'}${more}`)
    if (page.items.length > limit) throw new Error(`${page.items.length} items on a page of ${limit}`)
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}
