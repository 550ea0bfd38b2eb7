/**
 * The key by which an order and its payments find each other: a keyed digest of the number. Not a mask, because different
 * numbers can have the same mask, and keyed, so that nobody who reads D1 can test a guess.
 */
import { keyedDigest } from './keyed-digest.ts'
import { sameNumber } from './sale-number.ts'

/**
 * The key of a number as a sender wrote it or as somebody searches for it; null if the text is empty or masked.
 * @throws if the vault cannot be reached, and its key is not in memory yet
 */
export async function saleKey(vault: Env['VAULT'], number: string | null): Promise<string | null> {
  const same = number === null ? null : sameNumber(number)
  return same === null ? null : keyedDigest(vault, 'sale', same)
}
