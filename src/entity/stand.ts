/** Where an entity stands, for anyone who asks its sender. Reads only. */
import { entriesOf, type Log, type LogEntry } from './log.ts'

export interface Stand {
  /** Null while nothing is effective. */
  readonly status: string | null
  /** Moves with every change: what is decided by one revision holds for no other. */
  readonly revision: number
  /** Whether an event was refused since the last one that counts, or an earlier status came in known words. */
  readonly isDoubtful: boolean
}

/** Null where nothing was ever received of it. */
export const standIn = (log: Log): Stand | null =>
  log.state && {
    status: log.state.head?.status ?? null,
    revision: log.state.revision,
    isDoubtful: isDoubtful(entriesOf(log).at(-1)),
  }

const isDoubtful = (newest: LogEntry | undefined): boolean =>
  newest !== undefined && (!newest.effective || newest.notices.some(({ kind }) => kind === 'step_back'))
