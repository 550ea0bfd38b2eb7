/**
 * `npm run mutate`: Stryker changes src/language, src/lifecycle, src/privacy and src/providers one place at a time, and the pure tests must notice.
 * `npm run mutate -- src/lifecycle` is for one folder. `--report` judges what was measured last. `--again` first tries
 * again what survived then unexplained, and all of the files that have changed: what is killed stays killed while tests are added.
 * Fails when a mutant survives that nobody has explained, or when an explanation is not of exactly one survivor.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { explains, SURVIVORS } from './mutation/survivors.ts'
import { code, table, writeSection } from './prove/document.ts'
import { root } from './wrangler.ts'

interface Place {
  readonly line: number
  readonly column: number
}

interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: Place; readonly end: Place }
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

/** What Stryker wrote of its last run. */
const LAST = join(root, '.stryker/mutation.json')
const FOLDERS = ['src/language', 'src/lifecycle', 'src/privacy', 'src/providers']

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
  },
})
const folders = positionals.length > 0 ? positionals : FOLDERS
if (options.again) for (const folder of folders) mutateAgain(folder)
else if (!options.report) for (const folder of folders) mutate(folder)

const files = Object.assign({}, ...folders.map((folder) => reportOf(folder).files)) as Report['files']
const alive = Object.entries(files).flatMap(([file, { source, mutants }]) =>
  mutants
    .filter(({ status }) => isAlive(status))
    .map(({ replacement = '', location }) => ({
      file,
      line: location.start.line,
      original: textAt(source, location),
      replacement,
    })),
)
const scores = table(
  ['', 'killed', 'survived', 'of them explained', 'score'],
  folders.map((folder) => {
    const mutants = Object.entries(files)
      .filter(([file]) => file.startsWith(`${folder}/`))
      .flatMap(([, each]) => each.mutants.map(({ status }) => status))
    const killed = mutants.filter((status) => status === 'Killed' || status === 'Timeout').length
    const survived = mutants.filter(isAlive).length
    const explained = alive.filter(
      (mutant) => mutant.file.startsWith(`${folder}/`) && SURVIVORS.some((each) => explains(each, mutant)),
    ).length
    return [folder, killed, survived, explained, `${((killed / (killed + survived)) * 100).toFixed(1)} %`]
  }),
)
const survivors = SURVIVORS.filter(({ file }) => folders.some((folder) => file.startsWith(`${folder}/`)))
const unexplained = alive.filter((mutant) => !survivors.some((survivor) => explains(survivor, mutant)))
const explained = survivors.map((survivor) => {
  const { file, original, replacement, because } = survivor
  return [file, code(original), code(replacement), because]
})

console.log(`${scores}\n\n${table(['survives in', 'for', 'writes', 'because'], explained)}\n`)
for (const { file, line, original, replacement } of unexplained) {
  console.error(`Survives unexplained: ${file}:${line} ${original}  →  ${replacement}`)
}
const misfits = survivors.filter((survivor) => {
  const times = alive.filter((mutant) => explains(survivor, mutant)).length
  if (times === 1) return false
  const { file, original, replacement } = survivor
  console.error(`Explained once, but survives ${times} times: ${file} ${original}  →  ${replacement}`)
  return true
})

if (options.write) {
  writeSection(
    'mutation',
    'Mutation testing',
    ['npm run mutate', ...(positionals.length > 0 ? ['--', ...positionals] : [])].join(' '),
    [
      'Stryker changes one place of the code at a time; a mutant is killed when a pure test fails.',
      scores,
      'No test can kill these:',
      table(['file', 'for', 'writes', 'why nothing changes'], explained),
    ].join('\n\n'),
  )
}
if (unexplained.length + misfits.length > 0) process.exit(1)

/** Folder by folder, so that what was measured is there although a later one is stopped. */
function mutate(folder: string): void {
  run(`${folder}/**/*.ts`)
  renameSync(LAST, fileOf(folder))
}

function mutateAgain(folder: string): void {
  const before = reportOf(folder)
  const now = globSync(`${folder}/**/*.ts`, { cwd: root })
  const places = now.flatMap((file) => {
    const known = before.files[file]
    if (known?.source !== readFileSync(join(root, file), 'utf8')) return [file]
    return known.mutants
      .filter((mutant) => mutant.status !== 'Killed' && !isExplained(file, known.source, mutant))
      .map(({ location }) => rangeOf(file, location))
  })
  if (places.length > 0) run(places.join(','))
  const again = places.length > 0 ? (JSON.parse(readFileSync(LAST, 'utf8')) as Report).files : {}
  const files = now.flatMap((file) => {
    const [known, tried] = [before.files[file], again[file]]
    if (!known || !tried || known.source !== tried.source) return [[file, tried ?? known] as const]
    const anew = new Map(tried.mutants.map((mutant) => [nameOf(mutant), mutant]))
    const mutants = known.mutants.map((mutant) => anew.get(nameOf(mutant)) ?? mutant)
    return [[file, { ...known, mutants }] as const]
  })
  writeFileSync(fileOf(folder), JSON.stringify({ ...before, files: Object.fromEntries(files) }))
}

function isExplained(file: string, source: string, { location, replacement = '' }: Mutant): boolean {
  return SURVIVORS.some((each) => explains(each, { file, original: textAt(source, location), replacement }))
}

function nameOf({ mutatorName, replacement, location }: Mutant): string {
  return JSON.stringify([mutatorName, replacement, location])
}

/** As Stryker is given a place: lines from 1, columns from 0. */
function rangeOf(file: string, { start, end }: Mutant['location']): string {
  return `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`
}

function run(places: string): void {
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js')
  const { status } = spawnSync(process.execPath, [stryker, 'run', '--mutate', places], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

function fileOf(folder: string): string {
  return join(root, '.stryker', `${folder.replaceAll('/', '-')}.json`)
}

function reportOf(folder: string): Report {
  return JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Report
}

function isAlive(status: string): boolean {
  return status === 'Survived' || status === 'NoCoverage'
}

/** What stood where the mutant was put. */
function textAt(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  lines.push((lines.pop() ?? '').slice(0, end.column - 1))
  return lines
    .join('\n')
    .slice(start.column - 1)
    .replace(/\s+/g, ' ')
}
