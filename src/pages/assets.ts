/** The files of public/ that a page loads; the addresses of the style sheet and the script change with their content. */
import versions from './assets.json' with { type: 'json' }

export const STYLE_URL = `/assets/style.css?v=${versions['style.css']}`
export const SCRIPT_URL = `/assets/console.js?v=${versions['console.js']}`

/** A turnstile: one arm down, one up, one through. */
export const ICON = '/assets/icon.svg'
