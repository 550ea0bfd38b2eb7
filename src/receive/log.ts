/** One line per request, made of numbers and names of our own: no URL, no header, no body, no key. */
import type { UsedKey } from '../access/keys.ts'
import { writeLine } from './line.ts'

export interface DeliveryLog {
  /** Absent where the path names none. */
  provider?: string
  /** Absent where no valid key was presented. */
  key?: UsedKey
  /** The place of a configured key that was in the URL and was refused there, because it does not look random. */
  refusedInPath?: number
  entity?: string
  /** The verdict, or the reason why there is none. */
  verdict?: string
  /** Which of the two a refusal is about. */
  wrong?: 'key' | 'body'
  status?: string
  revision?: number | undefined
  bytes?: number
  /** Of a body that holds several events: how many, and how often each verdict. */
  events?: number
  verdicts?: Readonly<Record<string, number>>
  error?: string
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

/** Which of the two was wrong. */
export const wrongIn = ({ wrong, verdict = '' }: DeliveryLog): 'key' | 'body' | undefined =>
  wrong ?? WRONG[verdict]

/** Writes the line. */
export function writeDelivery(log: DeliveryLog, httpStatus: number, ms: number, url: string): Promise<void> {
  const wrong = wrongIn(log)
  const level = httpStatus >= 500 ? 'error' : 'log'
  return writeLine(level, { event: 'delivery', ...log, wrong, httpStatus, ms }, url)
}
