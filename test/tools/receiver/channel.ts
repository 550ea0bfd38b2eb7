/** One channel of a receiver, from outside: what it is to do, and what it received. */
import type { Received, Step } from './server.ts'

export function channelOf(receiver: string, name: string) {
  const control = `${receiver}/control/${name}`
  return {
    url: `${receiver}/${name}`,
    received: async (): Promise<readonly Received[]> =>
      (await (await fetch(control)).json()) as readonly Received[],
    behave: async (...steps: readonly Step[]): Promise<void> => {
      await (await fetch(control, { method: 'PUT', body: JSON.stringify(steps) })).arrayBuffer()
    },
  }
}
