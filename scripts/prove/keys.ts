/** The keys of the stories' senders, and how a receiver has them configured. Data only. */
import type { SandboxWay } from './history.ts'
import { SANDBOX_KEY } from './story.ts'

const PRODUCTION_KEY = 'the-key-of-today'

/** As README has it set up: the sandbox's key is there, and says whose it is. */
export const LABELLED = `${PRODUCTION_KEY},the-key-before,sandbox:${SANDBOX_KEY}`
/** What one writes who knows of no sandbox: a list of keys. */
export const UNLABELLED = `${PRODUCTION_KEY},the-key-before,${SANDBOX_KEY}`

/** The keys that a request presents in its head. */
export const HEADS: Readonly<Record<SandboxWay, string>> = {
  head: SANDBOX_KEY,
  body: '',
  behind_production: PRODUCTION_KEY,
  beside_production: `${PRODUCTION_KEY}, ${SANDBOX_KEY}`,
}
