/**
 * A value that a schema has checked, or what is wrong with it. The error says what was expected, because the value may be a
 * key.
 */
import * as z from 'zod/mini'
import * as LIMITS from '../limits.ts'

/** The first issue at each place, up to the limit of one answer. */
export function check<Schema extends z.core.$ZodType>(schema: Schema, value: unknown) {
  const { success, data, error } = z.safeParse(schema, value, { error: messageOf })
  if (success) return { success, data }
  const first = new Map<string, string>()
  for (const { path, message } of error.issues) {
    const place = path.join('.')
    if (!first.has(place)) first.set(place, message)
  }
  const issues = [...first].map(([path, message]) => ({ path, message }))
  return { success, issues: issues.slice(0, LIMITS.schemaIssues) }
}

/** Replaces zod's own message, which names unexpected keys. */
export function messageOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'too_small':
      return `Invalid length: expected >=${issue.minimum}`
    case 'too_big':
      return `Invalid length: expected <=${issue.maximum}`
    default:
      return `Invalid input: expected ${expectedBy(issue)}`
  }
}

/** For a missing field, its name. */
function expectedBy(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined && issue.path?.length) return `"${String(issue.path.at(-1))}"`
  if (issue.code === 'invalid_value') {
    const texts = issue.values.map((value) => `"${String(value)}"`)
    return texts.length > 1 ? `(${texts.join(' | ')})` : texts.join()
  }
  const name = String(issue.expected)
  return name === 'string' ? name : `${name[0]?.toUpperCase()}${name.slice(1)}`
}
