/** A stream as the runtime hands the body of a request to the Worker: of bytes, and read only when it is asked for more. */
export const arriving = (stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> =>
  stream.pipeThrough(new IdentityTransformStream())
