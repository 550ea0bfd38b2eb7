/** The Durable Objects that there are: Cloudflare's API lists them by their hexadecimal ids, and so does `npm start`'s. */
import { type Answer, refused } from './cloudflare.ts'
import { stop } from './stop.ts'

/** Asks an API of Cloudflare's form; `path` begins behind the account. */
export type Ask = <Result>(path: string, init?: RequestInit) => Promise<Answer<Result>>

export interface Page {
  readonly ids: readonly string[]
  /** Where the next page begins; null at the end. */
  readonly cursor: string | null
}

const NAMESPACES = '/workers/durable_objects/namespaces'
const NAMESPACES_A_PAGE = 100
/** The most that the API gives at once. */
export const OBJECTS_A_PAGE = 10_000

interface Namespace {
  readonly id: string
  readonly script?: string
  readonly class?: string
}

/**
 * The namespace of a Worker's class; null if it has none.
 * @param script the Worker's name; null for the only one
 */
export async function namespaceOf(
  ask: Ask,
  script: string | null,
  className: string,
): Promise<string | null> {
  for (let page = 1; ; page += 1) {
    const answer = await ask<readonly Namespace[]>(`${NAMESPACES}?page=${page}&per_page=${NAMESPACES_A_PAGE}`)
    if (!answer.ok) return stop(refused('the list of Durable Objects', answer))
    const found = answer.result.find(
      (each) => (script === null || each.script === script) && each.class === className,
    )
    if (found || answer.result.length < NAMESPACES_A_PAGE) return found?.id ?? null
  }
}

/** Some of a namespace's objects that have something stored. */
export async function listObjects(
  ask: Ask,
  namespace: string,
  cursor: string | null,
  limit = OBJECTS_A_PAGE,
): Promise<Page> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor !== null && { cursor }) })
  const answer = await ask<readonly { readonly id: string; readonly hasStoredData: boolean }[]>(
    `${NAMESPACES}/${encodeURIComponent(namespace)}/objects?${query}`,
  )
  if (!answer.ok) return stop(refused('the list of objects', answer))
  return {
    ids: answer.result.flatMap(({ id, hasStoredData }) => (hasStoredData ? [id] : [])),
    cursor: answer.cursor || null,
  }
}

/** How many objects of a namespace have something stored. */
export async function countObjects(ask: Ask, namespace: string): Promise<number> {
  let count = 0
  let cursor: string | null = null
  do {
    const page: Page = await listObjects(ask, namespace, cursor)
    count += page.ids.length
    cursor = page.cursor
  } while (cursor !== null)
  return count
}
