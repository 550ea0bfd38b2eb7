/** One line per request, made of numbers and names of our own: no URL, no header, no body, no key. */
import type { UsedKey } from '../access/keys.ts'
import { writeLine } from './line.ts'
import type { Delivery, Result } from './result.ts'

export interface DeliveryLog {
  /** Absent if the path names none. */
  readonly provider?: string
  /** Absent if no valid key was presented. */
  readonly key?: UsedKey | undefined
  /** The place of a configured key that was in the URL and was refused there, because it does not look random. */
  readonly refusedInPath?: number | undefined
  readonly entity?: string | undefined
  /** The verdict, or the reason why there is none. */
  readonly verdict: string
  /** Whether a refusal is about the key or the body. */
  readonly wrong?: 'key' | 'body' | undefined
  readonly status?: string | undefined
  readonly revision?: number | undefined
  readonly bytes?: number
  /** For a body with several events: how many, and how often each verdict was given. */
  readonly events?: number
  readonly verdicts?: Readonly<Record<string, number>>
  readonly error?: string | undefined
}

const WRONG: Readonly<Partial<Record<string, 'key' | 'body'>>> = {
  unauthorized: 'key',
  too_many_failures: 'key',
  body_too_large: 'body',
  body_interrupted: 'body',
  unsupported_encoding: 'body',
  invalid_json: 'body',
  invalid_schema: 'body',
}

/** The log line of a delivery. */
export function logOf({ result, isUnreadable, ...known }: Delivery): DeliveryLog {
  const told = ofResult(result)
  return { ...known, wrong: isUnreadable ? 'body' : WRONG[told.verdict], ...told }
}

function ofResult(result: Result): DeliveryLog {
  switch (result.kind) {
    case 'judged': {
      const { verdict, head } = result.outcome
      const { entityId: entity, status } = result.event
      return { entity, status, verdict, revision: head?.revision }
    }
    case 'kept':
      return { verdict: result.why.kind, ...keyOf(result) }
    case 'several':
      return ofSeveral(result.results.map(ofResult))
    case 'ping':
    case 'test':
      return { verdict: result.kind }
    default: {
      const { kind, event, error } = result
      return { verdict: kind, entity: event?.entityId, status: event?.status, error, ...keyOf(result) }
    }
  }
}

/** The key of the event itself says more than the one in the head. */
const keyOf = ({ sandbox }: { readonly sandbox?: UsedKey | null }) => sandbox && { key: sandbox }

function ofSeveral(each: readonly DeliveryLog[]): DeliveryLog {
  const verdicts: Record<string, number> = {}
  for (const { verdict } of each) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  const error = each.findLast((own) => own.error !== undefined)?.error
  return { verdict: 'several', events: each.length, verdicts, error }
}

/** Writes the line. */
export function writeDelivery(log: DeliveryLog, httpStatus: number, ms: number, url: string): Promise<void> {
  const level = httpStatus >= 500 ? 'error' : 'log'
  return writeLine(level, { event: 'delivery', ...log, httpStatus, ms }, url)
}
