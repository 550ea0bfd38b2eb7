/**
 * Temporary files of a test run are in memory if there is room, because each of thousands of objects has its own file, and
 * would wait for the disk whenever it is created or woken.
 */
import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning } from '../../scripts/running.ts'

const MEMORY = '/dev/shm'
const PREFIX = 'catraca-test-'
/** Several times the size of a run's files; a container may have 64 MB. */
const NEEDED_BYTES = 1024 ** 3

export function useMemoryDisk(): void {
  if (tmpdir().startsWith(MEMORY) || !hasRoom()) return
  // A run that was killed could not remove its own.
  for (const name of readdirSync(MEMORY))
    if (name.startsWith(PREFIX) && !isRunning(Number(name.slice(PREFIX.length)))) remove(join(MEMORY, name))
  const folder = join(MEMORY, `${PREFIX}${process.pid}`)
  mkdirSync(folder, { recursive: true })
  process.env.TMPDIR = folder
  process.on('exit', () => remove(folder))
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= NEEDED_BYTES
  } catch (error) {
    // Only Linux has this directory.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
