/** The id of a message: the same however often it is sent. */
import { hex } from '../hex.ts'

/** There is one endpoint. Its number is part of each id, so that a second endpoint would have other ids. */
export const ENDPOINT = 1

const NAME_BYTES = 12

/**
 * At most 64 characters and without a full stop, as the standard requires.
 * @param name of the entity's object, `amplia:…`
 */
export async function messageId(name: string, sequence: number): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name))
  return `msg_${hex(new Uint8Array(digest, 0, NAME_BYTES))}_${ENDPOINT}_${sequence}`
}
