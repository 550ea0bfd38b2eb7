/** An operator's name as D1 has it: an e-mail address stays one, and a personal number stands in no name. */
import * as LIMITS from '../limits.ts'
import { maskNumbers } from '../privacy/personal.ts'

export const shownName = (name: string): string =>
  (name.includes('@') ? name.replaceAll(/\d(?:[.-]?\d){7,}/g, '***') : maskNumbers(name))
    .toWellFormed()
    .slice(0, LIMITS.detailCharacters)
