/**
 * `npm run mutate`: Stryker changes src/language, src/lifecycle, src/privacy and src/providers one place at a time, and the pure tests must notice.
 * `npm run mutate -- src/lifecycle` is for one folder. `--again` tries only what has changed since it was measured, in the
 * code or in its tests; of what a module does once, on loading, only in the code. `--report` tries nothing. Fails when a
 * mutant survives that survivors.ts does not have or that no comment explains, or when survivors.ts has one that does not
 * survive, or survives twice.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SURVIVORS, WHY } from './mutation/survivors.ts'
import { code, table, writeSection } from './prove/document.ts'
import { root } from './wrangler.ts'

interface Place {
  readonly line: number
  readonly column: number
}

interface Mutant {
  readonly status: string
  readonly replacement?: string
  readonly location: { readonly start: Place; readonly end: Place }
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
  },
})
const folders =
  positionals.length > 0 ? positionals : ['src/language', 'src/lifecycle', 'src/privacy', 'src/providers']
if (!options.report) measure()

const { files } = JSON.parse(readFileSync(join(root, '.stryker/mutation.json'), 'utf8')) as Report
const mutants = Object.entries(files).flatMap(([file, { source, mutants: all }]) =>
  all.map(({ status, replacement = '', location }) => ({
    folder: folders.find((folder) => file.startsWith(`${folder}/`)),
    file,
    line: location.start.line,
    isKilled: status === 'Killed' || status === 'Timeout',
    isAlive: status === 'Survived' || status === 'NoCoverage',
    original: textAt(source, location),
    replacement,
    because: reasonAbove(source, location.end.line),
  })),
)
const alive = mutants.filter(({ folder, isAlive }) => folder !== undefined && isAlive)
const listed = Object.entries(SURVIVORS).flatMap(([file, changes]) =>
  changes.map(([original, replacement]) => {
    const isIt = (mutant: (typeof alive)[number]): boolean =>
      mutant.file === file && mutant.original === original && mutant.replacement === replacement
    return { file, original, replacement, survives: alive.filter(isIt) }
  }),
)
const explained = listed.flatMap(({ survives }) => survives.filter(({ because }) => because !== undefined))
const scores = table(
  ['', 'killed', 'survived', 'of them explained', 'score'],
  folders.map((folder) => {
    const killed = mutants.filter((mutant) => mutant.folder === folder && mutant.isKilled).length
    const survived = alive.filter((mutant) => mutant.folder === folder).length
    const known = explained.filter((mutant) => mutant.folder === folder).length
    return [folder, killed, survived, known, `${((killed / (killed + survived)) * 100).toFixed(1)} %`]
  }),
)
const reasons = table(
  ['survives in', 'for', 'writes', 'why nothing changes'],
  explained.map(({ file, original, replacement, because = '' }) => [
    file,
    code(original),
    code(replacement),
    because,
  ]),
)
console.log(`${scores}\n\n${reasons}\n`)

const problems = [
  ...alive
    .filter((mutant) => !explained.includes(mutant))
    .map((mutant) => `Survives unexplained: ${mutant.file}:${mutant.line} ${changeOf(mutant)}`),
  ...listed
    .filter(
      ({ file, survives }) => survives.length !== 1 && folders.some((each) => file.startsWith(`${each}/`)),
    )
    .map((each) => `Listed once, but survives ${each.survives.length} times: ${each.file} ${changeOf(each)}`),
]
for (const problem of problems) console.error(problem)
if (options.write) {
  writeSection(
    'mutation',
    'Mutation testing',
    ['npm run mutate', ...(positionals.length > 0 ? ['--', ...positionals] : [])].join(' '),
    [
      'Stryker changes one place of the code at a time; a mutant is killed when a pure test fails.',
      scores,
      'No test can kill these:',
      reasons,
    ].join('\n\n'),
  )
}
if (problems.length > 0) process.exit(1)

function measure(): void {
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js')
  const places = folders.map((folder) => `${folder}/**/*.ts`).join()
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', '--mutate', places, ...(options.again ? [] : ['--force'])],
    { cwd: root, stdio: 'inherit' },
  )
  if (status !== 0) process.exit(status ?? 1)
}

function changeOf({
  original,
  replacement,
}: {
  readonly original: string
  readonly replacement: string
}): string {
  return `${original}  →  ${replacement}`
}

/** The nearest comment that says why, above the last line of a change or on it, with no empty line between. */
function reasonAbove(source: string, line: number): string | undefined {
  const above = source.split('\n').slice(0, line)
  return above
    .slice(above.lastIndexOf('') + 1)
    .flatMap((each) => WHY.exec(each)?.[1] ?? [])
    .at(-1)
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
