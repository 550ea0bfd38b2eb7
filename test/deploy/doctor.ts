/** `npm run doctor -- --remote`, on what `npm run setup` has deployed, whole and damaged. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../scripts/wrangler.ts'
import type { Account } from './account.ts'
import { deleteSecret, keysOf, putSecret, putVariable } from './cloudflare/account.ts'

const paid = readFileSync(join(root, 'test/payloads/safe2pay/3-autorizado-boleto.json'))

/** @param account with a receiver in production, padaria, and none in staging */
export function describeDoctor({ standIn, clone }: Account): void {
  describe('npm run doctor -- --remote', () => {
    it('finds nothing to mend in what setup has deployed, and says what it cannot see', async () => {
      const { code, output } = await clone.run('doctor', ['--remote'])
      expect(output).toContain('Nothing needs fixing.')
      expect(code).toBe(0)
      expect(output).toContain('The Worker has its secrets: AMPLIA_KEYS, SAFE2PAY_KEYS, ADMIN_KEYS')
      expect(output).toMatch(/D1 answers, with all \d+ migrations/)
      expect(output).toContain('Cloudflare shows nobody their text')
    })

    it('finds that D1 lacks what an object has, and npm run rebuild brings it back', async () => {
      const keys = keysOf(standIn.worker('padaria'))
      const delivered = await standIn.fetch('https://padaria.acme.workers.dev/webhooks/safe2pay', {
        method: 'POST',
        headers: { 'X-Api-Key': keys.SAFE2PAY_KEYS ?? '' },
        body: paid,
      })
      expect(delivered.status).toBe(200)
      const stored = () =>
        standIn.rows('padaria', 'SELECT transaction_id, status_name, revision FROM transactions')
      await expect.poll(stored).toEqual([{ transaction_id: 2081955, status_name: 'Autorizado', revision: 1 }])
      await standIn.rows('padaria', 'DROP TABLE transactions')
      await standIn.rows('padaria', 'DELETE FROM transitions')
      const { code, output } = await clone.run('doctor', ['--remote'])
      expect(code).toBe(1)
      expect(output).toContain('D1 has 0 orders and payments, and 1 of them have an object.')
      expect(output).toContain('npm run rebuild -- --remote')

      clone.write('.secrets', `ADMIN_KEYS=${keys.ADMIN_KEYS}\n`)
      const rebuilt = await clone.run('rebuild', ['--remote', '--keys', '.secrets'])
      expect(rebuilt).toMatchObject({ code: 0 })
      expect(rebuilt.output).toContain('1 of 1 objects, 1 events')
      expect(rebuilt.output).toMatch(/^orders and payments +1 +1$/m)
      expect(rebuilt.output).not.toContain(keys.ADMIN_KEYS)
      expect(await stored()).toEqual([{ transaction_id: 2081955, status_name: 'Autorizado', revision: 1 }])
      expect((await clone.run('doctor', ['--remote'])).output).toContain(
        'D1 has the orders and payments of all 1 objects',
      )
    })

    it('finds a secret that is gone, with the command that puts it back, and the variable of a developer machine', async () => {
      const script = standIn.worker('padaria')
      const { SAFE2PAY_KEYS = '' } = keysOf(script)
      deleteSecret(script, 'SAFE2PAY_KEYS')
      putSecret(script, 'LOCAL', 'true')
      const { code, output } = await clone.run('doctor', ['--remote'])
      expect(code).toBe(1)
      expect(output).toMatch(/^ {2}FIX .*The Worker has no SAFE2PAY_KEYS\.$/m)
      expect(output).toContain('npx wrangler secret put SAFE2PAY_KEYS')
      expect(output).toMatch(/^ {2}FIX .*The Worker sets LOCAL/m)
      expect(output).toContain('npx wrangler secret delete LOCAL')
      deleteSecret(script, 'LOCAL')
      putSecret(script, 'SAFE2PAY_KEYS', SAFE2PAY_KEYS)
    })

    it('finds that variable also where the dashboard set it', async () => {
      const script = standIn.worker('padaria')
      putVariable(script, 'LOCAL', 'true')
      const { code, output } = await clone.run('doctor', ['--remote'])
      expect(code).toBe(1)
      expect(output).toContain('A variable of the Worker sets LOCAL')
      deleteSecret(script, 'LOCAL')
    })

    it('finds an environment that nobody has set up', async () => {
      const { code, output } = await clone.run('doctor', ['--remote', '--env', 'staging'])
      expect(code).toBe(1)
      expect(output).toContain('The secrets of the Worker could not be listed')
      expect(output).toContain('D1 does not answer')
      expect(output).toContain('npm run setup -- --env staging')
    })
  })
}
