/** What the doctor found out about one thing, in words for a person. Whatever is not in order says what to do. */

export type Finding =
  | { readonly level: 'ok'; readonly says: string }
  /** Nothing is broken, but somebody should know. */
  | { readonly level: 'note'; readonly says: string; readonly todo: string }
  /** Something is broken, or about to be. */
  | { readonly level: 'mend'; readonly says: string; readonly todo: string }

export const ok = (says: string): Finding => ({ level: 'ok', says })
export const note = (says: string, todo: string): Finding => ({ level: 'note', says, todo })
export const mend = (says: string, todo: string): Finding => ({ level: 'mend', says, todo })

/** The findings as they are printed. */
export function report(findings: readonly Finding[]): string {
  const lines = findings.map((finding) =>
    finding.level === 'ok'
      ? `  ok    ${finding.says}`
      : `  ${finding.level === 'mend' ? 'FIX ' : 'note'}  ${finding.says}\n        → ${finding.todo}`,
  )
  const count = findings.filter(({ level }) => level === 'mend').length
  const end =
    count === 0 ? 'Nothing needs fixing.' : `${count === 1 ? 'One thing' : `${count} things`} must be fixed.`
  return `${lines.join('\n')}\n\n${end}`
}
