/** A delivery of which D1 has no event: a duplicate, a ping, a test, or one that was refused. Nothing in it is the sender's own word but an id. */
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
  /** The order or payment, where the delivery got so far. */
  readonly entity?: string | undefined
  /** The place of the key that it came with, from 1. */
  readonly key?: number | undefined
  /** Whether the key or the body is the cause. */
  readonly wrong?: 'key' | 'body' | undefined
  /** Two letters, as the network says. */
  readonly country?: string | undefined
}

/** `safe2pay duplicate`, and how often. */
export type Counts = readonly (readonly [name: string, n: number])[]
