/** One line per delivery, made of numbers and names of our own: no URL, no header, no body, no key. */
import type { UsedKey } from '../access/keys.ts'

export interface DeliveryLog {
  readonly provider: string
  /** Absent where no valid key was presented. */
  key?: UsedKey
  entity?: string
  /** The verdict, or the reason why there is none. */
  verdict?: string
  status?: string
  revision?: number | undefined
  bytes?: number
  error?: string
}

/** Writes the line. */
export function writeDelivery(log: DeliveryLog, httpStatus: number, ms: number): void {
  const line = JSON.stringify({ event: 'delivery', ...log, httpStatus, ms })
  if (httpStatus >= 500) console.error(line)
  else console.log(line)
}
