/** The one style sheet, at an address that changes with it. */
import { BASE } from './base.ts'
import { DIAGRAM } from './diagram.ts'
import { PARTS } from './parts.ts'
import { TABLES } from './tables.ts'

export const STYLE = [BASE, PARTS, TABLES, DIAGRAM].join('')

export const STYLE_URL = `/style.css?v=${version(STYLE)}`

/** FNV-1a: it tells versions apart and guards nothing. */
function version(text: string): string {
  let hash = 0x811c9dc5
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
