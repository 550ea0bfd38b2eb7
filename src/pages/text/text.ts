/** The pages' texts in one language, made from its words. Pure. */
import type { Language } from '../../language/language.ts'
import { type Told, type Translation, tell } from '../../language/message.ts'
import { type Numbers, numbers } from '../../language/numbers.ts'
import type { en } from './en.ts'

type English = Omit<typeof en, 'sentences'>
interface Sentences {
  readonly sentences: Language
}

/** The words as the file has them. */
export type Words = Translation<English> & Sentences

export type Text = Told<English> & Sentences & Pick<Numbers, 'count' | 'money'>

export function textOf({ sentences, ...words }: Words): Text {
  const { count, plural, money } = numbers(sentences.numbers.group, sentences.numbers.point)
  // `Told` describes the type that `tell` returns.
  return { ...(tell(words, { count, plural, money }) as Told<English>), sentences, count, money }
}
