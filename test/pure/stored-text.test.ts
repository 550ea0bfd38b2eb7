/** What is wrong with a body is said in the page's language, or marked as English. */
import { describe, expect, it } from 'vitest'
import { storedText } from '../../src/pages/stored-text.ts'
import { en } from '../../src/pages/text/en.ts'
import { pt } from '../../src/pages/text/pt.ts'
import { textOf } from '../../src/pages/text/text.ts'
import type { View } from '../../src/pages/view.ts'

const viewIn = (language: 'en' | 'pt') =>
  ({ language, text: textOf(language === 'en' ? en : pt) }) as unknown as View

describe('a finding on a Portuguese page', () => {
  it.each([
    ['Invalid input: expected number, received string', 'Esperava um número, veio um texto.'],
    ['Invalid input: expected an object, received undefined', 'Esperava um objeto, veio nada.'],
    ['Expected a date', 'Esperava uma data.'],
    ['Expected a positive integer', 'Esperava um número inteiro positivo.'],
    ['Expected Id, or Code with its digits, from 1 to 999999999', /^Esperava Id, ou Code/],
    ['Invalid GUID', 'GUID inválido ou vazio.'],
    [
      'Invalid status: expected up to 64 visible characters',
      'Status inválido: esperava até 64 caracteres visíveis.',
    ],
    ['Bodies of type OrderCreated are not used here.', 'Mensagens do tipo OrderCreated não são utilizadas.'],
    ['The body is not JSON.', 'O conteúdo não é um JSON válido.'],
  ])('"%s" is said in Portuguese', (message, said) => {
    expect(storedText(viewIn('pt'), message)).toEqual({ text: expect.stringMatching(said), lang: undefined })
  })

  it('that has no Portuguese words is marked as English', () => {
    expect(storedText(viewIn('pt'), 'Something new')).toEqual({ text: 'Something new', lang: 'en' })
  })
})

it('a finding on an English page stands as it is', () => {
  expect(storedText(viewIn('en'), 'The body is not JSON.')).toEqual({
    text: 'The body is not JSON.',
    lang: undefined,
  })
})
