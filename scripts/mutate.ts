/**
 * `npm run mutate`: Stryker changes src/language, src/lifecycle, src/privacy and src/providers one place at a time, and the pure tests must notice.
 * Fails when a mutant survives that nobody has explained, or when an explanation is not of exactly one survivor.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
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
  readonly replacement?: string
  readonly location: { readonly start: Place; readonly end: Place }
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

const { values: options } = parseArgs({
  options: { write: { type: 'boolean', default: false }, report: { type: 'boolean', default: false } },
})

if (!options.report) {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run'],
    { cwd: root, stdio: 'inherit' },
  )
  if (status !== 0) process.exit(status ?? 1)
}

const { files } = JSON.parse(readFileSync(join(root, '.stryker/mutation.json'), 'utf8')) as Report
const scores = table(
  ['', 'killed', 'survived', 'score'],
  ['src/language', 'src/lifecycle', 'src/privacy', 'src/providers'].map((folder) => {
    const statuses = Object.entries(files)
      .filter(([file]) => file.startsWith(`${folder}/`))
      .flatMap(([, { mutants }]) => mutants.map(({ status }) => status))
    const killed = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length
    const survived = statuses.filter(isAlive).length
    return [folder, killed, survived, `${((killed / (killed + survived)) * 100).toFixed(1)} %`]
  }),
)
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
const unexplained = alive.filter((mutant) => !SURVIVORS.some((survivor) => explains(survivor, mutant)))
const explained = SURVIVORS.map((survivor) => {
  const { file, original, replacement, because } = survivor
  return [file, code(original), code(replacement), because]
})

console.log(`${scores}\n\n${table(['survives in', 'for', 'writes', 'because'], explained)}\n`)
for (const { file, line, original, replacement } of unexplained) {
  console.error(`Survives unexplained: ${file}:${line} ${original}  →  ${replacement}`)
}
const misfits = SURVIVORS.filter((survivor) => {
  const times = alive.filter((mutant) => explains(survivor, mutant)).length
  if (times === 1) return false
  const { file, original, replacement } = survivor
  console.error(`Explained once, but survives ${times} times: ${file} ${original}  →  ${replacement}`)
  return true
})
if (unexplained.length + misfits.length > 0) process.exit(1)

if (options.write) {
  writeSection(
    'mutation',
    'Mutation testing',
    'npm run mutate',
    [
      'Stryker changes one place of the code at a time; a mutant is killed when a pure test fails.',
      scores,
      'No test can kill these:',
      table(['file', 'for', 'writes', 'why nothing changes'], explained),
    ].join('\n\n'),
  )
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
