import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** A folder of src/ with its slash, or a file at its top. */
const roomOf = (path: string): string => path.replace(/^src\//, '').replace(/\/.*$/, '/')

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => join('src', file))

/** Every import between two rooms: from, to, and the file that has it. */
const arrows = files.flatMap((file) => {
  const imports = readFileSync(join(root, file), 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)
  return [...imports].map(([, target = '']) => ({
    from: roomOf(file),
    to: roomOf(normalize(join(dirname(file), target))),
    file,
  }))
})
const between = arrows.filter(({ from, to }) => from !== to)

const table = new Map(
  [
    ...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(
      /^\| `([\w.]+\/?)` \| ((?:`[\w./]+`(?:, )?)+) \|$/gm,
    ),
  ].map(([, room = '', allowed = '']) => [room, allowed.replaceAll('`', '').split(', ')]),
)

describe('the folders of src/', () => {
  it('import only what the table in CONTRIBUTING.md allows', () => {
    expect(between.length).toBeGreaterThan(100)
    expect(between.filter(({ from, to }) => !table.get(from)?.includes(to))).toEqual([])
  })

  it('use every arrow that the table has', () => {
    const unused = [...table].flatMap(([from, allowed]) =>
      allowed
        .filter((to) => !between.some((arrow) => arrow.from === from && arrow.to === to))
        .map((to) => `${from} → ${to}`),
    )
    expect(unused).toEqual([])
  })

  it('stand in one order, top to bottom, so that no import runs back up', () => {
    const order = [...table.keys()]
    const upward = [...table].flatMap(([from, allowed]) =>
      allowed.filter((to) => order.includes(to) && order.indexOf(to) < order.indexOf(from)),
    )
    expect(upward).toEqual([])
  })
})

it("src/ queries D1 by src/db/database.ts, because the errors of Drizzle's driver hold the values of the statement", () => {
  const driven = files.filter((file) =>
    /^import (?!type ).*'drizzle-orm\/(d1|errors)'/m.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(driven).toEqual([])
})

it('src/ takes each bound by its name, because the bundle otherwise holds all of them with their names', () => {
  const whole = files.filter((file) =>
    /(?<!import \* as )\bLIMITS\b(?!\.)/.test(
      readFileSync(join(root, file), 'utf8').replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, ''),
    ),
  )
  expect(whole).toEqual([])
})

it('no script imports a test: what both need stands in scripts/', () => {
  const scripts = readdirSync(join(root, 'scripts'), { recursive: true, encoding: 'utf8' })
  const importing = scripts.filter(
    (file) =>
      file.endsWith('.ts') && /from '[./]+\/test\//.test(readFileSync(join(root, 'scripts', file), 'utf8')),
  )
  expect(importing).toEqual([])
})
