/**
 * Stands in for an operator's browser: pages over HTTP, links and forms, without the things that only a real browser can
 * show.
 */
import { type Operating, operate } from './app.ts'
import { ADMIN_KEY } from './operator.ts'

interface Visit extends Pick<Operating, 'language' | 'form' | 'headers'> {
  /** Sent instead of the key. */
  readonly cookie?: string
  readonly signedIn?: boolean
  readonly address?: string
}

/** Requests a page, with a key by default, and follows no redirect. */
export function visit(path: string, options: Visit = {}): Promise<Response> {
  const { cookie, signedIn = cookie === undefined, address, headers, ...asked } = options
  return operate(path, {
    ...asked,
    key: signedIn ? ADMIN_KEY : undefined,
    headers: {
      ...(cookie !== undefined && { Cookie: cookie }),
      ...(address !== undefined && { 'CF-Connecting-IP': address }),
      ...headers,
    },
  })
}

/** The HTML of a page. Throws if there is none. */
export async function html(path: string, options: Visit = {}): Promise<string> {
  const response = await visit(path, options)
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.text()
}

export interface Element {
  readonly tag: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
}

/** The elements of a page, as a browser's parser would find them. */
export async function elements(page: string): Promise<readonly Element[]> {
  const found: Element[] = []
  const parsed = new HTMLRewriter()
    .on('*', {
      element(element) {
        const attributes = [...element.attributes].map(([name = '', value = '']) => [name, value] as const)
        found.push({ tag: element.tagName, attributes })
      },
    })
    .transform(new Response(page))
  await parsed.arrayBuffer()
  return found
}

/** The addresses that a page's links lead to. */
export const links = async (page: string): Promise<readonly string[]> =>
  (await elements(page)).flatMap(({ tag, attributes }) =>
    tag === 'a' ? attributes.flatMap(([name, value]) => (name === 'href' ? [unescaped(value)] : [])) : [],
  )

/** A parser that rewrites leaves references as they are. */
const unescaped = (value: string): string => value.replaceAll('&amp;', '&')
