/** A port for a server that is started by another process. */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that Linux (from 32,768) and macOS (from 49,152) give connections: one could get it before the server starts. */
export async function freePort(): Promise<number> {
  const port = randomInt(20_000, 32_000)
  const server = createServer().listen(port)
  try {
    await once(server, 'listening')
  } catch {
    // It is in use.
    return freePort()
  }
  server.close()
  await once(server, 'close')
  return port
}
