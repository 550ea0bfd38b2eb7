/** Unpacks gzip up to a limit, because a few kilobytes can become gigabytes. */
import * as LIMITS from '../limits.ts'

/**
 * The unpacked bytes, or null if they are more than `limit` bytes.
 * @throws if it is not gzip, broken, incomplete, or followed by anything else
 */
export async function gunzip(
  packed: Uint8Array<ArrayBuffer>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { readable, writable } = new DecompressionStream('gzip')
  const writer = writable.getWriter()
  const reader = readable.getReader({ mode: 'byob' })
  let isRead = false
  // The runtime unpacks at once all that is written, whether it is read or not. So only a little is written at a time, and
  // nothing more after the limit.
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
    // A failure here has already failed the reading, or comes from stopping early.
    await Promise.allSettled([reader.cancel(), feeding])
  }
}
