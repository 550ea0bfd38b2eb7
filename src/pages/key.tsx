/** The link of a row, by the number that people know it by: in one piece, unless it is too long for that. */

/** Characters that the column has room for on a phone. */
const WHOLE = 18

export const Key = ({ path, text }: { readonly path: string; readonly text: string }) => (
  <a class={text.length <= WHOLE ? 'key' : undefined} href={path}>
    {text}
  </a>
)
