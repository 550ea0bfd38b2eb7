/** docs/proof.md, section by section: each command writes its own and leaves the others alone. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { root } from '../wrangler.ts'

const FILE = join(root, 'docs/proof.md')

/** In the order in which they stand in the document. */
const SECTIONS = [
  'simulation',
  'mistakes',
  'asking',
  'forward',
  'runtime',
  'crash',
  'fuzz',
  'mutation',
  'bench',
  'bench-forward',
] as const
export type Section = (typeof SECTIONS)[number]

/** Replaces one section. */
export function writeSection(section: Section, title: string, command: string, body: string): void {
  const text = readFileSync(FILE, 'utf8')
  const sections = sectionsIn(text)
  sections.set(section, `## ${title}\n\n\`${command}\`\n\n${body.trim()}\n\n${provenance()}`)
  const written = SECTIONS.flatMap((name) => {
    const content = sections.get(name)
    return content === undefined ? [] : [`<!-- ${name} -->\n${content.trim()}\n<!-- /${name} -->`]
  })
  const [head = ''] = text.split('<!-- ')
  writeFileSync(FILE, `${head}${written.join('\n\n')}\n`)
  console.log(`Wrote the section "${title}" of docs/proof.md.`)
}

const sectionsIn = (text: string): Map<Section, string> =>
  new Map(
    SECTIONS.flatMap((name) => {
      const [, content] = text.match(new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)\\n<!-- /${name} -->`)) ?? []
      return content === undefined ? [] : [[name, content] as const]
    }),
  )

function provenance(): string {
  const version = (name: string): string => {
    const file = join(root, 'node_modules', name, 'package.json')
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  }
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], {
    cwd: root,
    encoding: 'utf8',
  }).trim()
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`
  return `_${new Date().toISOString().slice(0, 10)}, commit ${commit}, Node ${process.version.slice(1)}, workerd ${version('workerd')}, ${machine}_`
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Code within a cell of a table. */
export function code(text: string): string {
  const cell = text.replaceAll('|', '\\|')
  return cell.includes('`') ? `\`\` ${cell} \`\`` : `\`${cell}\``
}
