/** An event is taken out of what stands around it, no further than two texts and one list, and nothing else is. */
import { describe, expect, it } from 'vitest'
import { unwrapped } from '../../src/receive/unwrap.ts'

const event = { IdTransaction: 1 }
const json = JSON.stringify(event)
const text = (value: unknown, times = 1): string =>
  times === 0 ? JSON.stringify(value) : JSON.stringify(text(value, times - 1))

const refused = (message: string) => ({ kind: 'invalid_schema', issues: [{ path: '', message }] })

describe('one event', () => {
  it.each([
    ['as it is', json],
    ['behind a byte order mark', `\uFEFF${json}`],
    ['behind two', `\uFEFF\uFEFF${json}`],
    ['behind marks and spaces', `\uFEFF \n\uFEFF\t${json}`],
    ['before a zero', `${json}\0`],
    ['before zeros and spaces', `${json}\0\0\n\0 `],
    ['in a text', text(event)],
    ['in a text in a text', text(event, 2)],
    ['in a text with marks and zeros inside and outside', `\uFEFF${JSON.stringify(`\uFEFF${json}\0`)}\0`],
    ['in a list', `[${json}]`],
    ['in a list in a text', text([event])],
    ['in a text in a list', `[${text(event)}]`],
    ['in a text in a list in a text', text([json])],
    ['in two texts in a list', `[${text(event, 2)}]`],
    ['in a list in two texts', text([event], 2)],
  ])('is taken out: %s', (_, body) => {
    expect(unwrapped(body)).toEqual({ kind: 'one', value: event })
  })
})

describe('several events', () => {
  it.each([
    ['in a list', `[${json},${json}]`],
    ['in a list in a text', text([event, event])],
    ['in texts in a list', `[${text(event)},${text(event, 2)}]`],
    ['in texts in a list in a text', text([json, event])],
  ])('are taken out: %s', (_, body) => {
    expect(unwrapped(body)).toEqual({ kind: 'several', values: [event, event] })
  })

  it('stay in their order, with what is none among them', () => {
    const values = [{ a: 1 }, 5, null, 'text', [event], { a: 2 }]
    expect(unwrapped(JSON.stringify(values))).toEqual({ kind: 'several', values })
  })

  it('are 100 at the most', () => {
    const list = (count: number) => JSON.stringify(Array.from({ length: count }, () => event))
    expect(unwrapped(list(100))).toMatchObject({ kind: 'several' })
    expect(unwrapped(list(101))).toEqual(refused('The body holds more than 100 events.'))
    expect(unwrapped(text(Array.from({ length: 101 }, () => json)))).toEqual(
      refused('The body holds more than 100 events.'),
    )
  })
})

describe('what is no event', () => {
  it.each([
    ['[]', []],
    ['5', 5],
    ['null', null],
    ['"text"', 'text'],
    ['"5"', '5'],
    ['"null"', 'null'],
    ['[5]', [5]],
    ['["text"]', ['text']],
    ['[[{}]]', [[{}]]],
    ['[[{}],[{}]]', [[{}], [{}]]],
    ['[1,"2"]', [1, '2']],
    [text(event, 3), text(event, 2)],
    [text([json], 2), [json]],
  ])('stays as it is: %s', (body, value) => {
    expect(unwrapped(body)).toEqual({ kind: 'one', value })
  })

  it.each(['', '\0', '\uFEFF', `${json}${json}`, `\0${json}`, `x${json}`, `${json}x\0`, '{"a":1,}'])(
    'is no JSON: %j',
    (body) => {
      expect(unwrapped(body)).toBeNull()
    },
  )

  it('is JSON of more than 64 levels; in a text it stays a text', () => {
    const deep = `${'['.repeat(65)}${']'.repeat(65)}`
    expect(unwrapped(deep)).toEqual(refused('The body is nested deeper than 64 levels.'))
    expect(unwrapped(JSON.stringify(deep))).toEqual({ kind: 'one', value: deep })
  })
})
