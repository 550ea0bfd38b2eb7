/** A fingerprint is equal for deliveries of the same event, however it is written, and for nothing else. */
import { describe, expect, it } from 'vitest'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { payload } from '../tools/payloads.ts'
import { eventIn, read, withValue } from '../tools/readings.ts'

const ORDER = JSON.parse(payload('amplia', '2-in-validation'))
const CARD = JSON.parse(payload('safe2pay', '3-autorizado-card-splits'))

const order = (field: string, value: unknown) =>
  withValue(ORDER, `orderStatusTransitionModel.${field}`, value)
const card = (field: string, value: unknown) => withValue(CARD, field, value)

describe('the same event', () => {
  it.each([
    '2025-03-18T15:27:28.358558Z',
    '2025-03-18T12:27:28.358558-03:00',
    '2025-03-18T15:27:28.3585580+00:00',
    '2025-03-18T15:27:28.358558',
  ])('of an order is recognised with its date as %s', async (date) => {
    expect((await eventIn(amplia, order('date', date))).fingerprint).toBe(
      (await eventIn(amplia, ORDER)).fingerprint,
    )
  })

  it('of an order is recognised with other agents and undeclared fields', async () => {
    const body = {
      ...(withValue(ORDER, 'orderStatusTransitionModel.validationAgent', null) as object),
      sentAt: 'later',
    }
    expect((await eventIn(amplia, body)).fingerprint).toBe((await eventIn(amplia, ORDER)).fingerprint)
  })

  it.each([
    ['previousStatus', null],
    ['status', 'Declined'],
    ['date', '2025-03-18T15:27:28.358559+00:00'],
    ['date', '2025-03-18T15:27:28.358+00:00'],
    ['date', 'no date'],
  ])('of an order is another one with %s %j', async (field, value) => {
    expect((await eventIn(amplia, order(field, value))).fingerprint).not.toBe(
      (await eventIn(amplia, ORDER)).fingerprint,
    )
  })

  it('of a transaction is recognised in whatever order its keys come, at any depth', async () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, item]) => [name, reversed(item)]),
            )
          : value
    const event = await eventIn(safe2pay, reversed(CARD))
    expect(event.body).not.toBe((await eventIn(safe2pay, CARD)).body)
    expect(event.fingerprint).toBe((await eventIn(safe2pay, CARD)).fingerprint)
  })

  it.each(['', 'another key', null])(
    'of a transaction is recognised with the SecretKey %j',
    async (SecretKey) => {
      const { SecretKey: _, ...without } = CARD
      const same = (await eventIn(safe2pay, CARD, ['SECRET_KEY'])).fingerprint
      expect((await eventIn(safe2pay, { ...CARD, SecretKey }, ['SECRET_KEY'])).fingerprint).toBe(same)
      expect((await eventIn(safe2pay, without)).fingerprint).toBe(same)
    },
  )

  it('of a transaction is recognised with its numbers written otherwise', async () => {
    const body = JSON.parse(payload('safe2pay', '3-autorizado-card-splits').replace('200.0,', '2e2,'))
    expect((await eventIn(safe2pay, body)).fingerprint).toBe((await eventIn(safe2pay, CARD)).fingerprint)
  })

  it.each([
    ['Amount', 200.01],
    ['Reference', null],
    ['TransactionStatus.Name', 'autorizado'],
    ['Splits.0.Name', 'Outra'],
    ['Splits.0.CheckingAccounts', []],
    ['undeclared', null],
    ['__proto__', { a: 1 }],
  ])('of a transaction is another one with %s %j', async (path, value) => {
    const changed = await read(safe2pay, card(path, value))
    const digests = await Promise.all([read(safe2pay, CARD), read(safe2pay, card('other', 1))])
    const fingerprints = [changed, ...digests].map((each) => each.kind === 'event' && each.event.fingerprint)
    expect(new Set(fingerprints).size).toBe(3)
  })
})

describe('a fingerprint', () => {
  it('is short, however long the text is that should be a date', async () => {
    const long = order('date', 'x'.repeat(200_000))
    const { fingerprint } = await eventIn(amplia, long)
    expect(fingerprint.length).toBeLessThan(512)
    expect((await eventIn(amplia, long)).fingerprint).toBe(fingerprint)
    expect((await eventIn(amplia, order('date', 'x'.repeat(200_001)))).fingerprint).not.toBe(fingerprint)
  })
})
