/** How far a rebuild is, in a file, so that one that was interrupted continues from there. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../wrangler.ts'

/** The classes whose objects are asked, in this order. */
export const CLASSES = ['Entity', 'KeptBody'] as const
export type ClassName = (typeof CLASSES)[number]

/** What the objects have said so far. */
export interface Tally {
  /** Orders and payments. */
  readonly entities: number
  /** Of these, the ones that have a status, and so a row. */
  readonly heads: number
  readonly events: number
  /** In quarantine. */
  readonly bodies: number
  /** Objects that keep nothing. */
  readonly empty: number
  /** Ids of objects that cannot tell whose they are. */
  readonly nameless: readonly string[]
  /** Ids of objects whose rows D1 does not take, though it takes those of others. */
  readonly failed: readonly string[]
}

export const NOTHING: Tally = {
  entities: 0,
  heads: 0,
  events: 0,
  bodies: 0,
  empty: 0,
  nameless: [],
  failed: [],
}

export interface Progress {
  /** UTC text: when the rebuild began. */
  readonly startedAt: string
  /** The class whose objects are next; null when all are through. */
  readonly className: ClassName | null
  /** Where the list of its objects goes on; null at its beginning. */
  readonly cursor: string | null
  readonly tally: Tally
}

export interface ProgressFile {
  read(): Progress | null
  write(progress: Progress): void
  delete(): void
}

/** @param address of the receiver: each has a rebuild of its own */
export function progressFile(address: string): ProgressFile {
  const folder = join(root, '.wrangler')
  const file = join(folder, `rebuild-${new URL(address).host.replaceAll(/[^\w.-]/g, '-')}.json`)
  return {
    read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Progress) : null),
    write(progress) {
      mkdirSync(folder, { recursive: true })
      // Whole or not at all, also where the machine stops in between.
      writeFileSync(`${file}.new`, JSON.stringify(progress))
      renameSync(`${file}.new`, file)
    },
    delete: () => rmSync(file, { force: true }),
  }
}
