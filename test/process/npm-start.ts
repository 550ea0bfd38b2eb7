/** A receiver as `npm start` gives one: processes, a port, and data on disk. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../../scripts/wrangler.ts'
import { until } from '../tools/patience.ts'
import { freePort } from './free-port.ts'

export interface Started {
  readonly url: string
  /** What it has printed by now. */
  output(): string
  stop(): Promise<void>
}

export async function npmStart(data: string): Promise<Started> {
  const port = await freePort()
  // A group of its own, because the receiver has children that must end with it.
  const receiver = spawn(
    process.execPath,
    ['scripts/start.ts', '--port', String(port), '--persist-to', data],
    { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [receiver.stdout, receiver.stderr]) stream.on('data', (chunk) => (output += chunk))
  await until(() => {
    if (!output.includes('Catraca is receiving') && receiver.exitCode === null) throw new Error(output)
  })
  if (receiver.exitCode !== null) throw new Error(`The receiver ended:\n${output}`)
  return {
    url: `http://localhost:${port}`,
    output: () => output,
    stop: async () => {
      if (receiver.pid === undefined || receiver.exitCode !== null) return
      const ended = once(receiver, 'exit')
      process.kill(-receiver.pid, 'SIGTERM')
      await ended
    },
  }
}
