/** POST /alerts/test: sends a test to every destination of alerts. Answers 303 to the page that shows the result. */
import { testAlerts } from '../../alerts/run.ts'
import { did } from '../did.ts'
import { address } from '../links.ts'
import type { PageContext } from '../view.ts'

export async function testAlertsByHand(context: PageContext): Promise<Response> {
  const { sent } = await testAlerts(context.env, Date.now())
  if (sent.length === 0) return context.redirect('/system', 303)
  await did(context, { action: 'test' })
  const failed = sent.find(({ isTaken }) => !isTaken)
  const query = failed
    ? { tested: 'refused', code: /^\d{3}$/.test(failed.answer) ? failed.answer : '' }
    : { tested: 'taken' }
  return context.redirect(address('/system', query), 303)
}
