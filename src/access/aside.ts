/** Writes a line to the log through a request of our own, so that the line does not carry the URL of the current request. */
import { exports } from 'cloudflare:workers'
import type { Level, Line } from '../log.ts'

export async function writeAside(level: Level, content: Line): Promise<void> {
  const init = { method: 'POST', headers: { level }, body: JSON.stringify(content) }
  await exports.lines.fetch('https://catraca.invalid/', init)
}

/** Answers that request of our own. It is not a route: only the code of this Worker can reach it, by this name. */
export const lines = {
  async fetch(request: Request): Promise<Response> {
    const line = await request.text()
    const level = request.headers.get('level')
    if (level === 'error') console.error(line)
    else if (level === 'warn') console.warn(line)
    else console.log(line)
    return new Response(null, { status: 204 })
  },
}
