/** Finds keys in a text, however it spells them, in a time that does not depend on the keys' content. */
import * as LIMITS from '../limits.ts'
import { type Automaton, build, type Findings, match } from './automaton.ts'
import { packedIn } from './base64.ts'
import { asWritten, pairsOf, resolved, type Spelling } from './spelling.ts'

/** A search for these keys that adds its findings. */
export function searchFor(keys: readonly string[]): (text: string, findings: Findings) => void {
  const automaton = automatonOf(keys)
  return (text, findings) => {
    if (text.length >= automaton.shortest) searchText(automaton, asWritten(text), findings)
  }
}

/** The automata of this deployment's secrets, which each body is searched for. */
const known = new Map<string, Automaton>()

function automatonOf(keys: readonly string[]): Automaton {
  const name = JSON.stringify(keys)
  const automaton = known.get(name) ?? build([...new Set(keys.flatMap(patternsOf))])
  known.set(name, automaton)
  return automaton
}

/** A key as it is, and as it reads if a part that looks like an escape is resolved. */
function patternsOf(key: string): readonly string[] {
  const patterns = [key, String.fromCharCode(...resolved(asWritten(key), 'fully').units)]
  // A key that is a number too long for JSON, as JSON would print it.
  return /^\d{16,}$/.test(key) ? [...patterns, String(Number(key))] : patterns
}

/**
 * Searches a text unchanged, and with its escapes resolved once, twice and fully. Fully alone would not be enough, because
 * an escape may reach into a key, as `%` before a key that begins with two digits.
 */
function searchText(automaton: Automaton, written: Spelling, findings: Findings): void {
  match(automaton, written, findings)
  const once = further(automaton, written, 'once', findings)
  if (once !== written) further(automaton, once, 'once', findings)
  const full = once === written ? written : further(automaton, written, 'fully', findings)
  searchPacked(automaton, full, findings, LIMITS.base64Levels)
  if (written.units.includes(0)) {
    // UTF-16 that was read byte by byte: where its first pair begins, and which byte of a pair is the high one.
    for (const first of [0, 1]) {
      for (const high of [0, 1]) {
        const wide = pairsOf(written, first, high)
        match(automaton, wide, findings)
        further(automaton, wide, 'fully', findings)
      }
    }
  }
}

/** Searches the spelling with its escapes resolved, and returns it; without escapes, the spelling itself. */
function further(
  automaton: Automaton,
  spelling: Spelling,
  how: 'once' | 'fully',
  findings: Findings,
): Spelling {
  const resolution = resolved(spelling, how)
  if (resolution !== spelling) match(automaton, resolution, findings)
  return resolution
}

function searchPacked(automaton: Automaton, text: Spelling, findings: Findings, depth: number): void {
  if (depth === 0) return
  for (const bytes of packedIn(text, automaton.shortestEmbedded)) {
    match(automaton, bytes, findings)
    searchPacked(automaton, further(automaton, bytes, 'fully', findings), findings, depth - 1)
  }
}
