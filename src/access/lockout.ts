/** Wrong keys are counted per network; a right one never is, so that nobody can lock a sender or an operator out. */
import { countedNetwork } from './network.ts'

/** Counts one more wrong key, and says whether its network has now sent too many. */
export const isLockedOut = (headers: Headers, env: Env): Promise<boolean> =>
  isTooMany(env.FAILED_CREDENTIALS, headers)

/** The same of a wrong key that was typed at the sign-in: nobody types a hundred in a minute. */
export const isSignInLockedOut = (headers: Headers, env: Env): Promise<boolean> =>
  isTooMany(env.SIGN_INS, headers)

async function isTooMany(limiter: RateLimit, headers: Headers): Promise<boolean> {
  const { success } = await limiter.limit({ key: countedNetwork(headers) })
  return !success
}
