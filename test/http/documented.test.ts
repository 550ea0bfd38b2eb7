import { exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { PAYLOADS } from '../tools/payloads.ts'

describe('documented bodies', () => {
  it.each(PAYLOADS)('judges $provider/$name', async ({ provider, text }) => {
    const response = await exports.default.fetch(`https://catraca.test/webhooks/${provider}`, {
      method: 'POST',
      headers: { 'X-Api-Key': provider === 'amplia' ? 'amplia-test-key-one' : 'safe2pay-test-key-two' },
      body: text,
    })
    expect(response.status).toBe(200)
  })
})
