/** Wrong keys are counted per address; a right one never is, so that nobody can lock a sender or an operator out. */

/** Whose attempts are counted together. */
export const addressOf = (headers: Headers): string => headers.get('CF-Connecting-IP') ?? 'unknown'

/** Counts one more wrong key, and says whether its address has now sent too many. */
export async function isLockedOut(headers: Headers, env: Env): Promise<boolean> {
  const { success } = await env.FAILED_CREDENTIALS.limit({ key: addressOf(headers) })
  return !success
}
