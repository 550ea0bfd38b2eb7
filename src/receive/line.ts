/** Writes a line to the log so that no URL with a key is attached to it. */
import { writeAside } from '../access/aside.ts'
import { showsNothing } from '../access/looks-random.ts'
import { type Level, type Line, log } from '../log.ts'
import { PROVIDERS } from '../providers/index.ts'

/**
 * The runtime attaches the URL of a request to each line that the request writes. A URL may contain a key, also a mistyped
 * or an old one. If any of that could be read, the line is written by a request of our own, which has another URL.
 */
export async function writeLine(level: Level, content: Line, url: string): Promise<void> {
  if (isHarmless(url)) log(level, content)
  else await writeAside(level, content)
}

const PATHS = PROVIDERS.map(({ name }) => `/webhooks/${name}`)

/** Whether a URL is that of a receiver, with nothing after it that can be read. */
function isHarmless(url: string): boolean {
  const { pathname, search } = new URL(url)
  const path = PATHS.find((each) => pathname === each || pathname.startsWith(`${each}/`))
  return path !== undefined && showsNothing(pathname.slice(path.length)) && showsNothing(search)
}
