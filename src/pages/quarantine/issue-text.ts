/** A finding about a body in the page's language. They are stored in English, so Portuguese is made of their few forms. */
import type { View } from '../view.ts'

interface Said {
  readonly text: string
  /** Where it is not in the page's language. */
  readonly lang: 'en' | undefined
}

/** The first form that fits says it. */
const FORMS: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^Bodies of type (.*) are not used here\.$/, (type) => `Mensagens do tipo ${type} não são utilizadas.`],
  [
    /^Invalid input: expected (?:an? )?(\w+), received (\w+)$/,
    (wanted, got) => `Esperava ${noun(wanted)}, veio ${noun(got)}.`,
  ],
  [/^(?:Invalid input: expected|Expected) (?:an? )?(\w+)$/, (wanted) => `Esperava ${noun(wanted)}.`],
  [/^Expected a positive integer/, () => 'Esperava um número inteiro positivo.'],
  [
    /^Expected Id, or Code with its digits/,
    () => 'Esperava Id, ou Code com os seus dígitos, de 1 a 999999999.',
  ],
  [/GUID/, () => 'GUID inválido ou vazio.'],
  [
    /^Invalid status: expected up to (\d+)/,
    (most) => `Status inválido: esperava até ${most} caracteres visíveis.`,
  ],
  [/not JSON|JSON/, () => 'O conteúdo não é um JSON válido.'],
]

const NOUNS: Readonly<Record<string, string>> = {
  number: 'um número',
  string: 'um texto',
  object: 'um objeto',
  array: 'uma lista',
  date: 'uma data',
  type: 'um tipo',
  undefined: 'nada',
}

const noun = (word = ''): string => (Object.hasOwn(NOUNS, word) ? (NOUNS[word] ?? word) : word)

export function issueText({ language }: View, message: string): Said {
  if (language === 'en') return { text: message, lang: undefined }
  for (const [form, say] of FORMS) {
    const match = form.exec(message)
    if (match) return { text: say(...match.slice(1)), lang: undefined }
  }
  return { text: message, lang: 'en' }
}
