/** What the documents tell a user to type exists, what they link to is there, and the two READMEs say the same. */
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrationsIn } from '../../scripts/migrations.ts'
import { ACTIONS } from '../../src/access/actions.ts'
import { OPERATIONS } from '../../src/api/operations.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { type Command, commandsIn, DOCUMENTS, read } from '../tools/documents.ts'

const manifest = JSON.parse(read('package.json')) as {
  readonly version: string
  readonly scripts: Readonly<Record<string, string>>
}
const scripts = [...sourcesIn('scripts')].map(read).join('\n')
const sources = [...sourcesIn('src')].map(read).join('\n')

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file))
}

/** What every system of a developer has, or README.md says to have. */
const TOOLS = ['curl', 'cut', 'git', 'openssl', 'printf', 'read', 'cd']
/** npm's own. */
const NPM = ['audit', 'ci', 'install']
/** The made-up provider of CONTRIBUTING.md, whose test runs its example. */
const EXAMPLE = 'entrega'

/** What is wrong with a command; null where it can be typed as it stands. */
function complaint(command: Command): string | null {
  const [program = '', verb = '', ...rest] = command
  if (program === 'npm') {
    if (verb !== 'run') return NPM.includes(verb) || verb in manifest.scripts ? null : `npm ${verb}`
    const [script = '', ...options] = rest
    if (!(script in manifest.scripts)) return `no script ${script}`
    const unknown = flagsIn(options).find((flag) => !takes(flag))
    return unknown ? `no script has --${unknown}` : null
  }
  if (program === 'npx') return existsSync(`node_modules/.bin/${verb}`) ? null : `npx ${verb}`
  if (program === 'curl') return complaintOfCurl(command)
  if (program.includes('/')) return existsSync(program) ? null : `no file ${program}`
  return TOOLS.includes(program) ? null : `no program ${program}`
}

const flagsIn = (options: Command): readonly string[] =>
  options.flatMap((option) => /^--([a-z][a-z-]*)/.exec(option)?.[1] ?? [])

/** What scripts take numbers for: the first object that each gives to optionsOf. */
const numbers = [...scripts.matchAll(/\boptionsOf\(\s*\{([^}]*)\}/g)].map(([, names]) => names).join()

/** Whether a script parses such an option: as such a number, or as a property of what it gives to parseArgs. */
const takes = (flag: string): boolean =>
  scripts.includes(`'${flag}':`) ||
  scripts.includes(` ${flag}: {`) ||
  new RegExp(`(?<![\\w-])${flag}: `).test(numbers)

function complaintOfCurl(command: Command): string | null {
  const file = command.find((word) => word.startsWith('@'))?.slice(1)
  // `-` is what is piped in.
  if (file && file !== '-' && !existsSync(file)) return `no file ${file}`
  const url = command.map((word) => word.replaceAll(/^['"]|['"]$/g, '')).find((word) => /^https?:/.test(word))
  const path = url?.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/, '') ?? ''
  const method = command[command.indexOf('-X') + 1] === 'POST' ? 'POST' : 'GET'
  return isServed(path, method) ? null : `no route ${method} ${path}`
}

function isServed(path: string, method: string): boolean {
  if (path.startsWith('/api/')) {
    const pattern = ({ path: each }: { path: string }) =>
      new RegExp(`^/api${each.replace(/\{\w+\}/, '[^/]+')}$`).test(path)
    return OPERATIONS.some((operation) => operation.method === method && pattern(operation))
  }
  return (
    path === '/healthz' ||
    [...PROVIDERS.map(({ name }) => name), EXAMPLE].some((name) => path === `/webhooks/${name}`)
  )
}

describe.each(DOCUMENTS)('%s', (file) => {
  const text = read(file)

  it('tells nobody to type what does not exist', () => {
    const complaints = commandsIn(text).flatMap((command) => {
      const wrong = complaint(command)
      return wrong ? [`${command.join(' ')}: ${wrong}`] : []
    })
    expect(complaints).toEqual([])
  })

  it('names no operation of the API that is not served', () => {
    const named = [...text.matchAll(/`(GET|POST) (\/api\/[^`?]+)/g)].map(([, method = '', path = '']) => [
      method,
      path,
    ])
    const unserved = named.filter(
      ([method = '', path = '']) =>
        !isServed(path.replaceAll(/[<{:]\w+[>}]?/g, 'x').replace('{orders|transactions}', 'orders'), method),
    )
    expect(unserved).toEqual([])
  })

  it('links only to files and headings that are there', () => {
    const dangling = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].flatMap(([, target = '']) => {
      const [path = '', anchor] = target.split('#')
      const linked = path === '' ? file : normalize(join(dirname(file), path))
      if (!existsSync(linked)) return [target]
      return anchor !== undefined && !headingsIn(read(linked)).some(({ slug }) => slug === anchor)
        ? [target]
        : []
    })
    expect(dangling).toEqual([])
  })
})

