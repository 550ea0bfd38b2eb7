/** What an operator can do about forwarding. Each action answers 303 to the page that shows what it did. */

import type { Action } from '../../access/trail.ts'
import { nameOf } from '../../entity/name.ts'
import * as LIMITS from '../../limits.ts'
import {
  pauseForward,
  resendOne,
  resendSince,
  resumeForward,
  testForward,
} from '../../operations/forwarding.ts'
import { PROVIDERS } from '../../providers/index.ts'
import { did } from '../did.ts'
import { formText } from '../form.ts'
import { address } from '../links.ts'
import type { PageContext } from '../view.ts'

const control =
  (action: Action['action'], change: (env: Env) => Promise<void>) =>
  async (context: PageContext): Promise<Response> => {
    await change(context.env)
    await did(context, { action })
    return context.redirect('/forward', 303)
  }

export const pauseForwarding = control('pause_forward', pauseForward)
export const resumeForwarding = control('resume_forward', resumeForward)
export const testForwarding = control('test_forward', testForward)

export async function resendForwarding(context: PageContext): Promise<Response> {
  const form = await context.req.parseBody()
  const since = formText(form, 'since')
  const name = formText(form, 'name')
  if (name !== '') return resendNamed(context, name)
  if (!/^\d{4}-\d\d-\d\d$/.test(since) || Number.isNaN(Date.parse(since)))
    return context.redirect('/forward', 303)
  let cursor: string | null = formText(form, 'after')
  let entities = 0
  for (let step = 0; step < LIMITS.resendSteps && cursor !== null; step += 1) {
    const resent = await resendSince(context.env, since, cursor)
    entities += resent.entities
    cursor = resent.nextCursor
  }
  await did(context, { action: 'resend' }, [{ detail: `since ${since}: ${entities}` }])
  const rest = cursor === null ? {} : { since, rest: cursor }
  return context.redirect(address('/forward', { resent: String(entities), ...rest }), 303)
}

/** @param name the name of a waiting entity's object */
async function resendNamed(context: PageContext, name: string): Promise<Response> {
  const provider = PROVIDERS.find((each) => name.startsWith(`${each.name}:`))
  const entity = provider?.entityId(name.slice(provider.name.length + 1))
  if (
    !provider ||
    !entity ||
    !(await resendOne(context.env, nameOf({ provider: provider.name, entityId: entity })))
  )
    return context.redirect('/forward', 303)
  await did(context, { action: 'resend', provider: provider.name, entity })
  return context.redirect(address('/forward', { resent: '1' }), 303)
}
