/** Bodies as a sender compresses them. */

/** Text or bytes as gzip. */
export const gzip = async (content: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  bytesOf(new Blob([content]).stream().pipeThrough(new CompressionStream('gzip')))

/** This many zeros in gzip, a thousandth of their size. */
export function gzippedZeros(mebibytes: number): Promise<Uint8Array<ArrayBuffer>> {
  let left = mebibytes
  const zeros = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (left > 0) controller.enqueue(new Uint8Array(1024 * 1024))
      else controller.close()
      left -= 1
    },
  })
  return bytesOf(zeros.pipeThrough(new CompressionStream('gzip')))
}

const bytesOf = async (stream: ReadableStream): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await new Response(stream).arrayBuffer())
