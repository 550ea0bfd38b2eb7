/** Writes a line to the log where no URL with a key is beside it. */
import { writeAside } from '../access/aside.ts'
import { showsNothing } from '../access/looks-random.ts'
import { type Level, type Line, log } from '../log.ts'
import { PROVIDERS } from '../providers/index.ts'

/**
 * The runtime attaches the URL of a request to each line that the request writes. A URL may hold a key, one with a letter
 * missing or of last year among them. Where it would show anything of that, the line is written by a request of our own,
 * which has a URL of its own.
 */
export async function writeLine(level: Level, content: Line, url: string): Promise<void> {
  if (isHarmless(url)) log(level, content)
  else await writeAside(level, content)
}

const PATHS = PROVIDERS.map(({ name }) => `/webhooks/${name}`)

/** Whether a URL is that of a receiver, with nothing behind it that can be read. */
function isHarmless(url: string): boolean {
  const { pathname, search } = new URL(url)
  const path = PATHS.find((each) => pathname === each || pathname.startsWith(`${each}/`))
  return path !== undefined && showsNothing(pathname.slice(path.length)) && showsNothing(search)
}
