/**
 * Temporary files of a test run are in memory where there is room: each of thousands of objects has a file of its own,
 * and would wait for its disk whenever it is made or woken.
 */
import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning } from '../../scripts/deploy/keys.ts'

const MEMORY = '/dev/shm'
const PREFIX = 'catraca-test-'
/** Some times what a run has there at once; a container may have 64 MB. */
const NEEDED_BYTES = 1024 ** 3

export function useMemoryDisk(): void {
  // Compiled code outlives a run.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'catraca-compile-cache')
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
    // Only Linux has it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
