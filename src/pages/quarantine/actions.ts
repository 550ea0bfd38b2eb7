/** What an operator can do in the quarantine. Each action answers 303 to the page that shows what it did. */
import { quarantineParts } from '../../db/quarantine.ts'
import { findQuarantined, resolve } from '../../db/quarantine-list.ts'
import { replay, replayOpen } from '../../operations/replay.ts'
import { maskNumbers } from '../../providers/personal.ts'
import { missingPage } from '../errors.tsx'
import { formText } from '../form.ts'
import { address, quarantinePath } from '../links.ts'
import type { PageContext } from '../view.ts'
import { DISMISSED } from './resolution.tsx'

/** Characters of the reason for dismissing a body: a sentence. */
export const REASON_CHARACTERS = 200

/** POST /quarantine/replay: one batch of what is open; `after` is where the last batch ended. */
export async function replayAll(context: PageContext): Promise<Response> {
  const after = formText(await context.req.parseBody(), 'after')
  const { replayed, resolved, nextCursor } = await replayOpen(
    context.env,
    quarantineParts(after) ? after : '',
  )
  const query = {
    done: 'batch',
    replayed: String(replayed),
    resolved: String(resolved),
    rest: nextCursor ?? undefined,
  }
  return context.redirect(address('/quarantine', query), 303)
}

/** POST /quarantine/:id/replay */
export async function replayOne(context: PageContext): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const replayed = quarantineParts(id) && (await replay(context.env, id))
  if (!replayed) return missingPage(context)
  const { verdict } = replayed
  return told(context, id, verdict === null ? { done: 'not_judged' } : { done: 'judged', verdict })
}

/** POST /quarantine/:id/dismiss */
export async function dismiss(context: PageContext): Promise<Response> {
  const id = context.req.param('id') ?? ''
  if (!quarantineParts(id) || !(await findQuarantined(context.env.DB, id))) return missingPage(context)
  const typed = formText(await context.req.parseBody(), 'reason')
    .trim()
    .slice(0, REASON_CHARACTERS)
  if (!typed) return told(context, id, { done: 'no_reason' })
  // D1 is for people to query, and people write personal numbers into reasons.
  const resolution = `${DISMISSED}${maskNumbers(typed).toWellFormed()}`
  const isNew = await resolve(context.env.DB, id, resolution, new Date().toISOString())
  return told(context, id, { done: isNew ? 'dismissed' : 'closed' })
}

const told = (context: PageContext, id: string, query: Record<string, string>): Response =>
  context.redirect(address(quarantinePath(id), query), 303)
