/** The pages' texts in one language, made of its words. Pure. */
import { type Numbers, numbers } from '../../language/numbers.ts'
import type { en } from './en.ts'
import { type Told, type Translation, tell } from './message.ts'

export type Words = Translation<typeof en>

export type Text = Told<typeof en> & Pick<Numbers, 'count' | 'money'>

export function textOf(words: Words): Text {
  const { group, point } = words.numbers
  const { count, plural, money } = numbers(group, point)
  // What `tell` makes of the words is what `Told` says of their type.
  return { ...(tell(words, { count, plural, money }) as Told<typeof en>), count, money }
}
