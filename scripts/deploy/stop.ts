/** How a command ends early: with a sentence that says what is wrong and what to do, and without a stack. */
import { endChildren } from './child.ts'

const EXPECTED = Symbol('expected')

/** @throws always; `runCommand` prints the sentence */
export function stop(message: string): never {
  throw new Error(message, { cause: EXPECTED })
}

/** What `stop` said; null for any other error, which is a mistake of ours. */
export const saidBy = (error: unknown): string | null =>
  error instanceof Error && error.cause === EXPECTED ? error.message : null

/**
 * Runs a command to its end, or to a signal, which ends what it started too. What `stop` said is printed; anything else is a mistake of ours and keeps its stack.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      endChildren()
      console.error('\nInterrupted. Run this again: it continues where it stopped.')
      process.exit(code)
    })
  }
  try {
    await command()
  } catch (error) {
    const said = saidBy(error)
    if (said === null) throw error
    console.error(`\n${said}`)
    process.exitCode = 1
  }
}

/** One thing that was found as it should be, or was done. */
export function done(text: string): void {
  console.log(`✓ ${text}`)
}
