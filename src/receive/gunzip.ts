/** Unpacks gzip no further than it may unpack to: a few kilobytes can be gigabytes. */
import * as LIMITS from '../limits.ts'

/**
 * What gzip unpacks to, or null where that is more than `limit` bytes.
 * @throws where it is no gzip, broken, not whole, or followed by anything else
 */
export async function gunzip(
  packed: Uint8Array<ArrayBuffer>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { readable, writable } = new DecompressionStream('gzip')
  const writer = writable.getWriter()
  const reader = readable.getReader({ mode: 'byob' })
  let isRead = false
  // The runtime unpacks all that is written at once, whether somebody reads it or not: so a little is written at a time,
  // and nothing more once there is too much of it.
  const feed = async (): Promise<void> => {
    for (let at = 0; at < packed.byteLength && !isRead; at += LIMITS.gunzipStepBytes) {
      await writer.write(packed.subarray(at, at + LIMITS.gunzipStepBytes))
    }
    if (!isRead) await writer.close()
  }
  const feeding = feed()
  try {
    const { value } = await reader.readAtLeast(limit + 1, new Uint8Array(limit + 1))
    return value && value.byteLength <= limit ? value : null
  } finally {
    isRead = true
    // What fails here has failed the reading already, or comes of stopping early.
    await Promise.allSettled([reader.cancel(), feeding])
  }
}
