/** The few lines of wrangler.toml that are the user's own and that setup writes; every other line stays as it is. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Environment, WRANGLER_TOML } from './settings.ts'
import { stop } from './stop.ts'

/**
 * Another name is another receiver: with a database of its own, because two receivers that share one would overwrite
 * each other's rows.
 */
export function writeName(name: string): void {
  rewrite((text) => {
    let renamed = withLine(text, topLevel, 'name', name)
    for (const environment of ['', 'staging'] as const) {
      const database = environment === '' ? name : `${name}-${environment}`
      renamed = withLine(renamed, databaseOf(environment), 'database_name', database)
      renamed = withLine(renamed, databaseOf(environment), 'database_id', undefined)
    }
    return renamed
  })
}

export function writeAccountId(id: string): void {
  rewrite((text) => withLine(text, topLevel, 'account_id', id))
}

export function writeRetention(environment: Environment, days: string): void {
  const header = environment === '' ? '[vars]' : `[env.${environment}.vars]`
  rewrite((text) => withLine(text, tableNamed(header), 'RETENTION_DAYS', days))
}

export function writeDatabaseId(environment: Environment, id: string): void {
  rewrite((text) => withLine(text, databaseOf(environment), 'database_id', id))
}

/** Where a table of wrangler.toml begins and ends, in lines. */
type Place = (lines: readonly string[]) => { readonly from: number; readonly to: number }

const isHeader = (line: string): boolean => line.startsWith('[')

const topLevel: Place = (lines) => ({ from: 0, to: lines.findIndex(isHeader) })

const databaseOf = (environment: Environment): Place =>
  tableNamed(environment === '' ? '[[d1_databases]]' : `[[env.${environment}.d1_databases]]`)

const tableNamed =
  (header: string): Place =>
  (lines) => {
    const from = lines.indexOf(header)
    if (from < 0) return stop(`wrangler.toml has no ${header}.`)
    const length = lines.slice(from + 1).findIndex(isHeader)
    return { from, to: length < 0 ? lines.length : from + 1 + length }
  }

/** The text with one line of a table replaced, added after its last line, or taken out; everything else stays. */
function withLine(text: string, place: Place, key: string, value: string | undefined): string {
  const lines = text.split('\n')
  const { from, to } = place(lines)
  const at = lines.findIndex((line, index) => index >= from && index < to && line.startsWith(`${key} =`))
  const line = value === undefined ? [] : [`${key} = ${JSON.stringify(value)}`]
  if (at >= 0) return lines.toSpliced(at, 1, ...line).join('\n')
  const settings = lines.slice(from, to).findLastIndex((each) => /^\w+ =/.test(each))
  return lines.toSpliced(from + settings + 1, 0, ...line).join('\n')
}

/** Whole or not at all: an interruption must not leave half a wrangler.toml. */
function rewrite(change: (text: string) => string): void {
  const before = readFileSync(WRANGLER_TOML, 'utf8')
  const after = change(before)
  if (after === before) return
  writeFileSync(`${WRANGLER_TOML}.new`, after)
  renameSync(`${WRANGLER_TOML}.new`, WRANGLER_TOML)
}
