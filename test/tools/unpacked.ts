/** Counts the bytes that the runtime is given to unpack, because it unpacks all of them at once. */

import { vi } from 'vitest'

/** Bytes of gzip that were written while `run` ran. */
export async function bytesUnpacked(run: () => Promise<unknown>): Promise<number> {
  let written = 0
  class Counting extends DecompressionStream {
    override get writable(): WritableStream {
      const writer = super.writable.getWriter()
      return new WritableStream<Uint8Array>({
        write(chunk) {
          written += chunk.byteLength
          return writer.write(chunk)
        },
        close: () => writer.close(),
        abort: (reason) => writer.abort(reason),
      })
    }
  }
  vi.stubGlobal('DecompressionStream', Counting)
  try {
    await run()
  } finally {
    vi.unstubAllGlobals()
  }
  return written
}
