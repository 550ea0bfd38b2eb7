/** Whether a migration only adds: then the version before it keeps working, during a deploy and after a rollback. */

/** What a migration does beyond adding, in words; empty when nothing. */
export function beyondAdding(sql: string): readonly string[] {
  const statements = statementsOf(sql)
  const made = new Set(
    statements.flatMap((statement) => {
      const [, kind, name] =
        /^CREATE (?:TEMP\w* )?(?:UNIQUE )?(TABLE|INDEX|VIEW|TRIGGER) (?:IF NOT EXISTS )?(\S+)/i.exec(
          statement,
        ) ?? []
      return kind && name ? [`${kind} ${name}`.toLowerCase()] : []
    }),
  )
  return statements.flatMap((statement) => problemsOf(statement, made))
}

function problemsOf(statement: string, made: ReadonlySet<string>): readonly string[] {
  const short = statement.length > 90 ? `${statement.slice(0, 90)}…` : statement
  const [, dropped, name] = /^DROP (TABLE|INDEX|VIEW|TRIGGER) (?:IF EXISTS )?(\S+)/i.exec(statement) ?? []
  if (dropped && name) {
    // A view or an index may change its text: it is dropped and made again in one transaction.
    const isMadeAgain = dropped.toUpperCase() !== 'TABLE' && made.has(`${dropped} ${name}`.toLowerCase())
    return isMadeAgain ? [] : [`takes away: ${short}`]
  }
  if (/^ALTER TABLE \S+ (DROP|RENAME)\b/i.test(statement)) return [`takes away: ${short}`]
  const isNewColumn = /^ALTER TABLE \S+ ADD\b/i.test(statement)
  if (isNewColumn && /\bNOT NULL\b/i.test(statement) && !/\bDEFAULT\b/i.test(statement))
    return [`requires a value that the old version does not write: ${short}`]
  const [, table] = /^CREATE UNIQUE INDEX (?:IF NOT EXISTS )?\S+ ON ([^\s(]+)/i.exec(statement) ?? []
  if (table && !made.has(`table ${table}`.toLowerCase()))
    return [`forbids what the old version writes: ${short}`]
  if (/^DELETE\b/i.test(statement)) return [`takes away: ${short}`]
  return []
}

/** The statements of a script, without comments and texts, each on one line, names without quotes. */
function statementsOf(sql: string): readonly string[] {
  return (
    sql
      .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, (match) =>
        match.startsWith("'") ? "''" : ' ',
      )
      // What happens when somebody writes to a view that this migration makes: nobody does before it.
      .replaceAll(/INSTEAD OF INSERT ON (\w+)[^;]*\bBEGIN\b[\s\S]*?;\s*END\s*;/gi, (trigger, view: string) =>
        new RegExp(`CREATE VIEW (IF NOT EXISTS )?${view}\\b`, 'i').test(sql) ? ';' : trigger,
      )
      .split(';')
      .map((statement) => statement.replaceAll(/["`]/g, '').replaceAll(/\s+/g, ' ').trim())
      .filter((statement) => statement !== '')
  )
}
