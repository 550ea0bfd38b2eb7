/** What the vault keeps: one random key, and who is signed in. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import * as LIMITS from '../../src/limits.ts'
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

describe('a session', () => {
  const sql = <R>(action: (sql: SqlStorage) => R): Promise<R> =>
    runInDurableObject(vault(), (_, { storage }) => action(storage.sql))
  const count = () => sql((disk) => disk.exec('SELECT digest FROM sessions').toArray().length)
  beforeEach(() => sql((disk) => void disk.exec('DELETE FROM sessions')))

  it('is known by its digest until it is closed', async () => {
    await vault().openSession('one', 'key')
    await vault().openSession('two', 'key')
    expect(await vault().sessionKey('one')).toBe('key')
    await vault().closeSession('one')
    expect(await vault().sessionKey('one')).toBeNull()
    expect(await vault().sessionKey('two')).toBe('key')
    expect(await vault().sessionKey('three')).toBeNull()
  })

  it('outlives an eviction of the object', async () => {
    await vault().openSession('one', 'key')
    await evictDurableObject(vault())
    expect(await vault().sessionKey('one')).toBe('key')
  })

  it('ends a working day later, by the clock of the vault', async () => {
    const before = Date.now()
    await vault().openSession('one', 'key')
    const [row] = await sql((disk) =>
      disk.exec<{ ends: number }>('SELECT ends_at_ms ends FROM sessions').toArray(),
    )
    const lasts = Number(row?.ends) - LIMITS.sessionSeconds * 1000
    expect(lasts).toBeGreaterThanOrEqual(before)
    expect(lasts).toBeLessThanOrEqual(Date.now())
    await sql((disk) => void disk.exec('UPDATE sessions SET ends_at_ms = ?', Date.now() - 1))
    expect(await vault().sessionKey('one')).toBeNull()
  })

  it('that has ended is deleted when another is opened', async () => {
    await vault().openSession('one', 'key')
    await sql((disk) => void disk.exec('UPDATE sessions SET ends_at_ms = 1'))
    await vault().openSession('two', 'key')
    expect(await count()).toBe(1)
  })

  it('is one of a bounded number: the oldest make room for the newest', async () => {
    for (let each = 0; each < LIMITS.sessions + 15; each += 1) {
      await vault().openSession(`session-${each}`, 'key')
      // An age of its own, which two of one millisecond would not have.
      await sql((disk) => void disk.exec('UPDATE sessions SET ends_at_ms = ends_at_ms - 1'))
    }
    expect(await count()).toBe(LIMITS.sessions)
    expect(await vault().sessionKey('session-14')).toBeNull()
    expect(await vault().sessionKey('session-15')).toBe('key')
    expect(await vault().sessionKey(`session-${LIMITS.sessions + 14}`)).toBe('key')
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
