/** Where a page may send a browser on to: a path of this Worker, never another host. Pure. */

const HERE = 'https://catraca.invalid'

/** The path and query that a text names here, or the fallback where it is no local path. */
export function localPath(text: string | undefined, fallback = '/'): string {
  if (!text?.startsWith('/') || !URL.canParse(text, HERE)) return fallback
  // The parser drops tabs and line breaks and takes a backslash for a slash, as browsers do: `/\t/host` is a host.
  const { origin, pathname, search } = new URL(text, HERE)
  // `/.//host` is a path here and would be a host where it is sent on to.
  return origin === HERE && !pathname.startsWith('//') ? pathname + search : fallback
}
