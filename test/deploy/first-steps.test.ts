/** What a person who has never used Cloudflare runs into, and what is then said. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Clone, makeClone } from './clone.ts'
import { type StandIn, startStandIn } from './cloudflare/stand-in.ts'

let standIn: StandIn
let clone: Clone

beforeAll(async () => {
  standIn = await startStandIn('acme')
  clone = makeClone(standIn)
})
afterAll(async () => {
  await standIn.stop()
  clone.remove()
})

describe('the first steps', () => {
  it('says how to sign in', async () => {
    const { code, output } = await clone.run('setup', [], { CLOUDFLARE_API_TOKEN: '' })
    expect(code).toBe(1)
    expect(output).toContain('Not signed in to Cloudflare. Run `npx wrangler login`')
  })

  it('says what a token must be allowed to do', async () => {
    const { code, output } = await clone.run('setup', [], { CLOUDFLARE_API_TOKEN: 'another' })
    expect(code).toBe(1)
    expect(output).toContain('it needs Workers Scripts: Edit and D1: Edit')
  })

  it('says that a deploy comes after a setup', async () => {
    const { code, output } = await clone.run('deploy', ['--env', 'staging'])
    expect(code).toBe(1)
    expect(output).toContain('`npm run setup -- --env staging` creates it.')
  })
})
