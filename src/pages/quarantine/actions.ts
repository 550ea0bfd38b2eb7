/** What an operator can do in the quarantine. Each action answers 303 to the page that shows what it did. */
import { readCursor } from '../../db/cursor.ts'
import { QUARANTINE_REASONS, quarantineParts } from '../../db/quarantine.ts'
import * as LIMITS from '../../limits.ts'
import { deleteQuarantined, dismiss, reopen } from '../../operations/dismissal.ts'
import { replay, replayOpen } from '../../operations/replay.ts'
import { PROVIDERS } from '../../providers/index.ts'
import { did } from '../did.ts'
import { missingPage } from '../errors.tsx'
import { formText } from '../form.ts'
import { address, quarantinePath } from '../links.ts'
import type { PageContext } from '../view.ts'

/** The value of the box that has to be ticked before a body is deleted. */
export const CONFIRMED = 'yes'

/** POST /quarantine/replay: one batch of the open bodies that match the filter; `after` is where the last batch ended. */
export async function replayAll(context: PageContext): Promise<Response> {
  const form = await context.req.parseBody()
  const after = formText(form, 'after')
  const filter = filterIn(form)
  const { replayed, resolved, nextCursor } = await replayOpen(
    context.env,
    readCursor(after) ? after : '',
    filter,
  )
  await did(context, { action: 'replay' }, [{ detail: `${replayed} replayed, ${resolved} resolved` }])
  const query = {
    ...filter,
    done: 'batch',
    replayed: String(replayed),
    resolved: String(resolved),
    rest: nextCursor ?? undefined,
  }
  return context.redirect(address('/quarantine', query), 303)
}

/** POST /quarantine/ticked: replays or dismisses the bodies that are ticked, with one reason for all. */
export async function changeTicked(context: PageContext): Promise<Response> {
  const form = await context.req.parseBody({ all: true })
  const ids = [form.id ?? []].flat().filter((id) => typeof id === 'string' && quarantineParts(id)) as string[]
  const filter = filterIn(form)
  const told = (query: Record<string, string>) =>
    context.redirect(address('/quarantine', { ...filter, ...query }), 303)
  if (ids.length === 0) return told({ done: 'none_ticked' })
  const isReplay = formText(form, 'do') === 'replay'
  const why = formText(form, 'why').trim().slice(0, LIMITS.dismissalCharacters)
  if (!isReplay && !why) return told({ done: 'no_reason' })
  let resolved = 0
  for (const id of ids.slice(0, LIMITS.replaysPerBatch)) {
    const outcome = isReplay ? await replay(context.env, id) : await dismiss(context.env, id, why)
    // Deleted since the page was shown.
    if (outcome === null || outcome === 'missing') continue
    if (outcome === 'dismissed' || (typeof outcome === 'object' && outcome.resolved)) resolved += 1
    await did(context, { action: isReplay ? 'replay' : 'dismiss', quarantine: id }, [
      { entityId: id, detail: isReplay ? undefined : why },
    ])
  }
  const counts = { replayed: String(ids.length), resolved: String(resolved) }
  return told({ done: isReplay ? 'batch' : 'dismissed_many', ...counts })
}

/** POST /quarantine/:id/reopen */
export async function reopenOne(context: PageContext): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const outcome = quarantineParts(id) ? await reopen(context.env, id) : 'missing'
  if (outcome === 'missing') return missingPage(context)
  if (outcome === 'reopened') await did(context, { action: 'reopen', quarantine: id })
  return told(context, id, { done: outcome })
}

/** The filter of the list, which an action keeps. */
function filterIn(form: Readonly<Record<string, unknown>>) {
  const known = (name: string, values: readonly string[]) =>
    values.find((each) => each === formText(form, name))
  return {
    provider: known(
      'provider',
      PROVIDERS.map(({ name }) => name),
    ),
    reason: known('reason', QUARANTINE_REASONS),
  }
}

/** POST /quarantine/:id/replay */
export async function replayOne(context: PageContext): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const replayed = quarantineParts(id) && (await replay(context.env, id))
  if (!replayed) return missingPage(context)
  await did(context, { action: 'replay', quarantine: id })
  const { verdict } = replayed
  return told(context, id, verdict === null ? { done: 'not_judged' } : { done: 'judged', verdict })
}

/** POST /quarantine/:id/dismiss */
export async function dismissOne(context: PageContext): Promise<Response> {
  const id = context.req.param('id') ?? ''
  if (!quarantineParts(id)) return missingPage(context)
  const typed = formText(await context.req.parseBody(), 'reason')
    .trim()
    .slice(0, LIMITS.dismissalCharacters)
  if (!typed) return told(context, id, { done: 'no_reason' })
  const outcome = await dismiss(context.env, id, typed)
  if (outcome === 'missing') return missingPage(context)
  await did(context, { action: 'dismiss', quarantine: id }, [{ entityId: id, detail: typed }])
  return told(context, id, { done: outcome })
}

/** POST /quarantine/:id/delete, answered with 303 to the list: the body no longer has a page. */
export async function deleteOne(context: PageContext): Promise<Response> {
  const id = context.req.param('id') ?? ''
  if (!quarantineParts(id)) return missingPage(context)
  if (formText(await context.req.parseBody(), 'confirm') !== CONFIRMED)
    return told(context, id, { done: 'not_deleted' })
  if (!(await deleteQuarantined(context.env, id))) return missingPage(context)
  await did(context, { action: 'delete', quarantine: id })
  return context.redirect(address('/quarantine', { done: 'deleted' }), 303)
}

const told = (context: PageContext, id: string, query: Record<string, string>): Response =>
  context.redirect(address(quarantinePath(id), query), 303)
