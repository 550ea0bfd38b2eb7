/**
 * The body of a message: the changes and the current state of the entity, in plain fields. Pure; docs/forward.md describes
 * it.
 */
import type { Head } from '../lifecycle/fold.ts'
import * as LIMITS from '../limits.ts'
import { providerNamed } from '../providers/index.ts'
import type { Forward, Message } from './forward.ts'

/** An entity as a message describes it. */
export interface Subject {
  readonly provider: string
  readonly entityId: string
  readonly head: Head | null
  readonly revision: number
  /** This receiver's own URL; null if it is not configured. */
  readonly publicUrl: string | null
}

/** The message of all that is owed. */
export const messageOf = (subject: Subject, forward: Forward): Message => ({
  sequence: forward.sequence,
  revision: subject.revision,
  body: bodyOf(subject, forward),
})

function bodyOf({ provider, entityId, head, revision, publicUrl }: Subject, forward: Forward): string {
  const { lifeCycle, told } = providerNamed(provider)
  const said = told.of(head)
  const { number, reference, saleNumber, money, amountCents } = said
  const { sequence, acked, attention } = forward
  const status = head?.status ?? null
  const known = status === null ? undefined : lifeCycle.status(status)
  const moved = forward.changes.some(({ isOfHead }) => isOfHead) || forward.changes.length === 0
  const body = (transitions: Forward['changes']): string =>
    JSON.stringify({
      type: `${told.noun}.${moved ? 'status_changed' : 'attention'}`,
      timestamp: forward.changes.at(-1)?.at ?? head?.since ?? new Date(0).toISOString(),
      data: {
        entity: {
          provider,
          id: entityId,
          number,
          reference,
          saleNumber,
          url: publicUrl && new URL(told.path + encodeURIComponent(entityId), publicUrl).href,
        },
        sequence,
        previousSequence: acked,
        revision,
        state: {
          status,
          label: known?.name ?? known?.meaning ?? status,
          final: status !== null && lifeCycle.isFinal(status),
          paid: money === 'in',
          money,
          amountCents,
          since: head?.since ?? null,
          attention,
        },
        transitions: transitions.map(({ isOfHead: _, ...transition }) => transition),
        transitionsOmitted: sequence - acked - transitions.length,
      },
    })
  // Status names can be in any script, so the limit in bytes can be reached before the number of transitions.
  let kept = forward.changes
  let text = body(kept)
  while (kept.length > 1 && new TextEncoder().encode(text).byteLength > LIMITS.forwardBytes) {
    kept = kept.slice(Math.ceil(kept.length / 4))
    text = body(kept)
  }
  return text
}

/** A message after an erasure: the entity's numbers are masked, the rest stays the same. */
export function erased(message: Message, { provider, head }: Pick<Subject, 'provider' | 'head'>): Message {
  const { number, reference, saleNumber } = providerNamed(provider).told.of(head)
  const body = JSON.parse(message.body) as { data: { entity: object } }
  Object.assign(body.data.entity, { number, reference, saleNumber })
  return { ...message, body: JSON.stringify(body) }
}