it('every script of package.json is there', () => {
  const files = Object.values(manifest.scripts).flatMap((script) => /^node (\S+)$/.exec(script)?.[1] ?? [])
  expect(files.filter((file) => !existsSync(file))).toEqual([])
  expect(files.length).toBeGreaterThan(10)
})

interface Heading {
  readonly level: number
  /** As GitHub makes the anchor of it. */
  readonly slug: string
}

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, '')

function headingsIn(text: string): readonly Heading[] {
  return [...withoutCode(text).matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    slug: title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  }))
}

/** The number of rows of each table, its head and its rule included. */
const tablesIn = (text: string): readonly number[] =>
  [...withoutCode(text).matchAll(/(?:^\|.*\n?)+/gm)].map(([table]) => table.trim().split('\n').length)

describe('README.md and README.pt-BR.md', () => {
  const [english = '', portuguese = ''] = ['README.md', 'README.pt-BR.md'].map(read)

  it('tell the same commands, one after the other', () => {
    // What stands in angle brackets is for the reader to fill in, and so in the reader's language.
    const lines = (text: string) =>
      commandsIn(text).map((command) => command.join(' ').replaceAll(/<[^>]*>/g, '<>'))
    expect(lines(portuguese)).toEqual(lines(english))
    expect(lines(english).length).toBeGreaterThan(5)
  })

  it('have the same headings, level by level', () => {
    const levels = (text: string) => headingsIn(text).map(({ level }) => level)
    expect(levels(portuguese)).toEqual(levels(english))
  })

  it('have the same tables, row by row', () => {
    expect(tablesIn(portuguese)).toEqual(tablesIn(english))
    expect(tablesIn(english).length).toBeGreaterThan(3)
  })

  it('map every folder of src/, in the same order', () => {
    const [map, translated] = [english, portuguese].map((text) =>
      [...text.matchAll(/^ {2}([a-z]+\/) {2,}\S/gm)].map(([, folder]) => folder),
    )
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect([...(map ?? [])].sort()).toEqual(folders.map(({ name }) => `${name}/`).sort())
    expect(translated).toEqual(map)
  })
})

describe('docs/operations.md', () => {
  const [table = ''] = /^\| `event` \|[\s\S]*?\n\n/m.exec(read('docs/operations.md')) ?? []
  const documented = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  )

  it('has every line that the code logs, and none that it does not', () => {
    const logged = [...sources.matchAll(/\bevent: '(\w+)'|\btold\(\s*'(\w+)',\s*'(\w+)'/g)].flatMap(
      ([, ...names]) => names.filter((name) => name !== undefined),
    )
    expect([...new Set(logged)].sort()).toEqual(documented.filter((name) => name !== 'event').sort())
  })

  it('has every action of the line of an operator', () => {
    const [row = ''] = /^\| `operator_action` .*$/m.exec(table) ?? []
    expect(ACTIONS.filter((action) => !row.includes(`\`${action}\``))).toEqual([])
  })

  it('has every field of the line of a delivery', () => {
    const [log = ''] = /interface DeliveryLog \{[\s\S]*?\n\}/.exec(read('src/receive/log.ts')) ?? []
    const fields = [...log.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(([, name = '']) => name)
    expect(fields.length).toBeGreaterThan(5)
    expect(fields.filter((name) => !new RegExp(`\`${name}[.\`]`).test(table))).toEqual([])
  })
})

describe('docs/storage.md', () => {
  it('names every table of D1, and every column', () => {
    const db = new DatabaseSync(':memory:')
    for (const { sql } of migrationsIn()) db.exec(sql)
    const columns = db
      .prepare(
        `SELECT t.name AS "table", c.name AS "column" FROM sqlite_master AS t, pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
      )
      .all()
    const text = read('docs/storage.md')
    expect(columns.length).toBeGreaterThan(100)
    expect(
      columns.filter((row) => !text.includes(`**\`${row.table}\`**`) || !text.includes(`\`${row.column}\``)),
    ).toEqual([])
  })
})

describe('CHANGELOG.md', () => {
  it('says what this version brings', () => {
    expect(read('CHANGELOG.md')).toMatch(
      new RegExp(`^## \\[${RegExp.escape(manifest.version)}\\] - \\d{4}-\\d{2}-\\d{2}$`, 'm'),
    )
  })
})
