/** Where a page may redirect a browser: a path of this Worker, never another host. Pure. */

const HERE = 'https://catraca.invalid'

/** The path and query of a text, or the fallback if it is not a local path. */
export function localPath(text: string | undefined, fallback = '/'): string {
  if (!text?.startsWith('/') || !URL.canParse(text, HERE)) return fallback
  // The parser drops tabs and line breaks and reads a backslash as a slash, as browsers do: `/\t/host` is a host.
  const { origin, pathname, search } = new URL(text, HERE)
  // `/.//host` is a path here, but would be a host in a redirect.
  return origin === HERE && !pathname.startsWith('//') ? pathname + search : fallback
}
