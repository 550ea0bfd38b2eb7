/** How a command ends early: with a sentence that says what is wrong and what to do, and without a stack. */
import { endChildren } from './child.ts'

const EXPECTED = Symbol('expected')

/** @throws always; `runCommand` prints the sentence */
export function stop(message: string): never {
  throw new Error(message, { cause: EXPECTED })
}

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
    if (!(error instanceof Error) || error.cause !== EXPECTED) throw error
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}

/** One thing that was found as it should be, or was done. */
export function done(text: string): void {
  console.log(`✓ ${text}`)
}
