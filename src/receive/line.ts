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

const RECEIVER = new RegExp(
  `^https?://[^/?#@]*/webhooks/(?:${PROVIDERS.map(({ name }) => name).join('|')})(?=[/?]|$)`,
)

/** Whether a URL is that of a receiver, with nothing after it that can be read. */
function isHarmless(url: string): boolean {
  const [receiver] = RECEIVER.exec(url) ?? []
  return receiver !== undefined && showsNothing(url.slice(receiver.length))
}
