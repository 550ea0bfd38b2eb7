/** What vitest.config.ts says of how much is to be played. */
declare namespace Cloudflare {
  interface Env {
    PROOF_FIRST: string
    PROOF_RUNS: string
    PROOF_SEED: string
  }
}
