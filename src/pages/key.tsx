/** The link of a row, by the number that people know: on one line, unless it is too long. */

/** Characters that fit into the column on a phone. */
const WHOLE = 18

export const Key = ({ path, text }: { readonly path: string; readonly text: string }) => (
  <a class={text.length <= WHOLE ? 'key' : undefined} href={path}>
    {text}
  </a>
)
