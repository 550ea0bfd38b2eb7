/** What a command of the proof is asked for: from which seed, how many runs, and whether to write down what came of it. */
import { parseArgs } from 'node:util'

/** Ends the process with 2 where a number is none. */
export function proofOptions(runsUnlessTold: number): {
  readonly seed: number
  readonly runs: number
  readonly write: boolean
} {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
      runs: { type: 'string', default: String(runsUnlessTold) },
      write: { type: 'boolean', default: false },
    },
  })
  const [seed, runs] = [Number(values.seed), Number(values.runs)]
  if (![seed, runs].every((number) => Number.isInteger(number) && number >= 0)) {
    console.error('--seed and --runs take whole numbers.')
    process.exit(2)
  }
  return { seed, runs, write: values.write }
}
