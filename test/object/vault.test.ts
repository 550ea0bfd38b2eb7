import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { keyedDigest } from '../../src/vault/keyed-digest.ts'

const vault = () => env.VAULT.getByName('vault')

describe('the vault', () => {
  it('makes one key of 32 random bytes, and keeps it when its object is evicted', async () => {
    const key = await vault().digestKey()
    expect(key.byteLength).toBe(32)
    expect(new Set(key).size).toBeGreaterThan(8)
    await evictDurableObject(vault())
    expect(await vault().digestKey()).toEqual(key)
  })
})

describe('a keyed digest', () => {
  const digest = (purpose: 'quarantine' | 'sale', text: string) => keyedDigest(env.VAULT, purpose, text)

  it('is the same for the same text and 32 hexadecimal digits', async () => {
    const one = await digest('sale', 'S-1002')
    expect(one).toMatch(/^[0-9a-f]{32}$/)
    expect(await digest('sale', 'S-1002')).toBe(one)
    expect(await digest('sale', 'S-1003')).not.toBe(one)
  })

  it('says nothing about the same text under another purpose', async () => {
    expect(await digest('quarantine', 'S-1002')).not.toBe(await digest('sale', 'S-1002'))
  })

  it('cannot be had without the key: no plain SHA-256 gives it', async () => {
    const bytes = new TextEncoder().encode('sale\0S-1002')
    const plain = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, 16)
    const hex = [...plain].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    expect(await digest('sale', 'S-1002')).not.toBe(hex)
  })
})
