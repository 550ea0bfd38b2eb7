/**
 * The bytes of a request or of an answer, counted as they arrive, because Content-Length can lie. Never holds more than the
 * limit.
 */
import * as LIMITS from './limits.ts'

/** Bytes of the first buffer; most bodies are shorter. */
const FIRST_BYTES = 4 * 1024

/**
 * All bytes of a body, or null if there are more than `limit`. The rest is then read for a while and discarded, because a
 * connection that is answered while its sender is still writing is reset, and the sender sees no answer.
 */
export async function bytesOf(
  message: Pick<Request | Response, 'body'>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  // Grown by doubling, because a body may arrive byte by byte.
  let bytes = new Uint8Array(Math.min(FIRST_BYTES, limit))
  let total = 0
  for await (const chunk of message.body ?? []) {
    const start = total
    total += chunk.byteLength
    if (total > Math.max(limit, LIMITS.drainBytes)) return null
    if (total > limit) continue
    if (total > bytes.byteLength) {
      const grown = new Uint8Array(Math.min(limit, Math.max(total, bytes.byteLength * 2)))
      grown.set(bytes.subarray(0, start))
      bytes = grown
    }
    bytes.set(chunk, start)
  }
  return total > limit ? null : bytes.subarray(0, total)
}

/** Reads the rest of a refused request, up to a limit, and discards it. */
export async function drain(request: Request): Promise<void> {
  if (!request.body || request.bodyUsed) return
  try {
    await bytesOf(request, 0)
  } catch {
    // The sender hung up: it gets no answer, and nothing of its request was kept.
  }
}
