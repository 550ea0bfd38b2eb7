/** The links from one page of a list to the next. A cursor names the place, so that new rows shift nothing. */
import type { Child } from './jsx-runtime.ts'
import { address } from './links.ts'
import type { View } from './view.ts'

interface PagerProps {
  readonly view: View
  readonly path: string
  /** The filters, which every page of the list keeps. */
  readonly query: Readonly<Record<string, string | undefined>>
  readonly nextCursor: string | null
  readonly isFirst: boolean
  /** Other actions on the list. */
  readonly children?: Child
}

export function Pager({ view, path, query, nextCursor, isFirst, children }: PagerProps) {
  const { list } = view.text
  if (isFirst && nextCursor === null && !children) return null
  return (
    <nav class="pager" aria-label={list.pages}>
      {!isFirst && <a href={address(path, query)}>← {list.first}</a>}
      {nextCursor !== null && (
        <a rel="next" href={address(path, { ...query, after: nextCursor })}>
          {list.next} →
        </a>
      )}
      {children}
    </nav>
  )
}
