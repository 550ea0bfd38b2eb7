/**
 * Loaded into a command with `node --require`, in place of the world's name servers: what is asked of *.workers.dev is
 * asked of the stand-in. Every other address stays what it is.
 */
const standIn = process.env.STAND_IN_URL ?? ''
const real = globalThis.fetch

globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  if (!url.hostname.endsWith('.workers.dev')) return real(input, init)
  const headers = new Headers(init?.headers)
  headers.set('x-stand-in-host', url.hostname)
  return real(`${standIn}${url.pathname}${url.search}`, { ...init, headers })
}
