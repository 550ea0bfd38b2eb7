/** A finding about a body in the page's language. They are stored in English, so others are made of their few forms. */
import type { View } from '../view.ts'

interface Said {
  readonly text: string
  /** Where it is not in the page's language. */
  readonly lang: 'en' | undefined
}

export function issueText({ language, text: { issues } }: View, message: string): Said {
  if (language === 'en') return { text: message, lang: undefined }
  // The first form that fits says it.
  for (const [form, say = ''] of issues.forms) {
    const parts = form ? new RegExp(form).exec(message) : null
    if (parts)
      return {
        text: say.replace(/\$(\d)/g, (_, place) => wordFor(issues, parts[place])),
        lang: undefined,
      }
  }
  return { text: message, lang: 'en' }
}

const wordFor = ({ words }: View['text']['issues'], part = ''): string =>
  Object.hasOwn(words, part) ? (words[part] ?? part) : part
