/** A receiver as `npm start` gives one, with what the journeys do to it. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { firstKeys } from '../../scripts/keys.ts'
import { root } from '../../scripts/wrangler.ts'
import { execute } from '../process/local-d1.ts'
import { npmStart } from '../process/npm-start.ts'

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
  const { url, stop } = await npmStart(data)
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
      execute(data, command)
    },
    async simulate(entities) {
      const args = ['--url', url, '--entities', String(entities), '--seed', '1', '--persist-to', data]
      await promisify(execFile)(process.execPath, ['scripts/simulate.ts', ...args], { cwd: root })
    },
    async stop() {
      await stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
