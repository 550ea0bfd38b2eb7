/** Forms of the pages: few, short, and nothing in them is a file. */
import type { MiddlewareHandler } from 'hono'

/** Bytes of a form. The longest has a reason of 200 characters; anybody may post to /sign-in. */
const FORM_BYTES = 8 * 1024

/** Browsers say how long a form is, and the runtime holds them to it: what does not say so is none. */
export const shortForm: MiddlewareHandler = async (context, next) => {
  const bytes = context.req.header('Content-Length') ?? 'unknown'
  if (!/^\d{1,9}$/.test(bytes) || Number(bytes) > FORM_BYTES) return context.body(null, 413)
  return next()
}

/** The text of a field; empty where there is none. */
export function formText(form: Readonly<Record<string, unknown>>, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value : ''
}
