/** A body that reports how far it was read. */
import { arriving } from './arriving.ts'

/** This many bytes in chunks of at most 64 KiB. */
export function spaces(bytes: number) {
  let sent = 0
  let isRead = false
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent >= bytes) {
        isRead = true
        return controller.close()
      }
      const chunk = new Uint8Array(Math.min(64 * 1024, bytes - sent)).fill(0x20)
      sent += chunk.byteLength
      controller.enqueue(chunk)
    },
  })
  return { stream: arriving(stream), sent: () => sent, isRead: () => isRead }
}
