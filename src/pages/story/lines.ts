/** A name split into the two lines that fit into a box of the diagram. Pure. */

/** Characters of a line: capitals fill it, narrow letters leave room. */
const LINE = 15

export function lines(name: string): readonly string[] {
  const [first, ...others] = name
    .split(/\s+/)
    // A status that no table has is shown by its own name: `WaitingForSomething`.
    .flatMap((word) => (word.length > LINE ? word.split(/(?<=[a-z])(?=[A-Z])/) : [word]))
    .filter((word) => word !== '')
  const filled: string[] = [first ?? '']
  for (const word of others) {
    const last = filled.at(-1) ?? ''
    if (last.length + 1 + word.length <= LINE) filled[filled.length - 1] = `${last} ${word}`
    else filled.push(word)
  }
  return filled.length > 2 ? [cut(filled[0] ?? ''), cut(filled.slice(1).join(' '))] : filled.map(cut)
}

const cut = (text: string): string => (text.length > LINE ? `${text.slice(0, LINE - 1)}…` : text)
