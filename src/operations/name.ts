/** An operator's name for D1: an e-mail address stays readable, and personal numbers are masked. */
import * as LIMITS from '../limits.ts'
import { maskNumbers } from '../privacy/personal.ts'

export const shownName = (name: string): string =>
  (name.includes('@') ? name.replaceAll(/\d(?:[.-]?\d){7,}/g, '***') : maskNumbers(name))
    .toWellFormed()
    .slice(0, LIMITS.detailCharacters)
