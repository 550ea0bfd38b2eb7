/** Whoever has one of the secrets can verify a message, by the standard's own library and by hand. */
import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { VERSION } from '../../src/forward/attempt.ts'
import { messageId } from '../../src/forward/message-id.ts'
import { secretsIn } from '../../src/forward/secrets.ts'
import { signed } from '../../src/forward/signature.ts'
import { read } from '../tools/documents.ts'

const OLD = `whsec_${btoa('old'.repeat(10))}`
const NEW = `whsec_${btoa('new'.repeat(10))}`
const BODY = JSON.stringify({ type: 'catraca.test', data: { text: 'Pré-Autorizado 🎉' } })

const sign = async (set: string, body = BODY, nowMs = Date.now()) => {
  const secrets = secretsIn(set)
  if (!secrets) throw new Error('Not a set of secrets')
  return signed(secrets, 'msg_1', body, nowMs)
}

const byHand = (secret: string, headers: Readonly<Record<string, string>>, body: string): string => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  return `v1,${createHmac('sha256', key).update(text, 'utf8').digest('base64')}`
}

describe('the signature', () => {
  it('is the one that the specification prints for its example', async () => {
    const secrets = secretsIn('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    const headers = await signed(
      secrets ?? [],
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '{"test": 2432232314}',
      1614265330_000,
    )
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it.each([
    ['the old secret', OLD, [OLD]],
    ['the new secret', NEW, [NEW]],
    ['both', `${NEW},${OLD}`, [OLD, NEW]],
  ] as const)(
    'with %s is verified by whoever has one that signed, and by nobody else',
    async (_, set, verifiers) => {
      const headers = await sign(set)
      for (const secret of [OLD, NEW]) {
        const verify = () => new Webhook(secret).verify(BODY, headers)
        const isOurs = (verifiers as readonly string[]).includes(secret)
        if (isOurs) expect(verify()).toEqual(JSON.parse(BODY))
        else expect(verify).toThrow('No matching signature found')
        expect(headers['webhook-signature']?.split(' ').includes(byHand(secret, headers, BODY))).toBe(isOurs)
      }
    },
  )

  it('is of bytes: whoever writes the JSON anew cannot verify it', async () => {
    const headers = await sign(NEW)
    const anew = JSON.stringify(JSON.parse(BODY), null, 2)
    expect(() => new Webhook(NEW).verify(anew, headers)).toThrow('No matching signature found')
  })

  it('names the second of the attempt, so that an old request cannot be played again', async () => {
    const headers = await sign(NEW, BODY, Date.now() - 6 * 60_000)
    expect(() => new Webhook(NEW).verify(BODY, headers)).toThrow('too old')
    expect((await sign(NEW, BODY, 1_700_000_000_999))['webhook-timestamp']).toBe('1700000000')
  })
})

describe('the id of a message', () => {
  it('is the same whenever it is made, and another one for each entity and change', async () => {
    const id = await messageId('safe2pay:10', 7)
    expect(id).toBe(await messageId('safe2pay:10', 7))
    const others = [
      await messageId('safe2pay:10', 8),
      await messageId('safe2pay:11', 7),
      await messageId('amplia:10', 7),
    ]
    expect(new Set([id, ...others]).size).toBe(4)
  })

  it('has at most 64 characters and no full stop, whatever the entity is called', async () => {
    for (const name of ['safe2pay:1', `amplia:${'ß.'.repeat(500)}`]) {
      expect(await messageId(name, Number.MAX_SAFE_INTEGER)).toMatch(/^msg_[0-9a-f]{24}_1_\d+$/)
      expect((await messageId(name, Number.MAX_SAFE_INTEGER)).length).toBeLessThanOrEqual(64)
    }
  })
})

it('a message names the version of the receiver that sends it', () => {
  expect(VERSION).toBe((JSON.parse(read('package.json')) as { version: string }).version)
})
