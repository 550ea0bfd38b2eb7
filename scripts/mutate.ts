/**
 * `npm run mutate`: Stryker changes src/lifecycle and src/providers one place at a time, and the pure tests must notice.
 * Prints every mutant that survived, to be killed or explained.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { table, writeSection } from './prove/document.ts'
import { root } from './wrangler.ts'

interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string
        readonly mutants: readonly {
          readonly status: string
          readonly mutatorName: string
          readonly replacement?: string
          readonly location: { readonly start: { readonly line: number } }
        }[]
      }
    >
  >
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
const rows: (readonly (string | number)[])[] = []
for (const folder of ['src/lifecycle', 'src/providers']) {
  const mutants = Object.entries(files)
    .filter(([file]) => file.startsWith(`${folder}/`))
    .flatMap(([, { mutants: some }]) => some)
  const count = (...statuses: readonly string[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length
  if (mutants.length === 0) continue
  const killed = count('Killed', 'Timeout')
  const survived = count('Survived', 'NoCoverage')
  rows.push([
    folder,
    killed,
    survived,
    count('Ignored'),
    `${((killed / (killed + survived)) * 100).toFixed(1)} %`,
  ])
}
console.log(table(['', 'killed', 'survived', 'static, not tried', 'score'], rows))
for (const [file, { source, mutants }] of Object.entries(files)) {
  for (const { status, mutatorName, replacement, location } of mutants) {
    if (status !== 'Survived' && status !== 'NoCoverage') continue
    const line = source.split('\n')[location.start.line - 1]?.trim() ?? ''
    console.log(`${file}:${location.start.line} ${mutatorName}: ${line}  →  ${replacement ?? ''}`)
  }
}
if (options.write) {
  writeSection(
    'mutation',
    'Mutation testing',
    'npm run mutate',
    `Stryker changes one place of the code at a time; a mutant is killed when a pure test fails.\n\n${table(['', 'killed', 'survived', 'static, not tried', 'score'], rows)}`,
  )
}
