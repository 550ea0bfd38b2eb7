/** The sender of the benchmark: keep-alive connections that send the next request when the last one is answered. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Measured {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly count: number
}

/** Opens the receivers of the benchmark. */
export const KEY = 'key-of-the-benchmark'

/** The next body, or null when there is none. */
export type Bodies = () => string | null

export interface Manner {
  readonly provider?: 'amplia' | 'safe2pay'
  /** How long each connection waits after an answer. */
  readonly pauseMs?: number
  readonly durationMs?: number
}

/**
 * Sends until the bodies or the time are used up. On plain sockets, because what a full client costs would be shared
 * with the server on a machine of few cores.
 */
export async function send(
  { url }: { readonly url: string },
  next: Bodies,
  connections: number,
  { provider = 'safe2pay', pauseMs = 0, durationMs = Number.POSITIVE_INFINITY }: Manner = {},
): Promise<Measured> {
  const { hostname, port } = new URL(url)
  const latencies: number[] = []
  const startedAt = performance.now()
  const sender = async (): Promise<void> => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    await once(socket, 'connect')
    const answers = reader(socket)
    while (performance.now() - startedAt < durationMs) {
      const body = next()
      if (body === null) break
      const sentAt = performance.now()
      socket.write(requestText(provider, hostname, body))
      const status = await answers()
      if (status !== 200) throw new Error(`Answered ${status}`)
      latencies.push(performance.now() - sentAt)
      if (pauseMs > 0) await sleep(pauseMs)
    }
    socket.destroy()
  }
  await Promise.all(Array.from({ length: connections }, sender))
  const seconds = (performance.now() - startedAt) / 1000
  latencies.sort((a, b) => a - b)
  return {
    count: latencies.length,
    perSecond: latencies.length / seconds,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  }
}

const requestText = (provider: string, host: string, body: string): string =>
  `POST /webhooks/${provider} HTTP/1.1\r\nHost: ${host}\r\nX-Api-Key: ${KEY}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

/** Gives the status of one answer after the other. */
function reader(socket: Socket): () => Promise<number> {
  let text = ''
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | null = null
  const look = (): void => {
    const head = text.indexOf('\r\n\r\n')
    if (head < 0 || !waiting) return
    const length = /content-length: (\d+)/i.exec(text.slice(0, head))?.[1]
    const end = length === undefined ? text.indexOf('0\r\n\r\n', head) + 5 : head + 4 + Number(length)
    if (text.length < end || end < head) return
    const { resolve } = waiting
    waiting = null
    const status = Number(text.slice(9, 12))
    text = text.slice(end)
    resolve(status)
  }
  // Bytes as characters: only their number matters.
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    text += chunk
    look()
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('The connection was closed')))
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject }
      look()
    })
}

/** The middle of several figures, with the smallest and the largest. */
export function spread(values: readonly number[]): {
  readonly median: number
  readonly low: number
  readonly high: number
} {
  const sorted = [...values].sort((a, b) => a - b)
  return { median: sorted[sorted.length >> 1] ?? 0, low: sorted[0] ?? 0, high: sorted.at(-1) ?? 0 }
}

/** The middle with the smallest and the largest behind it. */
export function shown({ median, low, high }: ReturnType<typeof spread>, digits = 2): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`
}
