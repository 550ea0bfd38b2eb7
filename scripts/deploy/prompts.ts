/** Questions to the person at the terminal. Where there is none, nothing is asked: flags and defaults hold. */
import { createInterface, type Interface } from 'node:readline/promises'
import { Writable } from 'node:stream'

export const hasTerminal = (): boolean => process.stdin.isTTY && process.stdout.isTTY && !process.env.CI

/** The answer, or `preset` where it is empty. */
export async function askFor(question: string, preset: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  return (await answerOn(terminal, `${question} [${preset}] `)) || preset
}

/** An answer that is not shown while it is typed or pasted. */
export async function askForSecret(question: string): Promise<string> {
  process.stdout.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() })
  const answer = await answerOn(
    createInterface({ input: process.stdin, output: nowhere, terminal: true }),
    '',
  )
  process.stdout.write('\n')
  return answer
}

/** readline keeps Ctrl-C and the end of the input to itself, and the question would wait forever. */
async function answerOn(terminal: Interface, question: string): Promise<string> {
  let isAnswered = false
  const interrupt = (): void => {
    if (!isAnswered) process.kill(process.pid, 'SIGINT')
  }
  terminal.once('SIGINT', interrupt)
  terminal.once('close', interrupt)
  const answer = await terminal.question(question)
  isAnswered = true
  terminal.close()
  return answer.trim()
}
