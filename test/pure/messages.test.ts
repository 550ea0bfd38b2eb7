/** The pages' messages: what their places become, and that every language has the same ones. */
import { describe, expect, it } from 'vitest'
import { PLACE, type Told, type Translation, tell } from '../../src/language/message.ts'
import { numbers } from '../../src/language/numbers.ts'
import { en } from '../../src/pages/text/en.ts'
import { pt } from '../../src/pages/text/pt.ts'
import { textOf } from '../../src/pages/text/text.ts'

const WORDS = {
  plain: 'Nothing here.',
  named: '{status} has not arrived: {status}.',
  counted: '{n, count} shown, {n} of them',
  paid: '{cents, money} came in.',
  events: '{n, plural, event, events} from {day}',
  it: 'It knows of {n, choice, it, them}.',
  nested: { months: ['Jan', 'Feb'] },
} as const
const told = tell(WORDS, numbers('.', ',')) as Told<typeof WORDS>

describe('a message', () => {
  it('without a place is a text', () => {
    expect(told.plain).toBe('Nothing here.')
    expect(told.nested.months[1]).toBe('Feb')
  })

  it.each([
    [told.named({ status: 'Pago' }), 'Pago has not arrived: Pago.'],
    [told.counted({ n: 1234 }), '1.234 shown, 1234 of them'],
    [told.paid({ cents: 123_456 }), 'R$ 1.234,56 came in.'],
    [told.events({ n: 1, day: '1/2' }), '1 event from 1/2'],
    [told.events({ n: 1000, day: '1/2' }), '1.000 events from 1/2'],
    [told.it({ n: 1 }), 'It knows of it.'],
    [told.it({ n: 2 }), 'It knows of them.'],
  ])('has its values: %s', (text, expected) => {
    expect(text).toBe(expected)
  })

  it('takes a value as it is, whatever stands in it', () => {
    expect(told.named({ status: '{n, count} $& {status}' })).toBe(
      '{n, count} $& {status} has not arrived: {n, count} $& {status}.',
    )
  })

  it('does not compile without its values, or with others', () => {
    const calls = [
      // @ts-expect-error one is missing
      () => told.events({ n: 1 }),
      // @ts-expect-error none is a number
      () => told.events({ n: '1', day: '1/2' }),
      // @ts-expect-error one too many
      () => told.paid({ cents: 1, day: '1/2' }),
      // @ts-expect-error not a text
      (): string => told.paid,
    ]
    const translations: readonly Partial<Translation<typeof WORDS>>[] = [
      { events: '{n, plural, evento, eventos} de {day}', paid: 'Entraram {cents, money}.' },
      // @ts-expect-error a place is missing
      { events: '{n, plural, evento, eventos}' },
      // @ts-expect-error a place has another name
      { paid: 'Entraram {cent, money}.' },
      // @ts-expect-error a month is missing
      { nested: { months: ['jan'] } },
    ]
    expect(calls.length + translations.length).toBe(8)
  })
})

/** Each text by its path. */
const textsIn = (words: unknown, path = ''): readonly (readonly [string, string])[] =>
  typeof words === 'string'
    ? [[path, words]]
    : Object.entries(words as object).flatMap(([key, each]) => textsIn(each, `${path}.${key}`))

/** The places of a message, and whether they take a number alone. */
const placesIn = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(PLACE)].map(([, name, kind]) => `${name}${kind ? ': number' : ''}`))].sort()

const namesIn = (places: readonly string[]): string =>
  places.map((place) => place.replace(': number', '').replace('missingName', 'missing')).join()

describe.each([
  ['English', en],
  ['Portuguese', pt],
] as const)('the texts in %s', (_, words) => {
  it('have no brace but those of a place that can be read', () => {
    expect(textsIn(words).filter(([, text]) => /[{}]/.test(text.replace(PLACE, '')))).toEqual([])
  })

  it('have the same places as the English ones', () => {
    const english = new Map(textsIn(en))
    const differing = textsIn(words).filter(([path, text]) => {
      const [here, there] = [placesIn(text), placesIn(english.get(path) ?? text.replace(PLACE, ''))]
      // Numbers in sentences of reasons and notices are data: they are numbers, whatever a language makes of them.
      if (path.startsWith('.sentences')) return namesIn(here) !== namesIn(there)
      return here.join() !== there.join()
    })
    expect(differing).toEqual([])
  })

  it('write numbers and money in the way of their language', () => {
    const { count, money } = textOf(words)
    expect([count(1234), money(123_456)]).toEqual(
      words === en ? ['1,234', 'R$ 1,234.56'] : ['1.234', 'R$ 1.234,56'],
    )
  })
})
