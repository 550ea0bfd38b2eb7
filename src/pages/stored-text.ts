/**
 * Translates texts that are stored in English into the page's language: issues of bodies, what was done, why asking failed.
 * They have only a few forms.
 */
import type { View } from './view.ts'

interface Said {
  readonly text: string
  /** Set if the text is not in the page's language. */
  readonly lang: 'en' | undefined
}

export function storedText({ language, text: { stored } }: View, message: string): Said {
  if (language === 'en') return { text: message, lang: undefined }
  // The first form that matches is used.
  for (const [form, say = ''] of stored.forms) {
    const parts = form ? new RegExp(form).exec(message) : null
    if (parts)
      return {
        text: say.replace(/\$(\d)/g, (_, place) => wordFor(stored, parts[place])),
        lang: undefined,
      }
  }
  return { text: message, lang: 'en' }
}

const wordFor = ({ words }: View['text']['stored'], part = ''): string =>
  Object.hasOwn(words, part) ? (words[part] ?? part) : part
