/** What documents quote is what the proof says: a figure that nobody measured any more would be a lie. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The shares that stand last in the rows of a table, smallest first. */
const shares = (table: string): readonly number[] =>
  [...table.matchAll(/^\|.*\| \**([\d.,]+) %\** \|$/gm)]
    .map(([, share = '']) => Number(share.replace(',', '.')))
    .sort((a, b) => a - b)

const mistakes = read('docs/proof.md').match(/<!-- mistakes -->[\s\S]*<!-- \/mistakes -->/)?.[0] ?? ''
const proved = shares(mistakes)

describe.each(['README.md', 'README.pt-BR.md'])('%s', (file) => {
  it('quotes how often each classic mistake ends wrong as docs/proof.md has it', () => {
    expect(proved.length).toBeGreaterThan(5)
    expect(shares(read(file))).toEqual(proved)
  })
})

describe('docs/decisions.md', () => {
  it('quotes how often an alternative ends wrong as docs/proof.md has it', () => {
    const quoted = [...read('docs/decisions.md').matchAll(/([\d.]+ %)\s+of\s+the\s+histories/g)].map(
      ([, share]) => share,
    )
    expect(quoted.length).toBeGreaterThan(5)
    expect(
      quoted.filter((share) => !mistakes.includes(` ${share} `) && !mistakes.includes(`**${share}**`)),
    ).toEqual([])
  })
})
