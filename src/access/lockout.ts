/** Wrong keys are counted per network. A right key is never counted, so that nobody can lock a sender or an operator out. */
import { countedNetwork } from './network.ts'

/** Counts one more wrong key, and returns whether its network has now sent too many. */
export const isLockedOut = (headers: Headers, env: Env): Promise<boolean> =>
  isTooMany(env.FAILED_CREDENTIALS, headers)

/** The same for a wrong key that was typed at the sign-in: nobody types a hundred in a minute. */
export const isSignInLockedOut = (headers: Headers, env: Env): Promise<boolean> =>
  isTooMany(env.SIGN_INS, headers)

async function isTooMany(limiter: RateLimit, headers: Headers): Promise<boolean> {
  const { success } = await limiter.limit({ key: countedNetwork(headers) })
  return !success
}
