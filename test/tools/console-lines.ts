/** What the Worker and its objects write to the console; in tests all of them run in one isolate. */
import { afterEach, beforeEach, vi } from 'vitest'

const METHODS = ['log', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** Catches every line until it is restored. */
export function consoleLines(): { readonly lines: readonly string[]; readonly restore: () => void } {
  const lines: string[] = []
  const spies = METHODS.map((method) =>
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
      lines.push(
        parts.map((part) => (part instanceof Error ? `${part} ${part.stack}` : String(part))).join(' '),
      )
    }),
  )
  const restore = () => {
    for (const spy of spies) spy.mockRestore()
  }
  return { lines, restore }
}

/** Catches the lines of each test by itself. */
export function watchConsole() {
  let caught: ReturnType<typeof consoleLines>
  const watch = () => {
    caught = consoleLines()
  }
  const restore = () => caught.restore()
  beforeEach(watch)
  afterEach(restore)
  return {
    get lines(): readonly string[] {
      return caught.lines
    },
    /** Those of one event. */
    of: (event: string): readonly Readonly<Record<string, unknown>>[] =>
      caught.lines.map((line) => JSON.parse(line)).filter((line) => line.event === event),
    restore,
    forget(): void {
      restore()
      watch()
    },
  }
}
