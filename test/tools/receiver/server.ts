/**
 * A receiver of forwarded messages with all the faults that real ones have: real HTTP on this machine. Each channel has its
 * own behaviour and its own record, so that tests do not disturb each other. Runs in Node.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { serve } from '../../../scripts/local-server.ts'

/** What the receiver does with one request; the last of a list is repeated forever. */
export interface Step {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly text?: string
  /** Closes the connection: before an answer, or in the middle of one. */
  readonly reset?: 'before' | 'after'
  /** Waits before it answers. */
  readonly waitMs?: number
  /** Waits with its answer until its behaviour is set again. */
  readonly untilTold?: true
  /** Sends this many bytes, as fast as they are read. */
  readonly bytes?: number
  /** Sends a byte a second and never ends. */
  readonly drips?: true
}

/** One request, as it arrived. */
export interface Received {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly atMs: number
  /** Other requests of the same channel that were still unanswered when it arrived. */
  readonly beside: number
}

interface Channel {
  /** Requests to answer when the behaviour is set again. */
  held: (() => void)[]
  steps: Step[]
  received: Received[]
  open: number
}

export interface Receiver {
  readonly url: string
  close(): Promise<void>
}

/** Starts it: `/<channel>` receives, `/control/<channel>` is set by PUT and read by GET. */
export async function startReceiver(): Promise<Receiver> {
  const channels = new Map<string, Channel>()
  const channelOf = (name: string): Channel => {
    const channel = channels.get(name) ?? { held: [], steps: [{}], received: [], open: 0 }
    channels.set(name, channel)
    return channel
  }
  return serve(async (request, response) => {
    const [, first = '', second = ''] = (request.url ?? '').split(/[/?]/)
    const body = await text(request)
    if (first === 'control') return control(channelOf(second), request, response, body)
    const channel = channelOf(first)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    channel.received.push({
      method: request.method ?? '',
      headers,
      body,
      atMs: Date.now(),
      beside: channel.open,
    })
    channel.open += 1
    response.on('close', () => {
      channel.open -= 1
    })
    const step = (channel.steps.length > 1 ? channel.steps.shift() : channel.steps[0]) ?? {}
    if (step.waitMs) await new Promise((resolve) => setTimeout(resolve, step.waitMs))
    if (step.untilTold) await new Promise<void>((resolve) => channel.held.push(resolve))
    answer(response, step)
  })
}

function control(channel: Channel, request: IncomingMessage, response: ServerResponse, body: string): void {
  if (request.method === 'PUT') {
    channel.steps = JSON.parse(body) as Step[]
    for (const release of channel.held.splice(0)) release()
  }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(channel.received))
}

function answer(response: ServerResponse, step: Step): void {
  const { status = 204, headers = {}, text = '', reset, bytes, drips } = step
  if (reset === 'before') {
    response.socket?.resetAndDestroy()
    return
  }
  response.writeHead(status, headers)
  if (reset === 'after') {
    response.write('half of')
    setTimeout(() => response.socket?.resetAndDestroy(), 20)
  } else if (bytes) {
    response.end('x'.repeat(bytes))
  } else if (drips) {
    const timer = setInterval(() => response.write('.'), 1_000)
    response.on('close', () => clearInterval(timer))
    response.write('.')
  } else {
    response.end(text)
  }
}
