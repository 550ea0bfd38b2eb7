/** An account of a test file's own, and a clone of the repository that is signed in to it. */
import { afterAll } from 'vitest'
import { type Clone, makeClone } from './clone.ts'
import { type StandIn, startStandIn } from './cloudflare/stand-in.ts'

export interface Account {
  readonly standIn: StandIn
  readonly clone: Clone
}

/** @param subdomain of workers.dev; undefined where the account has none yet */
export async function newAccount(subdomain?: string): Promise<Account> {
  const standIn = await startStandIn(subdomain)
  const clone = makeClone(standIn)
  afterAll(async () => {
    await standIn.stop()
    clone.remove()
  })
  return { standIn, clone }
}
