/** The console while a history is played: nobody reads it, and what is complained of is kept. */

export interface Muted {
  /** What was logged as an error. */
  readonly errors: readonly string[]
  unmute(): void
}

export function mute(): Muted {
  const { log, warn, error } = console
  const errors: string[] = []
  Object.assign(console, {
    log: () => undefined,
    warn: () => undefined,
    error: (...values: unknown[]) => errors.push(values.map(String).join(' ')),
  })
  return { errors, unmute: () => Object.assign(console, { log, warn, error }) }
}
