/** The style sheet and the script, which Cloudflare serves from public/; their addresses change with them. */
import versions from './assets.json' with { type: 'json' }

export const STYLE_URL = `/assets/style.css?v=${versions['style.css']}`
export const SCRIPT_URL = `/assets/console.js?v=${versions['console.js']}`
