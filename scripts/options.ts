/** What a command is asked for: whole numbers, with what holds unless somebody says otherwise, and what else it takes. */
import { type ParseArgsConfig, parseArgs } from 'node:util'

type Config = NonNullable<ParseArgsConfig['options']>
type Values<More extends Config> = ReturnType<typeof parseArgs<{ options: More }>>['values']

/** Puts what was measured into the documents. */
export const WRITE = { write: { type: 'boolean', default: false } } as const

/** Another seed each time: a command prints it with what it found. */
export const anySeed = (): number => Date.now() % 1_000_000_000

/** Takes the options of this process. Ends it with 2 where a number is none. */
export function optionsOf<Name extends string, const More extends Config>(
  numbers: Readonly<Record<Name, number>>,
  more: More,
): Values<More> & Readonly<Record<Name, number>> {
  const names = Object.keys(numbers) as Name[]
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(names.map((name) => [name, { type: 'string', default: String(numbers[name]) }])),
      ...more,
    },
  })
  const read = names.map(
    (name) => [name, Number((values as Readonly<Record<string, unknown>>)[name])] as const,
  )
  // fast-check takes no seed beyond 32 bits.
  const wrong = read.find(([, number]) => !(Number.isInteger(number) && number >= 0 && number < 2 ** 31))
  if (wrong) {
    console.error(`--${wrong[0]} takes a whole number.`)
    process.exit(2)
  }
  return { ...values, ...Object.fromEntries(read) } as Values<More> & Record<Name, number>
}
