/**
 * A key is changed while its sender goes on sending: both keys let in for a while, the log says which of them is still
 * used, and when the old one is retired nothing that was sent with the new one is lost.
 */
import { describe, expect, it } from 'vitest'
import { transactionBody } from '../tools/bodies.ts'
import { watchConsole } from '../tools/console-lines.ts'
import { rows, settle } from '../tools/read-model.ts'
import { post } from '../tools/sender.ts'

const OLD = 'old-key-of-the-year-2025'
const NEW = 'new-key-of-the-year-2026'
const OTHER = 'key-of-another-system-of-ours'

const written = watchConsole()

/** Sends a transaction with a key to a receiver that accepts `keys`; `SecretKey` is where Safe2Pay puts it. */
const send = async (keys: string, key: string, id: number): Promise<number> => {
  const body = transactionBody(id, 3, { SecretKey: key })
  return (await post('safe2pay', body, { key: null, bindings: { SAFE2PAY_KEYS: keys } })).status
}

const used = (): readonly unknown[] => written.lines.map((line) => JSON.parse(line).key)

describe('rotating a key', () => {
  it('loses no delivery: the new key is added, the sender changes over, the old key is retired', async () => {
    const sent = [
      await send(OLD, OLD, 60001),
      // Added: the sender still has the old one, then some of its machines have the new one.
      await send(`${OLD},${NEW}`, OLD, 60002),
      await send(`${OLD},${NEW}`, NEW, 60003),
      await send(`${OLD},${NEW}`, OLD, 60004),
      await send(`${OLD},${NEW}`, NEW, 60005),
      // Retired, once the log names the old one no more.
      await send(NEW, NEW, 60006),
    ]
    expect(sent).toEqual([200, 200, 200, 200, 200, 200])
    await settle()
    expect(await rows('SELECT transaction_id FROM transactions WHERE transaction_id > 60000')).toHaveLength(6)
  })

  it('tells the old key from the new one by fingerprint, wherever they stand in the list', async () => {
    await send(OLD, OLD, 60011)
    await send(`${OLD},${NEW}`, OLD, 60012)
    await send(`${OLD},${NEW}`, NEW, 60013)
    await send(`${OTHER}, ${NEW} ,${OLD}`, OLD, 60014)
    await send(NEW, NEW, 60015)
    expect(used()).toEqual([
      { position: 1, fingerprint: 'f092847c' },
      { position: 1, fingerprint: 'f092847c' },
      { position: 2, fingerprint: '00fa9263' },
      { position: 3, fingerprint: 'f092847c' },
      { position: 1, fingerprint: '00fa9263' },
    ])
  })

  it('shuts out the retired key at once, and goes on with the other', async () => {
    expect(await send(`${OLD},${NEW}`, OLD, 60021)).toBe(200)
    expect(await send(NEW, OLD, 60022)).toBe(401)
    expect(await send(NEW, NEW, 60022)).toBe(200)
    expect(used()).toEqual([expect.anything(), undefined, expect.anything()])
  })

  it('writes no part of a key, retired or not, into the log', async () => {
    await send(`${OLD},${NEW}`, OLD, 60031)
    await send(`${OLD},${NEW}`, NEW, 60032)
    await send(NEW, OLD, 60033)
    expect(written.lines).toHaveLength(3)
    expect(written.lines.filter((line) => /key-of|old-key|new-key/.test(line))).toEqual([])
  })
})
