/**
 * A delivery that left no event in D1: a duplicate, a ping, a test, or one that was refused. Its only text from the sender
 * is an id.
 */
export interface Knock {
  /** UTC text. */
  readonly at: string
  readonly provider: string
  /** The verdict, or the cause. */
  readonly outcome: string
  readonly httpStatus: number
  readonly ms: number
  /** Whether an operator sent it. */
  readonly isTest: boolean
  /** The order or payment, if the delivery got that far. */
  readonly entity?: string | undefined
  /** The place of its key in the secret, from 1. */
  readonly key?: number | undefined
  /** Whether the key or the body is the cause. */
  readonly wrong?: 'key' | 'body' | undefined
  /** The country code of two letters, from Cloudflare's network. */
  readonly country?: string | undefined
}

/** `safe2pay duplicate`, and how often. */
export type Counts = readonly (readonly [name: string, n: number])[]
