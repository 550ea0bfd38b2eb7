/** POST /attention: a decision about the ticked findings, answered with 303 to the page that sent it. */
import { operatorName } from '../../access/admin.ts'
import { STATES } from '../../db/attention-kinds.ts'
import * as LIMITS from '../../limits.ts'
import { deedOf, settle } from '../../operations/decision.ts'
import { did } from '../did.ts'
import { formText } from '../form.ts'
import { localPath } from '../local-path.ts'
import type { PageContext } from '../view.ts'
import { readKey } from './key.ts'

export async function settleTicked(context: PageContext): Promise<Response> {
  const form = await context.req.parseBody({ all: true })
  const back = new URL(localPath(formText(form, 'back'), '/attention'), context.req.url)
  const told = (query: Readonly<Record<string, string>>): Response => {
    for (const [name, value] of Object.entries(query)) back.searchParams.set(name, value)
    return context.redirect(back.pathname + back.search, 303)
  }
  const keys = [form.item]
    .flat()
    .flatMap((item) => (typeof item === 'string' ? (readKey(item) ?? []) : []))
    .slice(0, LIMITS.decisionsPerRequest)
  const state = STATES.find((each) => each === formText(form, 'state'))
  if (keys.length === 0 || !state) return told({ done: 'none_ticked' })
  if (state === 'open' && keys.length > LIMITS.reopeningsPerRequest) return told({ done: 'too_many_ticked' })
  const note = formText(form, 'note')
  const settled = await settle(context.env, operatorName(context.var.operator), keys, state, note)
  if (settled.length > 0)
    await did(
      context,
      { action: 'settle' },
      settled.map((key) => deedOf(key, state, note)),
    )
  return told({
    done: 'settled',
    settled: String(settled.length),
    unchanged: String(keys.length - settled.length),
  })
}
