/** What the sender is told of a judged delivery. */
import type { Outcome } from '../entity/acceptance.ts'
import { noticeTexts, reasonText } from '../language/en.ts'
import { named } from '../lifecycle/life-cycle.ts'
import type { Event } from '../providers/event.ts'
import type { Provider } from '../providers/provider.ts'

/** 200 for every verdict, refusals included: sending the event again could not change it. */
export function judgedResponse(
  provider: Provider,
  event: Event,
  outcome: Extract<Outcome, { kind: 'judged' }>,
): Response {
  const { lifeCycle } = provider
  const { verdict, head } = outcome
  const { status, previousStatus, occurredAt } = event
  return Response.json({
    verdict,
    provider: provider.name,
    id: event.entityId,
    event: { ...named(lifeCycle, status), previousStatus, occurredAt },
    head: head && { ...named(lifeCycle, head.status), since: head.since, revision: head.revision },
    reason: reasonText(lifeCycle, outcome.reason),
    warnings: noticeTexts(lifeCycle, outcome.warnings),
  })
}

/** 202 for a body of a type that is not ours: taken, kept, not judged. */
export function ignoredResponse(provider: Provider, reason: string, quarantineId: string): Response {
  return Response.json(
    { verdict: 'ignored', provider: provider.name, reason, warnings: [], quarantineId },
    { status: 202 },
  )
}

/** 200 for a ping: nothing was said, so nothing is kept. */
export function pingResponse(provider: Provider): Response {
  const reason = 'This is a ping: it says nothing of an order or a payment.'
  return Response.json({ verdict: 'ignored', provider: provider.name, reason, warnings: [] })
}

/**
 * The answers to several events as one list, in their order. Where one could not be stored, the sender is to send all
 * of them again, which changes nothing for the others; else it need not, once any was taken.
 */
export async function listResponse(answers: readonly Response[]): Promise<Response> {
  const list = await Promise.all(answers.map((answer) => answer.json()))
  const decisive = answers.find(({ status }) => status === 503) ?? answers.find(({ ok }) => ok) ?? answers[0]
  const retryAfter = decisive?.headers.get('Retry-After')
  return Response.json(list, {
    // A 202 among others is one of several ways to be taken.
    status: decisive?.ok ? 200 : (decisive?.status ?? 200),
    headers: retryAfter ? { 'Retry-After': retryAfter } : {},
  })
}
