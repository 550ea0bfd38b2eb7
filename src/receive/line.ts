/** Writes a line to the log where no URL with a key stands beside it. */
import { exports } from 'cloudflare:workers'
import { showsNothing } from '../access/looks-random.ts'
import { PROVIDERS } from '../providers/index.ts'

type Level = 'log' | 'error'

/**
 * The runtime attaches the URL of a request to each line that the request writes. A URL may hold a key, one with a letter
 * missing or of last year among them. Where it would show anything of that, the line is written by a request of our own,
 * which has a URL of its own.
 */
export async function writeLine(level: Level, content: object, url: string): Promise<void> {
  const line = JSON.stringify(content)
  if (isHarmless(url)) console[level](line)
  else
    await exports.lines.fetch('https://catraca.invalid/', { method: 'POST', headers: { level }, body: line })
}

/** Answers the request of our own. It is no route: only the code of this Worker, by this name, can reach it. */
export const lines = {
  async fetch(request: Request): Promise<Response> {
    const line = await request.text()
    if (request.headers.get('level') === 'error') console.error(line)
    else console.log(line)
    return new Response(null, { status: 204 })
  },
}

const PATHS = PROVIDERS.map(({ name }) => `/webhooks/${name}`)

/** Whether a URL is that of a receiver, with nothing behind it that can be read. */
function isHarmless(url: string): boolean {
  const { pathname, search } = new URL(url)
  const path = PATHS.find((each) => pathname === each || pathname.startsWith(`${each}/`))
  return path !== undefined && showsNothing(pathname.slice(path.length)) && showsNothing(search)
}
