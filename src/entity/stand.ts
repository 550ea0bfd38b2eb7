/** The current state of an entity, for asking its sender. Reads only. */
import { entriesOf, type Log, type LogEntry } from './log.ts'

export interface Stand {
  /** Null as long as no event is effective. */
  readonly status: string | null
  /** Changes with every change of the entity: a decision for one revision is not valid for another. */
  readonly revision: number
  /** Whether an event was refused since the last one that counts, or a known body with an earlier status arrived. */
  readonly isDoubtful: boolean
}

/** Null if nothing about it was ever received. */
export const standIn = (log: Log): Stand | null =>
  log.state && {
    status: log.state.head?.status ?? null,
    revision: log.state.revision,
    isDoubtful: isDoubtful(entriesOf(log).at(-1)),
  }

const isDoubtful = (newest: LogEntry | undefined): boolean =>
  newest !== undefined && (!newest.effective || newest.notices.some(({ kind }) => kind === 'step_back'))
