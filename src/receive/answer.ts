/** The answer that the sender of a delivery gets. */
import { noticeTexts, reasonText } from '../language/en.ts'
import { named } from '../lifecycle/life-cycle.ts'
import { problemResponse } from '../problem.ts'
import type { Provider } from '../providers/provider.ts'
import type { Result } from './result.ts'
import { sentenceOf, type Unusable } from './unusable.ts'

/** The answer to a delivery. */
export async function answerTo(provider: Provider, result: Result): Promise<Response> {
  switch (result.kind) {
    case 'judged':
      return judged(provider, result)
    case 'kept':
      return kept(provider, result.why, result.id)
    case 'ping':
      return result.isBodiless ? new Response(null, { status: 204 }) : ignored(provider, PING)
    case 'test':
      return ignored(provider, TEST, { verdict: 'test' })
    case 'several':
      return list(await Promise.all(result.results.map((each) => answerTo(provider, each))))
    default:
      return problemResponse(result)
  }
}

const PING = 'This is a ping: it says nothing of an order or a payment.'
const TEST = 'This was a test: it was judged like any other, and nothing of it was stored.'

/** 200 for every verdict, refusals included: sending the event again could not change it. */
function judged(
  { name, lifeCycle }: Provider,
  { event, outcome }: Extract<Result, { readonly kind: 'judged' }>,
): Response {
  const { verdict, head } = outcome
  const { status, previousStatus, occurredAt } = event
  return Response.json({
    verdict,
    provider: name,
    id: event.entityId,
    event: { ...named(lifeCycle, status), previousStatus, occurredAt },
    head: head && { ...named(lifeCycle, head.status), since: head.since, revision: head.revision },
    reason: reasonText(lifeCycle, outcome.reason),
    warnings: noticeTexts(lifeCycle, outcome.warnings),
  })
}

function kept(provider: Provider, why: Unusable, quarantineId: string): Response {
  switch (why.kind) {
    case 'invalid_json':
    case 'invalid_schema':
      return problemResponse(why, quarantineId)
    case 'unsupported_type':
    case 'sandbox_key':
      // The sender is not asked to send it again, because the answer would be the same, and the body is kept.
      return ignored(provider, sentenceOf(why), { quarantineId }, 202)
  }
}

/** The delivery was accepted, but nothing was judged. */
const ignored = (
  { name }: Provider,
  reason: string,
  more: { readonly verdict?: string; readonly quarantineId?: string } = {},
  status = 200,
): Response =>
  Response.json({ verdict: 'ignored', provider: name, reason, warnings: [], ...more }, { status })

/**
 * The answers to several events as one list, in their order. If one could not be stored, the sender must send all of them
 * again, which changes nothing for the others; otherwise it need not, if any was accepted.
 */
async function list(answers: readonly Response[]): Promise<Response> {
  const bodies = await Promise.all(answers.map((answer) => answer.json()))
  const decisive = answers.find(({ status }) => status === 503) ?? answers.find(({ ok }) => ok) ?? answers[0]
  const retryAfter = decisive?.headers.get('Retry-After')
  return Response.json(bodies, {
    // In a list, a 202 counts as accepted like a 200.
    status: decisive?.ok ? 200 : (decisive?.status ?? 200),
    headers: retryAfter ? { 'Retry-After': retryAfter } : {},
  })
}
