/** An answer as data. It becomes a response in one place, with all its headers at once: each one set later is slow. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** What it holds as JSON; absent if it has no body. */
  readonly body?: unknown
}

/** @param common headers that the answer may replace */
export function responseOf(
  { status, headers, body }: Answer,
  common: Readonly<Record<string, string>> = {},
): Response {
  const init = { status, headers: { ...common, ...headers } }
  return body === undefined ? new Response(null, init) : Response.json(body, init)
}
