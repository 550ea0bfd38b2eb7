/** What a page shows is text, whoever wrote it: nothing in it becomes an element, an attribute or a script. */
import { describe, expect, it } from 'vitest'
import { Fragment, jsx } from '../../src/pages/jsx-runtime.ts'

const HOSTILE = `<script>alert("1")</script>&'`
const SHOWN = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;'

describe('a text of a sender', () => {
  it.each([
    ['alone', HOSTILE],
    ['in a list in a list', [[HOSTILE]]],
    ['that says it is HTML already', Object.assign(Object(HOSTILE), { isEscaped: true, text: HOSTILE })],
    ['in an object that has the shape of an element', { toString: () => HOSTILE, tag: 'b', props: {} }],
  ])('is shown and not obeyed: %s', (_, children) => {
    expect(String(jsx('p', { children }))).toBe(`<p>${SHOWN}</p>`)
    expect(String(Fragment({ children }))).toBe(SHOWN)
  })

  it('does not end the attribute that it stands in', () => {
    expect(String(jsx('a', { title: HOSTILE, children: 'x' }))).toBe(`<a title="${SHOWN}">x</a>`)
  })

  it('is escaped once, however deep it stands', () => {
    const inner = jsx('b', { children: HOSTILE })
    const Outer = ({ children }: { readonly children?: unknown }) => jsx('i', { children: children as never })
    expect(String(jsx(Outer, { children: [inner, 'a & b'] }))).toBe(`<i><b>${SHOWN}</b>a &amp; b</i>`)
  })
})

describe('an element', () => {
  it('shows numbers, and nothing for what is not there', () => {
    expect(String(jsx('p', { children: [0, 12, null, undefined, true, false, ''] }))).toBe('<p>012</p>')
  })

  it('has an attribute without a value where it is true, and none where there is nothing to say', () => {
    const attributes = { selected: true, disabled: false, class: undefined, title: null, value: '', size: 0 }
    expect(String(jsx('option', { ...attributes, children: 'x' }))).toBe(
      '<option selected="" value="" size="0">x</option>',
    )
  })

  it('has no end where HTML knows none, and one where it has no content', () => {
    expect(String(jsx('input', { name: 'q' }))).toBe('<input name="q"/>')
    expect(String(jsx('p', {}))).toBe('<p></p>')
  })
})
