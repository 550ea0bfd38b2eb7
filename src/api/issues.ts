/** From zod's findings to ours. */
import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { LIMITS } from '../limits.ts'

z.config(en())

/** The first findings of zod, as many as one answer names; its messages never quote the value. */
export const issuesOf = (error: z.core.$ZodError) =>
  error.issues.slice(0, LIMITS.schemaIssues).map(({ path, message }) => ({ path: path.join('.'), message }))
