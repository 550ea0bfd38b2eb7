/** The sentences of reasons and notices as a page says them. */
import { english } from '../../language/en.ts'
import type { Language } from '../../language/language.ts'
import { portuguese } from '../../language/pt.ts'
import type { View } from '../view.ts'

export const sentencesIn = ({ language, text: { money } }: View): Language =>
  language === 'pt'
    ? portuguese
    : {
        ...english,
        notices: {
          ...english.notices,
          // The sender and D1 are told of cents; a person reads money.
          amount_changed: (changed, name) =>
            changed.toCents === null
              ? english.notices.amount_changed(changed, name)
              : `The amount changed after payment, from ${money(changed.fromCents)} to ${money(changed.toCents)}.`,
        },
      }
