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

  it('quotes what it takes of the events of one upsert as docs/proof.md has it', () => {
    const ratio = (entity: string): string => {
      const row = new RegExp(`^\\| ${entity} \\| 16 \\| catraca / afternoon \\| ([\\d.]+) `, 'm')
      return `${Math.round(Number(row.exec(read('docs/proof.md'))?.[1]) * 100)} %`
    }
    const [price = ''] = /`npm run bench`.*/.exec(read(file)) ?? []
    const quoted = [...price.matchAll(/\b(\d+ %)/g)].map(([, share]) => share)
    expect(quoted).toEqual([ratio('known entity'), ratio('new entity')])
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
