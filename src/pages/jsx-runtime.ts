/**
 * Turns JSX into a page as text. Every text and every attribute is escaped, wherever it comes from, without exception. The
 * compiler calls these functions, as `jsxImportSource` in tsconfig.json says. Elements have hono's types.
 */
import type { JSX as Hono } from 'hono/jsx/jsx-runtime'

/** Text that is already HTML: only elements are. Exported because the declaration of each page names it. */
export class Html {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  toString(): string {
    return this.#text
  }
}

/** The content between two tags; null, undefined and booleans render nothing. */
export type Child = Html | string | number | boolean | null | undefined | readonly Child[]

export declare namespace JSX {
  type Element = Html
  type IntrinsicElements = Hono.IntrinsicElements
  interface ElementChildrenAttribute {
    children: Child
  }
}

interface Props {
  readonly children?: Child
  readonly [attribute: string]: unknown
}

/** Elements without an end tag. */
const VOID = new Set(['br', 'col', 'hr', 'img', 'input', 'link', 'meta'])

export function jsx(tag: string | ((props: Props) => Html), props: Props): Html {
  if (typeof tag === 'function') return tag(props)
  const { children, ...attributes } = props
  const start = `<${tag}${Object.entries(attributes).map(attribute).join('')}`
  return new Html(VOID.has(tag) ? `${start}/>` : `${start}>${written(children)}</${tag}>`)
}

export { jsx as jsxDEV, jsx as jsxs }

export const Fragment = ({ children }: Props): Html => new Html(written(children))

/** A boolean says whether an attribute without a value is present. */
function attribute([name, value]: readonly [string, unknown]): string {
  if (value === undefined || value === null || value === false) return ''
  return ` ${name}="${value === true ? '' : escaped(String(value))}"`
}

function written(child: Child): string {
  if (Array.isArray(child)) return child.map(written).join('')
  if (child instanceof Html) return String(child)
  return child === null || child === undefined || typeof child === 'boolean' ? '' : escaped(String(child))
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
