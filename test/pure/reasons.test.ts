/** Every delivery is answered with a sentence that a person can read: the status in words, and what became of it. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Facts } from '../../src/lifecycle/history.ts'
import type { LifeCycle } from '../../src/lifecycle/life-cycle.ts'
import { describe as inWords } from '../../src/lifecycle/reason.ts'
import { amplia } from '../../src/providers/amplia/index.ts'
import { safe2pay } from '../../src/providers/safe2pay/index.ts'
import { arrivalOrder, orderHistory, transactionHistory, walk } from '../tools/arbitrary-histories.ts'
import { type Life, lastAnswer, live, orderEvent, type Sent, transactionEvent } from '../tools/lives.ts'

function expectSentences(cycle: LifeCycle, deliveries: readonly Sent[], { answers }: Life): void {
  for (const [place, { verdict, reason, warnings }] of answers.entries()) {
    if (verdict === 'duplicate') continue
    expect(reason).toContain(inWords(cycle, deliveries[place]?.status ?? ''))
    for (const text of [reason, ...warnings]) expect(text).toMatch(/^[A-Z_a-z].*\.$/)
    expect([reason, ...warnings].join(' ')).not.toMatch(/\b(undefined|null|NaN)\b|\[object| {2}/)
  }
}

const order = (...events: readonly Sent[]) => live(amplia, events)
const transaction = (...events: readonly (readonly [status: number, facts?: Facts])[]) =>
  live(
    safe2pay,
    events.map(([status, facts]) => transactionEvent(status, facts)),
  )

const NEW = 'WaitingResources'
const created = orderEvent(null, 'WaitingValidation', '10:00:00')
const inValidation = orderEvent('WaitingValidation', 'InValidation', '10:01:00')
const waitingConfirmation = orderEvent('InValidation', 'WaitingConfirmation', '10:02:00')
const sentBack = orderEvent('WaitingConfirmation', 'InValidation', '10:03:00')
const inConfirmation = orderEvent('WaitingConfirmation', 'InConfirmation', '10:03:00')
const sentBackOnce = orderEvent('InConfirmation', 'WaitingConfirmation', '10:04:00')
const sentBackTwice = orderEvent('WaitingConfirmation', 'InValidation', '10:05:00')
const canceled = orderEvent('WaitingIssue', 'Canceled', '10:04:00')
const revoked = orderEvent('Issued', 'Revoked', '10:05:00')

describe('the reason', () => {
  it('is a sentence about the status, whatever becomes of an order', () => {
    fc.assert(
      fc.property(orderHistory.chain(arrivalOrder), (deliveries) => {
        expectSentences(amplia.lifeCycle, deliveries, live(amplia, deliveries))
      }),
      { numRuns: 500 },
    )
  })

  it('is a sentence about the status, whatever becomes of a transaction', () => {
    const histories = walk(safe2pay.lifeCycle).chain(transactionHistory).chain(arrivalOrder)
    fc.assert(
      fc.property(histories, (deliveries) => {
        expectSentences(safe2pay.lifeCycle, deliveries, live(safe2pay, deliveries))
      }),
      { numRuns: 500 },
    )
  })

  it('says of a payment that it is paid, and of a release that it is not', () => {
    const paid = lastAnswer(live(safe2pay, [transactionEvent(1), transactionEvent(3)]))
    expect(paid.reason).toContain('Autorizado (paid)')
    const released = lastAnswer(live(safe2pay, [transactionEvent(1), transactionEvent(11)]))
    expect(released.reason).toContain('Liberado (released by a user, not paid)')
  })

  it.each<[outcome: string, life: () => Life, reason: string]>([
    [
      'an order that begins',
      () => order(created),
      'The first known status is WaitingValidation (order created).',
    ],
    [
      'an order of which only a later event is known',
      () => order(orderEvent('WaitingIssue', 'Issued', '10:00:00')),
      'The first known status is Issued (certificate issued). What came before it, WaitingIssue, has not arrived.',
    ],
    [
      'an order that begins in a status that the table lacks',
      () => order(orderEvent(null, NEW, '10:00:00')),
      `The first known status is ${NEW}.`,
    ],
    [
      'a move',
      () => order(created, inValidation),
      'The status moved from WaitingValidation (order created) to InValidation (being validated).',
    ],
    [
      'a move of an order that has a gap already',
      () => order(inValidation, waitingConfirmation),
      'The status moved from InValidation (being validated) to WaitingConfirmation (in the queue for confirmation).',
    ],
    [
      'a move over something that has not arrived',
      () => order(created, waitingConfirmation),
      'The status moved from WaitingValidation (order created) to WaitingConfirmation (in the queue for confirmation); what lies between has not arrived.',
    ],
    [
      'a payment of a boleto that was written off',
      () => transaction([7], [3]),
      'Autorizado (paid) came after Baixado (closed without payment), against expectation: the status moved.',
    ],
    [
      'an order sent back',
      () => order(waitingConfirmation, sentBack),
      'Sent back from WaitingConfirmation (in the queue for confirmation) to InValidation (being validated): the event itself says so.',
    ],
    [
      'a status that the table lacks, attested',
      () => order(inValidation, orderEvent('InValidation', NEW, '10:03:00')),
      `${NEW} is not in the life cycle, but the event says that it follows InValidation (being validated): the status moved.`,
    ],
    [
      'a status that the table lacks, unattested',
      () => order(inValidation, orderEvent('Issued', NEW, '10:03:00')),
      `${NEW} is not in the life cycle, and nothing says where it belongs: kept, the status stays InValidation (being validated).`,
    ],
    [
      'a status that the table lacks, unattested and first',
      () => order(orderEvent('Issued', NEW, '10:03:00')),
      `${NEW} is not in the life cycle, and nothing says where it belongs: kept, no status yet.`,
    ],
    [
      'other details of a payment',
      () => transaction([3], [3, { amountCents: 1 }]),
      'Autorizado (paid) again: its details are replaced, the status stays.',
    ],
    [
      'an older event that fits',
      () => order(waitingConfirmation, inValidation),
      'InValidation (being validated) happened before WaitingConfirmation (in the queue for confirmation), which is known already: it is added to the history, the status stays.',
    ],
    [
      'an older event that does not fit',
      () => order(orderEvent(null, 'Issued', '10:00:00'), revoked, canceled),
      'Canceled (order canceled) happened before Revoked (certificate revoked) and does not fit the history there: it is kept, the status stays.',
    ],
    [
      'an event that would move a payment back',
      () => transaction([3], [1]),
      'Pendente (awaiting payment) would move the status back from Autorizado (paid): refused, the status stays.',
    ],
    [
      'an event that no way leads to',
      () => transaction([8], [7]),
      'No way leads from Recusado (declined) to Baixado (closed without payment), or back: refused, the status stays.',
    ],
    [
      'a late event by which a refused one counts',
      () => order(inConfirmation, sentBackTwice, sentBackOnce),
      'WaitingConfirmation (in the queue for confirmation) came late and completes the history: the status is now InValidation (being validated).',
    ],
    [
      'a late event by which one that counted no longer does',
      () => order(canceled, orderEvent(null, 'Issued', '10:00:00')),
      'Issued (certificate issued) came late but happened before Canceled (order canceled), which no longer counts after it: the status is now Issued (certificate issued).',
    ],
  ])('of %s says just what became of it', (_, life, reason) => {
    expect(lastAnswer(life()).reason).toBe(reason)
  })
})

describe('a warning', () => {
  it('names a status that no longer counts, and the event that came late', () => {
    expect(lastAnswer(order(canceled, orderEvent(null, 'Issued', '10:00:00'))).warnings).toEqual([
      'Canceled (order canceled) no longer counts: Issued (certificate issued) happened before it.',
    ])
  })

  it.each<[event: string, life: () => Life]>([
    ['the first event', () => order(created)],
    ['a move', () => order(created, inValidation)],
    ['an older event that fits', () => order(waitingConfirmation, inValidation)],
    ['the start of an order, after all else', () => order(inValidation, created)],
    ['an order sent back', () => order(waitingConfirmation, sentBack)],
    ['an event that is refused', () => transaction([3], [1])],
  ])('is not given for %s', (_, life) => {
    expect(lastAnswer(life()).warnings).toEqual([])
  })
})
