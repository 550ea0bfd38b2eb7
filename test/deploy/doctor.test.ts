/** `npm run doctor -- --remote`, on what `npm run setup` has deployed, whole and damaged. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Clone, makeClone } from './clone.ts'
import { deleteSecret, putSecret, putVariable } from './cloudflare/account.ts'
import { type StandIn, startStandIn } from './cloudflare/stand-in.ts'

let standIn: StandIn
let clone: Clone

beforeAll(async () => {
  standIn = await startStandIn('acme')
  clone = makeClone(standIn)
  const { code, output } = await clone.run('setup', ['--name', 'padaria', '--providers', 'amplia,safe2pay'])
  expect({ code, output }).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await standIn.stop()
  clone.remove()
})

describe('npm run doctor -- --remote', () => {
  it('finds nothing to mend in what setup has deployed, and says what it cannot see', async () => {
    const { code, output } = await clone.run('doctor', ['--remote'])
    expect(output).toContain('Nothing needs fixing.')
    expect(code).toBe(0)
    expect(output).toContain('The Worker has its secrets: AMPLIA_KEYS, SAFE2PAY_KEYS, ADMIN_KEYS')
    expect(output).toMatch(/D1 answers, with all \d+ migrations/)
    expect(output).toContain('Cloudflare shows nobody their text')
  })

  it('finds the variable that is for a developer machine alone, as a secret and from the dashboard', async () => {
    const script = standIn.worker('padaria')
    putSecret(script, 'LOCAL', 'true')
    const secret = await clone.run('doctor', ['--remote'])
    expect(secret.code).toBe(1)
    expect(secret.output).toContain('The Worker sets LOCAL')
    expect(secret.output).toContain('npx wrangler secret delete LOCAL')
    deleteSecret(script, 'LOCAL')

    putVariable(script, 'LOCAL', 'true')
    const variable = await clone.run('doctor', ['--remote'])
    expect(variable.code).toBe(1)
    expect(variable.output).toContain('A variable of the Worker sets LOCAL')
    deleteSecret(script, 'LOCAL')
  })

  it('finds a secret that is gone, and gives the command that puts it back', async () => {
    deleteSecret(standIn.worker('padaria'), 'SAFE2PAY_KEYS')
    const { code, output } = await clone.run('doctor', ['--remote'])
    expect(code).toBe(1)
    expect(output).toContain('The Worker has no SAFE2PAY_KEYS.')
    expect(output).toContain('npx wrangler secret put SAFE2PAY_KEYS')
  })

  it('finds an environment that nobody has set up', async () => {
    const { code, output } = await clone.run('doctor', ['--remote', '--env', 'staging'])
    expect(code).toBe(1)
    expect(output).toContain('The secrets of the Worker could not be listed')
    expect(output).toContain('D1 does not answer')
    expect(output).toContain('npm run setup -- --env staging')
  })
})
