/** The words of alerts, read from the Worker's static files when there is something to say. */
import { rootCause } from '../db/faults.ts'
import { fill } from '../language/message.ts'
import { numbers } from '../language/numbers.ts'
import { log } from '../log.ts'
import type { en } from './words/en.ts'

type Values = Readonly<Record<string, string | number | null>>

/** Returns a message with its values. */
export type Say = (key: keyof typeof en | (string & {}), values?: Values) => string

/** If the words cannot be read, an alert is sent without them: it then shows the name of its kind, `paid_order_closed`. */
export async function sayIn({ ASSETS }: Env, language: 'pt' | 'en'): Promise<Say> {
  let words: Readonly<Record<string, string>> = {}
  try {
    const answer = await ASSETS.fetch(`https://assets/assets/alerts.${language}.json`)
    words = await answer.json()
  } catch (error) {
    log('error', { event: 'alert_words_failed', error: rootCause(error) })
  }
  const written = numbers(words.group ?? '', words.point ?? '.')
  return (key, values = {}) => fill(words[key] ?? [key, ...Object.values(values)].join(' '), values, written)
}
