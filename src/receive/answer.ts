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
