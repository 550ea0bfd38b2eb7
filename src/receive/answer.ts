/** The answer that the sender of a delivery gets. */
import type { Answer } from '../answer.ts'
import { noticeTexts, reasonText } from '../language/en.ts'
import { named } from '../lifecycle/life-cycle.ts'
import { problemAnswer } from '../problem.ts'
import type { Provider } from '../providers/provider.ts'
import type { Result } from './result.ts'
import { sentenceOf, type Unusable } from './unusable.ts'

/** The answer to a delivery. */
export function answerTo(provider: Provider, result: Result): Answer {
  switch (result.kind) {
    case 'judged':
      return judged(provider, result)
    case 'kept':
      return kept(provider, result.why, result.id)
    case 'ping':
      return result.isBodiless ? { status: 204 } : ignored(provider, PING)
    case 'test':
      return ignored(provider, TEST, { verdict: 'test' })
    case 'several':
      return list(result.results.map((each) => answerTo(provider, each)))
    default:
      return problemAnswer(result)
  }
}

const PING = 'This is a ping: it says nothing of an order or a payment.'
const TEST = 'This was a test: it was judged like any other, and nothing of it was stored.'

/** 200 for every verdict, refusals included: sending the event again could not change it. */
function judged(
  { name, lifeCycle }: Provider,
  { event, outcome }: Extract<Result, { readonly kind: 'judged' }>,
): Answer {
  const { verdict, head } = outcome
  const { status, previousStatus, occurredAt } = event
  const body = {
    verdict,
    provider: name,
    id: event.entityId,
    event: { ...named(lifeCycle, status), previousStatus, occurredAt },
    head: head && { ...named(lifeCycle, head.status), since: head.since, revision: head.revision },
    reason: reasonText(lifeCycle, outcome.reason),
    warnings: noticeTexts(lifeCycle, outcome.warnings),
  }
  return { status: 200, body }
}

function kept(provider: Provider, why: Unusable, quarantineId: string): Answer {
  switch (why.kind) {
    case 'invalid_json':
    case 'invalid_schema':
      return problemAnswer(why, quarantineId)
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
): Answer => ({ status, body: { verdict: 'ignored', provider: name, reason, warnings: [], ...more } })

/**
 * The answers to several events as one list, in their order. If one could not be stored, the sender must send all of them
 * again, which changes nothing for the others; otherwise it need not, if any was accepted.
 */
function list(answers: readonly Answer[]): Answer {
  const isAccepted = ({ status }: Answer): boolean => status < 300
  const decisive = answers.find(({ status }) => status === 503) ?? answers.find(isAccepted) ?? answers[0]
  const retryAfter = decisive?.headers?.['Retry-After']
  return {
    // In a list, a 202 counts as accepted like a 200.
    status: !decisive || isAccepted(decisive) ? 200 : decisive.status,
    headers: retryAfter ? { 'Retry-After': retryAfter } : {},
    body: answers.map(({ body }) => body),
  }
}
