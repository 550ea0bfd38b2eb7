/** Forms of the pages: few, short, and without files. */
import type { MiddlewareHandler } from 'hono'
import { bytesOf } from '../bytes.ts'
import * as LIMITS from '../limits.ts'

/** Reads a form before its page does, and refuses one that is longer than all of ours. */
export const shortForm: MiddlewareHandler = async (context, next) => {
  const bytes = await bytesOf(context.req.raw, LIMITS.formBytes)
  if (!bytes) return context.body(null, 413)
  context.req.raw = new Request(context.req.raw, { body: bytes })
  return next()
}

/** The text of a field; empty if there is none. */
export function formText(form: Readonly<Record<string, unknown>>, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value : ''
}
