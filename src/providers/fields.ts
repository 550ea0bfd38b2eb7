/** The kinds of field that the providers' schemas share, and the way from zod's findings to ours. */
import { en } from 'zod/locales'
import * as z from 'zod/mini'
import type { Issue } from '../issue.ts'
import { LIMITS } from '../limits.ts'
import type { Reading } from './event.ts'

z.config(en())

/** Absent, null or a value: senders leave fields out, and .NET models can write null instead. */
export const optionalText = z.nullish(z.string())
export const optionalId = z.nullish(z.string().check(z.maxLength(LIMITS.idCharacters)))
export const optionalNumber = z.nullish(z.number())
export const optionalInteger = z.nullish(z.int())
export const statusName = z.string().check(z.minLength(1), z.maxLength(LIMITS.statusCharacters))

/** A body that breaks its schema, told field by field; zod's messages never quote the value. */
export function invalid(error: z.core.$ZodError): Reading {
  return { kind: 'invalid', issues: issuesOf(error) }
}

/** The first findings of zod, as many as one answer names. */
export const issuesOf = (error: z.core.$ZodError): readonly Issue[] =>
  error.issues.slice(0, LIMITS.schemaIssues).map(({ path, message }) => ({ path: path.join('.'), message }))
