/** Ahead of `npm start`: says what to do where its packages, or a Node that runs TypeScript, are missing. For any Node. */
import { existsSync } from 'node:fs'

const [major = 0] = process.versions.node.split('.').map(Number)
const problem = !existsSync(new URL('../node_modules/wrangler', import.meta.url))
  ? 'The packages are not installed. Run `npm ci`, then this again.'
  : major < 24 &&
    `This needs Node 24 or newer, and found ${process.version}. \`npm ci\` brings it on Linux and Windows, unless it leaves out optional packages; on a Mac install it.`
if (problem) {
  console.error(problem)
  process.exit(1)
}
