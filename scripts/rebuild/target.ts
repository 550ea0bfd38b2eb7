/** What is rebuilt: a receiver, its database, and who lists its objects. */
import { keysIn } from '../../src/access/configured.ts'
import type { Query } from '../deploy/database.ts'
import { ADMIN_SECRET, keysInFile } from '../deploy/keys.ts'
import type { Ask } from '../deploy/objects.ts'
import { askForSecret, hasTerminal } from '../deploy/prompts.ts'
import { stop } from '../deploy/stop.ts'

export interface Target {
  readonly address: string
  /** The Worker's name; null if the list of objects knows no other Worker. */
  readonly script: string | null
  /** One of ADMIN_KEYS. */
  readonly key: string
  readonly ask: Ask
  readonly isDeployed: boolean
  /** Objects that are listed at once; a rebuild that is interrupted goes on at the beginning of such a page. */
  readonly objectsAPage: number
  readonly query: Query
  /** Applies the migrations that the database does not say it has. */
  migrate(): Promise<void>
}

/** No flag takes a key: every user of a machine can read the arguments of every process. */
export async function operatorKey(file: string | undefined, known: string | undefined): Promise<string> {
  const [key] = file === undefined ? keysIn(known) : (keysInFile(file)[ADMIN_SECRET] ?? [])
  if (key !== undefined) return key
  const typed = file === undefined && hasTerminal() ? await askForSecret(`A key of ${ADMIN_SECRET}: `) : ''
  return (
    typed ||
    stop(
      `An operator's key is needed: --keys <file> with a line ${ADMIN_SECRET}=<key>, or --keys - to pipe it in.`,
    )
  )
}
