/** A value that a schema has checked, or what is wrong in it: told by what was expected, since what came may be a key. */
import { type BaseIssue, type GenericSchema, safeParse } from 'valibot'
import * as LIMITS from '../limits.ts'

type Finding = BaseIssue<unknown>

/** The first finding of each value, and no more of them than one answer names. */
export function check<Schema extends GenericSchema>(schema: Schema, value: unknown) {
  const { success, output, issues } = safeParse(schema, value, { message: messageOf, abortPipeEarly: true })
  if (success) return { success, data: output }
  const named = issues.slice(0, LIMITS.schemaIssues)
  return { success, issues: named.map((issue) => ({ path: pathOf(issue), message: issue.message })) }
}

/** In place of valibot's own message, which quotes the value. */
export const messageOf = ({ type, expected }: Finding): string =>
  `Invalid ${type.endsWith('length') ? 'length' : 'input'}: expected ${expected ?? type.replaceAll('_', ' ')}`

/** Of a key that nobody expected, the place of its object: its name may be anything. */
const pathOf = ({ path, expected }: Finding): string =>
  (path?.slice(0, expected === 'never' ? -1 : undefined) ?? []).map(({ key }) => key).join('.')
