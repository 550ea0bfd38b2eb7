/** The kinds of field that the providers' schemas share, and the way from zod's findings to ours. */
import { en } from 'zod/locales'
import * as z from 'zod/mini'
import type { Issue } from '../issue.ts'
import { LIMITS } from '../limits.ts'
import type { Reading } from './event.ts'
import { isPlain, oneLine } from './text.ts'

z.config(en())

/** Absent, null or a value: senders leave fields out, and .NET models can write null instead. */
export const optionalText = z.nullish(z.pipe(z.string(), z.transform(oneLine)))
export const optionalId = z.nullish(
  z.pipe(z.string().check(z.maxLength(LIMITS.idCharacters)), z.transform(oneLine)),
)
export const optionalNumber = z.nullish(z.number())
export const optionalInteger = z.nullish(z.int())

/**
 * A status decides, so one with characters that nobody sees is refused, not mended: without them it could be another
 * status, and the order would move by a guess. The body is kept, for a person to look at.
 */
export const statusName = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(LIMITS.statusCharacters),
    z.refine(isPlain, 'Invalid text: it holds characters that cannot be seen'),
  )

/** A body that breaks its schema, told field by field; zod's messages never quote the value. */
export function invalid(error: z.core.$ZodError): Reading {
  return { kind: 'invalid', issues: issuesOf(error) }
}

/** The first findings of zod, as many as one answer names. */
export const issuesOf = (error: z.core.$ZodError): readonly Issue[] =>
  error.issues.slice(0, LIMITS.schemaIssues).map(({ path, message }) => ({ path: path.join('.'), message }))
