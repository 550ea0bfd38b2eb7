/**
 * A first setup that is cut off, again and again, each time at another place: the next run goes on from there, and the last
 * one makes the receiver.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Account } from './account.ts'
import { keysOf } from './cloudflare/account.ts'
import type { Call } from './cloudflare/api.ts'

const isUpload = ({ method, path }: Call): boolean => method === 'PUT' && path.endsWith('/scripts/catraca')

/** @param account which has a subdomain, and nothing else */
export function describeInterruptions({ standIn, clone }: Account): void {
  /** Files with secrets, as `npm run setup` makes them, with their folders. */
  const secretsFiles = (): readonly string[] =>
    readdirSync(clone.base)
      .filter((name) => name.startsWith('catraca-secrets-'))
      .flatMap((name) => [join(clone.base, name), join(clone.base, name, 'secrets.json')])

  /** Starts a setup, cuts it off where it is left without an answer, and returns what it had said. */
  async function cutOff(
    when: 'before' | 'after',
    at: (call: Call) => boolean,
    signal: NodeJS.Signals,
    look: () => void = () => undefined,
  ): Promise<string> {
    const arrived = standIn.breakAt(when, at)
    const setup = clone.start('setup')
    await arrived
    look()
    setup.kill(signal)
    return (await setup.finished).output
  }

  describe('a first setup that is cut off', () => {
    it('finds the database it had created, instead of creating another', async () => {
      await cutOff('after', ({ method, path }) => method === 'POST' && path === '/d1/database', 'SIGKILL')
      expect(standIn.state.databases).toHaveLength(1)
      const output = await cutOff('before', ({ body }) => body.includes('CREATE VIEW'), 'SIGKILL')
      expect(output).toContain('found the database catraca, and wrote its id to wrangler.toml')
      expect(standIn.state.databases).toHaveLength(1)
      expect(standIn.state.scripts.size).toBe(0)
    })

    it('hands wrangler the keys in a file that only its user can read, and deletes it on Ctrl-C', async () => {
      const output = await cutOff('before', isUpload, 'SIGINT', () => {
        const modes = secretsFiles().map((file) => (statSync(file).mode & 0o777).toString(8))
        expect(modes).toEqual(['700', '600'])
      })
      expect(output).toContain('Interrupted. Run this again: it continues where it stopped.')
      expect(secretsFiles()).toEqual([])
      expect(standIn.state.scripts.size).toBe(0)
    })

    it('keeps the keys it had shown when the Worker was already there, and gives it its address', async () => {
      const cut = await cutOff('after', isUpload, 'SIGKILL')
      const worker = standIn.worker('catraca')
      expect(worker).toMatchObject({ enabled: false, crons: [] })
      const keys = keysOf(worker)
      for (const [name, key] of Object.entries(keys)) expect(cut).toMatch(new RegExp(`${name} +${key}`))
      expect(secretsFiles()).toHaveLength(2)

      const { code, output } = await clone.run('setup')
      expect({ code, output }).toMatchObject({ code: 0 })
      expect(worker).toMatchObject({ enabled: true, crons: ['17 5 * * *', '*/5 * * * *'] })
      expect(keysOf(worker)).toEqual(keys)
      expect(secretsFiles()).toEqual([])
      expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(clone.base)
    })
  })
}
