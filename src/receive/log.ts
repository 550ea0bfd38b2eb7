/** One line per delivery, made of numbers and names of our own: no URL, no header, no body, no key. */
import type { UsedKey } from '../access/keys.ts'
import { writeLine } from './line.ts'

export interface DeliveryLog {
  readonly provider: string
  /** Absent where no valid key was presented. */
  key?: UsedKey
  /** The place of a configured key that stood in the URL and was refused there, because it does not look random. */
  refusedInPath?: number
  entity?: string
  /** The verdict, or the reason why there is none. */
  verdict?: string
  status?: string
  revision?: number | undefined
  bytes?: number
  error?: string
}

/** Writes the line. */
export const writeDelivery = (log: DeliveryLog, httpStatus: number, ms: number, url: string): Promise<void> =>
  writeLine(httpStatus >= 500 ? 'error' : 'log', { event: 'delivery', ...log, httpStatus, ms }, url)
