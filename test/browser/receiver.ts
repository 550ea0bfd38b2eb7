/** A receiver as `npm start` gives one: processes, a port, and data of its own on disk. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { firstKeys } from '../../scripts/keys.ts'
import { root, wrangler } from '../../scripts/wrangler.ts'
import { freePort } from '../process/free-port.ts'

export interface Receiver {
  readonly url: string
  /** What an operator signs in with. */
  readonly adminKey: string
  /** Sends one body as its sender would. Throws when it is not judged. */
  deliver(provider: 'amplia' | 'safe2pay', body: unknown): Promise<void>
  /** Runs SQL in its D1, as in the console. */
  sql(command: string): void
  /** Plays lives against it. */
  simulate(entities: number): Promise<void>
  stop(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const data = mkdtempSync(join(tmpdir(), 'catraca-browser-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  // A group of its own, because the receiver has children that must end with it.
  const process_ = spawn(
    process.execPath,
    ['scripts/start.ts', '--port', String(port), '--persist-to', data],
    {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  await isReady(process_, `${url}/webhooks/safe2pay`)
  return {
    url,
    adminKey: firstKeys().admin,
    async deliver(provider, body) {
      const response = await fetch(`${url}/webhooks/${provider}`, {
        method: 'POST',
        headers: { 'X-Api-Key': firstKeys()[provider] },
        body: JSON.stringify(body),
      })
      if (response.status !== 200) throw new Error(`Not judged: ${await response.text()}`)
    },
    sql(command) {
      wrangler(['d1', 'execute', 'DB', '--local', '--persist-to', data, '--command', command])
    },
    async simulate(entities) {
      const args = ['--url', url, '--entities', String(entities), '--seed', '1', '--persist-to', data]
      await promisify(execFile)(process.execPath, ['scripts/simulate.ts', ...args], { cwd: root })
    },
    async stop() {
      if (process_.pid !== undefined && process_.exitCode === null) {
        const ended = once(process_, 'exit')
        process.kill(-process_.pid, 'SIGTERM')
        await ended
      }
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Resolves when the receiver says where it receives; rejects with what it said when it ends before that. */
function isReady(receiver: ChildProcess, announced: string): Promise<void> {
  let output = ''
  return new Promise((resolve, reject) => {
    const hear = (chunk: unknown): void => {
      output += String(chunk)
      if (output.includes(announced)) resolve()
    }
    receiver.stdout?.on('data', hear)
    receiver.stderr?.on('data', hear)
    receiver.once('exit', () => reject(new Error(`The receiver ended:\n${output}`)))
  })
}
