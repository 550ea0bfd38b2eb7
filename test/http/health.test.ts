/** The health check says that the Worker runs, and needs nothing else to run. */

import { exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { askApp } from '../tools/app.ts'

const URL = 'https://catraca.test/healthz'

/** A binding that cannot be used in any way. */
const untouchable = (name: string): object =>
  new Proxy(
    {},
    {
      get() {
        throw new Error(`${name} was touched`)
      },
    },
  )

describe('GET /healthz', () => {
  it('answers 200 {"ok":true} without a key', async () => {
    const response = await exports.default.fetch(URL)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('application/json')
    expect(await response.text()).toBe('{"ok":true}')
  })

  it('touches neither D1 nor an object', async () => {
    const bindings = { DB: untouchable('DB'), ENTITIES: untouchable('ENTITIES') }
    expect((await askApp('/healthz', {}, bindings)).status).toBe(200)
  })

  it('answers while no key is configured', async () => {
    const bindings = { AMPLIA_KEYS: '', SAFE2PAY_KEYS: '' }
    expect((await askApp('/healthz', {}, bindings)).status).toBe(200)
  })

  it('answers HEAD without a body', async () => {
    const response = await exports.default.fetch(URL, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s with 405 and Allow', async (method) => {
    const response = await exports.default.fetch(URL, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toMatch(/\bGET\b/)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  })
})
