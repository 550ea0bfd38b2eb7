/** Bodies are deleted by their objects: one call for many, because a request may make few calls and an object a thousand. */
import { rootCause } from '../db/faults.ts'
import * as LIMITS from '../limits.ts'
import { log } from '../log.ts'
import { objectNamed } from '../object.ts'

/** The result of a deletion. */
export interface Deleted {
  /** Bodies that existed and were deleted. */
  readonly deleted: number
  /** Bodies whose object could not be reached. */
  readonly failed: number
}

/** Deletes bodies, and their rows as soon as D1 accepts it. One that fails does not stop the others. */
export async function deleteBodies(objects: Env['QUARANTINE'], names: readonly string[]): Promise<Deleted> {
  let total: Deleted = { deleted: 0, failed: 0 }
  for (let at = 0; at < names.length; at += LIMITS.quarantineDeletions)
    total = sum(total, await deleteTogether(objects, names.slice(at, at + LIMITS.quarantineDeletions), 2))
  return total
}

export const sum = (one: Deleted, other: Deleted): Deleted => ({
  deleted: one.deleted + other.deleted,
  failed: one.failed + other.failed,
})

/** The first object deletes the others; if it fails, the next one does. */
async function deleteTogether(
  objects: Env['QUARANTINE'],
  [first, ...others]: readonly string[],
  tries: number,
): Promise<Deleted> {
  if (first === undefined) return { deleted: 0, failed: 0 }
  try {
    return await keptBody(objects, first).discard(others, first)
  } catch (error) {
    log('error', { event: 'deletion_failed', quarantine: first, error: rootCause(error) })
    if (tries === 1) return { deleted: 0, failed: 1 + others.length }
    return sum({ deleted: 0, failed: 1 }, await deleteTogether(objects, others, tries - 1))
  }
}

/** The object that keeps a body, by the body's key. */
export const keptBody = (objects: Env['QUARANTINE'], name: string) => objectNamed(objects, name)
